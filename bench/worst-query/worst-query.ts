import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createSchema } from '../../src/graph/schema.ts';
import { providers } from '../../src/providers/index.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { DEFAULTS } from '../../test/support/serverDefaults.ts';
import { FAMILIES, type Family } from './queries.ts';
import { randomQuery, seeded } from './randomQueries.ts';
import { startUpstreams } from './upstreams.ts';

/*
 * Searches for the query that keeps the event loop busy for the longest time, among the families of queries.ts and random queries. For each, it finds the
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
const RANDOM_QUERIES = Number(process.argv[3] ?? 500);
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
  /** CPU time of the server's thread, all of which could be one block of the event loop. */
  readonly cpuMs: number;
}

async function send(family: Family, size: number): Promise<Sent> {
  const cpuBefore = process.threadCpuUsage();
  client.postMessage({ query: family.query(size), variables: family.variables?.(size) ?? {} });
  const [reply] = (await once(client, 'message')) as [Reply];
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return { ...reply, cpuMs: (user + system) / 1e3 };
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

interface Row {
  readonly query: string;
  readonly size: number;
  readonly bytes: number;
  readonly accepted: readonly Sent[];
  readonly rejected: readonly Sent[];
}

async function measure(family: Family): Promise<Row> {
  const size = await largestAccepted(family);
  const accepted: Sent[] = [];
  for (let run = 0; run < REPETITIONS; run += 1) accepted.push(await send(family, Math.max(size, 1)));
  const rejected: Sent[] = [];
  for (const factor of [1, 4]) rejected.push(await send(family, size * factor + 1));
  return { query: family.name, size, bytes: family.query(Math.max(size, 1)).length, accepted, rejected };
}

/** The worst of many random queries. */
async function worstRandom(count: number): Promise<Row | null> {
  const random = seeded(8);
  const schema = createSchema();
  let worst: { readonly query: string; readonly sent: Sent } | null = null;
  for (let number = 0; number < count; number += 1) {
    const query = randomQuery(schema, random);
    const sent = await send({ name: 'random', query: () => query }, 0);
    if (sent.status === 200 && sent.cpuMs > (worst?.sent.cpuMs ?? 0)) worst = { query, sent };
  }
  if (worst === null) return null;
  const { query, sent } = worst;
  if (process.env['SHOW_QUERY']) console.error(query);
  const again = await send({ name: 'random', query: () => query }, 0);
  return {
    query: `the worst of ${count} random queries`,
    size: 0,
    bytes: query.length,
    accepted: [sent, again],
    rejected: [],
  };
}

/** The smallest of the repetitions: the others were disturbed by garbage of earlier queries. */
const least = (values: readonly number[]) => (values.length === 0 ? 0 : Math.round(Math.min(...values)));
const cpuOf = ({ accepted }: Row) => least(accepted.map(({ cpuMs }) => cpuMs));

const rows: Row[] = [];
for (const family of FAMILIES) rows.push(await measure(family));
const random = await worstRandom(RANDOM_QUERIES);
if (random !== null) rows.push(random);
rows.sort((a, b) => cpuOf(b) - cpuOf(a));
console.log('| query | bytes | cost | answer, KB | CPU, ms | rejected: CPU, ms |');
console.log('|---|---|---|---|---|---|');
for (const row of rows) {
  const last = row.accepted.at(-1);
  const answer = Math.round((last?.bytes ?? 0) / 1024);
  const rejected = least(row.rejected.map(({ cpuMs }) => cpuMs));
  console.log(`| ${row.query} | ${row.bytes} | ${last?.actual ?? ''} | ${answer} | ${cpuOf(row)} | ${rejected} |`);
}
await client.terminate();
await server.close();
await upstreams.close();
