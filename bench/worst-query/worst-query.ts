import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { providers } from '../../src/providers/index.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { DEFAULTS } from '../../test/support/serverDefaults.ts';
import { FAMILIES, type Family } from './queries.ts';
import { startUpstreams } from './upstreams.ts';

/*
 * Searches for the query that keeps the event loop busy for the longest time, among the families of queries.ts. For each, it finds the
 * largest query that is accepted with the default limits, and prints what that costs. The client runs in a thread of its own, and
 * all upstream responses are cached, so that only the work for the query itself is measured.
 */

interface Reply {
  readonly status: number;
  readonly bytes: number;
  readonly code: string | null;
  readonly actual: number | null;
}

const ROWS = Number(process.argv[2] ?? 1_000);
const REPETITIONS = 3;

const upstreams = await startUpstreams(ROWS);
const server = await startServer({
  ...DEFAULTS,
  sources: upstreams.settings.map(({ provider, ...settings }) => {
    const found = providers.find(({ name }) => name === provider);
    if (found === undefined) throw new Error(`Unknown provider ${provider}`);
    return found.source.parse(settings);
  }),
  telemetry: { log: createLog('silent'), metrics: createMetrics() },
});
const client = new Worker(new URL('client.ts', import.meta.url), { workerData: server.url });

interface Sent extends Reply {
  /** The longest time for which the event loop did nothing else. */
  readonly blockedMs: number;
}

async function send(family: Family, size: number): Promise<Sent> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  client.postMessage({ query: family.query(size), variables: family.variables?.(size) ?? {} });
  const [reply] = (await once(client, 'message')) as [Reply];
  delay.disable();
  return { ...reply, blockedMs: delay.max / 1e6 };
}

/** The largest size that is accepted, by doubling and then by halving the interval. */
async function largestAccepted(family: Family): Promise<number> {
  // A query that is stopped at a limit while it runs has the status 200 too.
  const isAccepted = async (size: number) => (await send(family, size)).status === 200;
  let accepted = 0;
  let refused = 1;
  while (refused <= 4096 && (await isAccepted(refused))) {
    accepted = refused;
    refused *= 2;
  }
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (await isAccepted(middle)) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

const table: Record<string, unknown>[] = [];
for (const family of FAMILIES) {
  const size = await largestAccepted(family);
  const runs: Sent[] = [];
  for (let run = 0; run < REPETITIONS; run += 1) runs.push(await send(family, Math.max(size, 1)));
  const refusedRuns: Sent[] = [];
  for (const factor of [1, 4]) refusedRuns.push(await send(family, size * factor + 1));
  const last = runs.at(-1);
  table.push({
    query: family.name,
    size,
    'document bytes': family.query(Math.max(size, 1)).length,
    cost: last?.actual,
    'answer KB': Math.round((last?.bytes ?? 0) / 1024),
    'event loop ms': Math.round(Math.max(...runs.map(({ blockedMs }) => blockedMs))),
    'rejected: ms': Math.round(Math.max(...refusedRuns.map(({ blockedMs }) => blockedMs))),
    'rejected with': refusedRuns[0]?.code ?? '',
  });
}
table.sort((a, b) => Number(b['event loop ms']) - Number(a['event loop ms']));
console.table(table);
await client.terminate();
await server.close();
await upstreams.close();
