import { isDeepStrictEqual } from 'node:util';
import { type Bench, measure, type Sample } from '../measure.ts';
import { type RunningServer, startServerProcess } from '../serverProcess.ts';
import type { ServerKind } from '../servers.ts';
import { medianOf } from '../statistics.ts';
import { markdown } from '../tables.ts';
import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';
import { mixedOperations } from './operations.ts';

/** Different documents. Servers keep fewer or more of them; that is part of what is measured. */
const DOCUMENTS = 300;
/** Enough for every operation once, unless a server hangs. */
const TIME_LIMIT_MS = 60_000;
/** Clients that send different operations at the same time. */
const CLIENTS = 16;
/** One upstream request of so many fails. */
const FAIL_EVERY = 10;

export interface MixedResult extends Sample {
  readonly title: string;
  /** Whether upstream requests failed. */
  readonly failing: boolean;
}

/** Measures hundreds of different operations, first with healthy upstreams, then with upstreams that fail now and then. */
export async function measureMixed(
  bench: Bench,
  kinds: readonly ServerKind[],
  repetitions: number,
): Promise<readonly MixedResult[]> {
  const environment = await bench.upstreams.ask<UpstreamEnvironment>('environment');
  const bodies = mixedOperations(DOCUMENTS).map(({ document, variables }) =>
    JSON.stringify({ query: document, variables }),
  );
  const servers: RunningServer[] = [];
  const results: MixedResult[] = [];
  try {
    for (const kind of kinds) servers.push(await startServerProcess(kind, environment));
    await checkEqualAnswers(servers, bodies);
    for (const failing of [false, true]) {
      await bench.upstreams.ask({ set: { failEvery: failing ? FAIL_EVERY : 0 } });
      const load = {
        bodies,
        expected: null,
        mayFail: failing,
        clients: CLIENTS,
        durationMs: TIME_LIMIT_MS,
        maxRequests: DOCUMENTS,
      };
      const samples = new Map(servers.map((server) => [server, [] as Sample[]]));
      for (let repetition = 0; repetition < repetitions; repetition += 1) {
        for (const server of servers) samples.get(server)?.push(await measure(bench, server, load));
      }
      for (const [{ kind }, all] of samples) results.push({ title: kind.title, failing, ...medianOf(all) });
    }
  } finally {
    await bench.upstreams.ask({ set: { failEvery: 0 } });
    await Promise.all(servers.map((server) => server.end()));
  }
  return results;
}

/** It also warms up the servers. */
async function checkEqualAnswers(
  [first, ...others]: readonly RunningServer[],
  bodies: readonly string[],
): Promise<void> {
  for (const body of bodies) {
    const expected = await answerOf(first, body);
    for (const other of others) {
      if (!isDeepStrictEqual(await answerOf(other, body), expected)) {
        throw new Error(`${first?.kind.name} and ${other.kind.name} give different answers to ${body}`);
      }
    }
  }
}

async function answerOf(server: RunningServer | undefined, body: string): Promise<unknown> {
  const { bytes, status } = (await server?.send(body)) ?? {};
  const answer = JSON.parse(Buffer.from(bytes ?? []).toString());
  if (status !== 200 || 'errors' in answer) throw new Error(`${server?.kind.name} gave HTTP ${status} to ${body}`);
  return answer;
}

export function mixedTable(results: readonly MixedResult[]): string {
  const titles = ['server', 'CPU, µs', 'requests/s', 'p50, ms', 'p99, ms', 'upstream requests'];
  const table = (failing: boolean) => {
    const rows = results.filter((one) => one.failing === failing);
    return markdown(
      titles,
      rows.map(({ title, cpuMicros, requestsPerSecond, p50Ms, p99Ms, upstreamRequests }) => [
        title,
        cpuMicros.toFixed(0),
        requestsPerSecond.toFixed(0),
        p50Ms.toFixed(1),
        p99Ms.toFixed(1),
        upstreamRequests.toFixed(2),
      ]),
    );
  };
  return [
    `${DOCUMENTS} different documents with different variables, ${CLIENTS} clients.`,
    table(false),
    `The same, and one upstream request of ${FAIL_EVERY} fails with HTTP 503. Switchboard retries failed requests, the others do not.`,
    table(true),
  ].join('\n\n');
}
