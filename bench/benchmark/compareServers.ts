import { measureColdStart } from './coldStart.ts';
import { type Bench, measure, type Sample } from './measure.ts';
import type { Options, Round } from './options.ts';
import { type RunningServer, startServerProcess } from './serverProcess.ts';
import { median, medianOf } from './statistics.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';
import { peakMemoryOf } from './usage.ts';
import { expectedAnswer, verifiedAnswer } from './verify.ts';
import { requestBody, type Workload, type WorkloadName } from './workloads.ts';

/** Medians of the samples of one server with one workload. */
export interface Measured extends Sample {
  readonly server: string;
  readonly workload: WorkloadName;
  readonly clients: number;
  /** Of the upstreams. */
  readonly latencyMs: number;
}

/** What is measured once per server. */
export interface ServerTotals {
  readonly server: string;
  readonly title: string;
  readonly coldStartMs: number;
  readonly peakMemoryMiB: number;
}

export interface Results {
  readonly repetitions: number;
  readonly measured: readonly Measured[];
  readonly totals: readonly ServerTotals[];
}

/** Measures each server with each workload. Servers take turns, so that what disturbs the machine disturbs all of them. */
export async function compareServers(
  bench: Bench,
  { servers: kinds, workloads, rounds, repetitions, durationMs, warmUpMs }: Options,
  report: (text: string) => void,
): Promise<Results> {
  const environment = await bench.upstreams.ask<UpstreamEnvironment>('environment');
  const servers = await Promise.all(kinds.map((kind) => startServerProcess(kind, environment)));
  const samples = new Map<string, { of: Pick<Measured, 'server' | 'workload' | keyof Round>; samples: Sample[] }>();

  const sample = async (server: RunningServer, workload: Workload, round: Round, expected: Uint8Array) => {
    const load = { bodies: [requestBody(workload)], expected, clients: round.clients, durationMs };
    const of = { server: server.kind.name, workload: workload.name, ...round };
    const key = Object.values(of).join();
    const entry = samples.get(key) ?? { of, samples: [] };
    samples.set(key, entry);
    entry.samples.push(await measure(bench, server, load));
  };

  try {
    const answers = new Map<string, Uint8Array>();
    for (const workload of workloads) {
      const expected = await expectedAnswer(workload, environment);
      for (const server of servers) {
        const answer = await verifiedAnswer(server, workload, expected);
        answers.set(`${server.kind.name} ${workload.name}`, answer);
        const load = { bodies: [requestBody(workload)], expected: answer, clients: 1, durationMs: warmUpMs };
        await measure(bench, server, load);
      }
      report(`All servers give the expected answer to ${workload.name}`);
    }
    for (let repetition = 1; repetition <= repetitions; repetition += 1) {
      for (const round of rounds) {
        await bench.upstreams.ask({ set: { latencyMs: round.latencyMs } });
        for (const workload of workloads) {
          for (const server of inTurn(servers, repetition)) {
            const expected = answers.get(`${server.kind.name} ${workload.name}`);
            if (expected !== undefined) await sample(server, workload, round, expected);
          }
        }
      }
      report(`Repetition ${repetition} of ${repetitions}`);
    }
    await bench.upstreams.ask({ set: { latencyMs: 0 } });
    const memory = new Map(servers.map(({ kind, pid }) => [kind, peakMemoryOf(pid)]));
    await Promise.all(servers.map((server) => server.end()));

    const coldStarts = new Map(kinds.map((kind) => [kind, [] as number[]]));
    const [first] = workloads;
    for (let repetition = 1; first !== undefined && repetition <= repetitions; repetition += 1) {
      for (const kind of kinds) coldStarts.get(kind)?.push(await measureColdStart(kind, environment, first));
    }
    return {
      repetitions,
      measured: [...samples.values()].map(({ of, samples: all }) => ({ ...of, ...medianOf(all) })),
      totals: kinds.map((kind) => ({
        server: kind.name,
        title: kind.title,
        coldStartMs: median(coldStarts.get(kind) ?? []),
        peakMemoryMiB: memory.get(kind) ?? Number.NaN,
      })),
    };
  } finally {
    await Promise.all(servers.map((server) => server.end()));
  }
}

/** Another order in each repetition, because a server can profit or suffer from the one before it. */
function inTurn<Item>(items: readonly Item[], repetition: number): readonly Item[] {
  const start = repetition % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
