import { startChild } from '../child.ts';
import type { Load } from '../load/client.ts';
import { type Bench, measure, type Sample } from '../measure.ts';
import { type RunningServer, startServerProcess } from '../serverProcess.ts';
import type { ServerKind } from '../servers.ts';
import { median } from '../statistics.ts';
import { markdown } from '../tables.ts';
import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';
import { requestBody, type Workload } from '../workloads.ts';

const CLIENTS = 8;
const DURATION_MS = 2_000;
const WARM_UP_MS = 2_000;

export interface ProcessesResult {
  readonly title: string;
  readonly workload: string;
  /** Requests per second. */
  readonly one: number;
  readonly two: number;
  /** CPU per request, in microseconds. */
  readonly cpuOfOne: number;
  readonly cpuOfTwo: number;
}

/** Measures the throughput of two processes against that of one. Each has a load client of its own. */
export async function measureProcesses(
  bench: Bench,
  kinds: readonly ServerKind[],
  workloads: readonly Workload[],
  repetitions: number,
): Promise<readonly ProcessesResult[]> {
  const environment = await bench.upstreams.ask<UpstreamEnvironment>('environment');
  const secondClient = startChild<Load>(new URL('../load/client.ts', import.meta.url));
  const results: ProcessesResult[] = [];
  try {
    for (const kind of kinds) {
      const first = await startServerProcess(kind, environment);
      const second = await startServerProcess(kind, environment);
      const run = (server: RunningServer, workload: Workload, durationMs: number) => {
        const client = server === first ? bench.client : secondClient;
        const load = { bodies: [requestBody(workload)], expected: null, clients: CLIENTS, durationMs };
        return measure({ ...bench, client }, server, load);
      };
      const runBoth = (workload: Workload, durationMs: number) =>
        Promise.all([run(first, workload, durationMs), run(second, workload, durationMs)]);
      try {
        for (const workload of workloads) {
          await runBoth(workload, WARM_UP_MS);
          const ones: Sample[] = [];
          const twos: (readonly [Sample, Sample])[] = [];
          for (let repetition = 0; repetition < repetitions; repetition += 1) {
            ones.push(await run(first, workload, DURATION_MS));
            twos.push(await runBoth(workload, DURATION_MS));
          }
          results.push({
            title: kind.title,
            workload: workload.name,
            one: median(ones.map(({ requestsPerSecond }) => requestsPerSecond)),
            two: median(twos.map(([a, b]) => a.requestsPerSecond + b.requestsPerSecond)),
            cpuOfOne: median(ones.map(({ cpuMicros }) => cpuMicros)),
            cpuOfTwo: median(twos.map(([a, b]) => (a.cpuMicros + b.cpuMicros) / 2)),
          });
        }
      } finally {
        await Promise.all([first.end(), second.end()]);
      }
    }
  } finally {
    secondClient.end();
  }
  return results;
}

export function processesTable(results: readonly ProcessesResult[]): string {
  const rows = results.map(({ title, workload, one, two, cpuOfOne, cpuOfTwo }) => [
    title,
    workload,
    one.toFixed(0),
    two.toFixed(0),
    (two / one).toFixed(2),
    (cpuOfTwo / cpuOfOne).toFixed(2),
  ]);
  const titles = ['server', 'workload', 'requests/s of one', 'of two', 'two / one', 'CPU per request, two / one'];
  return `${CLIENTS} clients per process.\n\n${markdown(titles, rows)}`;
}
