import { startServerProcess } from './serverProcess.ts';
import type { ServerKind } from './servers.ts';
import { median } from './statistics.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';
import { requestBody, WORKLOADS, type Workload } from './workloads.ts';

/** Milliseconds from the start of the process to the first answer, for each server. Servers take turns. */
export async function measureColdStarts(
  kinds: readonly ServerKind[],
  upstreams: UpstreamEnvironment,
  repetitions: number,
): Promise<ReadonlyMap<ServerKind, number>> {
  const [workload] = WORKLOADS;
  const starts = new Map(kinds.map((kind) => [kind, [] as number[]]));
  for (let repetition = 0; workload !== undefined && repetition < repetitions; repetition += 1) {
    for (const kind of kinds) starts.get(kind)?.push(await measureColdStart(kind, upstreams, workload));
  }
  return new Map([...starts].map(([kind, all]) => [kind, median(all)]));
}

async function measureColdStart(kind: ServerKind, upstreams: UpstreamEnvironment, workload: Workload) {
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
