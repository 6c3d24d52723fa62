import { startServerProcess } from './serverProcess.ts';
import type { ServerKind } from './servers.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';
import { requestBody, type Workload } from './workloads.ts';

/** Milliseconds from the start of the process to the first answer. */
export async function measureColdStart(kind: ServerKind, upstreams: UpstreamEnvironment, workload: Workload) {
  const started = performance.now();
  const server = await startServerProcess(kind, upstreams);
  try {
    const { status } = await server.send(requestBody(workload));
    if (status !== 200) throw new Error(`${kind.name} answered HTTP ${status} to its first request`);
    return performance.now() - started;
  } finally {
    await server.end();
  }
}
