import { measureColdStarts } from './coldStart.ts';
import { type Bench, measure, type Sample } from './measure.ts';
import type { Options, Round } from './options.ts';
import { type RunningServer, startServerProcess } from './serverProcess.ts';
import { medianOf } from './statistics.ts';
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
  /** With the first number of clients. */
  readonly peakMemoryMiB: number;
}

export interface Results {
  readonly repetitions: number;
  readonly measured: readonly Measured[];
  readonly totals: readonly ServerTotals[];
}

/** In each measurement, however slow the machine is. */
const MIN_REQUESTS = 50;

/** Sent before each measurement, because the others have had the processor, its caches and the memory since the last one. */
const SETTLE_MS = 500;

/** Measures each server with each workload. Servers take turns, so that what disturbs the machine disturbs all of them. */
export async function compareServers(
  bench: Bench,
  { servers: kinds, workloads, rounds, repetitions, durationMs, warmUpMs }: Options,
  report: (text: string) => void,
): Promise<Results> {
  const environment = await bench.upstreams.ask<UpstreamEnvironment>('environment');
  const servers: RunningServer[] = [];
  const samples = new Map<string, { of: Pick<Measured, 'server' | 'workload' | keyof Round>; samples: Sample[] }>();

  const sample = async (server: RunningServer, workload: Workload, round: Round, expected: Uint8Array) => {
    const bodies = [requestBody(workload)];
    const load = { bodies, expected, clients: round.clients, durationMs, minRequests: MIN_REQUESTS };
    const of = { server: server.kind.name, workload: workload.name, ...round };
    const key = Object.values(of).join();
    const entry = samples.get(key) ?? { of, samples: [] };
    samples.set(key, entry);
    await measure(bench, server, { ...load, durationMs: SETTLE_MS, minRequests: 1 });
    entry.samples.push(await measure(bench, server, load));
  };

  try {
    for (const kind of kinds) servers.push(await startServerProcess(kind, environment));
    const answers = new Map<string, Uint8Array>();
    for (const workload of workloads) {
      const expected = await expectedAnswer(workload, environment);
      for (const server of servers) {
        const answer = await verifiedAnswer(server, workload, expected);
        answers.set(`${server.kind.name} ${workload.name}`, answer);
        const load = {
          bodies: [requestBody(workload)],
          expected: answer,
          clients: 1,
          durationMs: warmUpMs,
          minRequests: MIN_REQUESTS,
        };
        await measure(bench, server, load);
      }
      report(`All servers give the expected answer to ${workload.name}`);
    }
    const memory = new Map<RunningServer['kind'], number>();
    for (const round of rounds) {
      await bench.upstreams.ask({ set: { latencyMs: round.latencyMs } });
      for (let repetition = 1; repetition <= repetitions; repetition += 1) {
        for (const workload of workloads) {
          for (const server of inTurn(servers, repetition)) {
            const expected = answers.get(`${server.kind.name} ${workload.name}`);
            if (expected !== undefined) await sample(server, workload, round, expected);
          }
        }
        report(`Clients ${round.clients}, repetition ${repetition} of ${repetitions}`);
      }
      for (const { kind, pid } of servers) if (!memory.has(kind)) memory.set(kind, peakMemoryOf(pid));
    }
    await bench.upstreams.ask({ set: { latencyMs: 0 } });
    await Promise.all(servers.map((server) => server.end()));
    const coldStarts = await measureColdStarts(kinds, environment, repetitions);
    return {
      repetitions,
      measured: [...samples.values()].map(({ of, samples: all }) => ({ ...of, ...medianOf(all) })),
      totals: kinds.map((kind) => ({
        server: kind.name,
        title: kind.title,
        coldStartMs: coldStarts.get(kind) ?? Number.NaN,
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
