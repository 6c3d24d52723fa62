import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { observerFor } from '../../src/telemetry/telemetry.ts';
import { parseJson } from '../../src/upstream/json.ts';
import type { Operation } from '../../src/upstream/operation.ts';
import { RequestBudget } from '../../src/upstream/requestBudget.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { Upstream } from '../../src/upstream/upstream.ts';

/*
 * What an upstream request costs above `Pool.dispatch` and `JSON.parse`, in CPU time of this process: cache, coalescing, budget,
 * queue, circuit breaker, retries, HTTP, log and metrics. Both send the same requests to the same server, in turns. Medians of all rounds.
 *
 *   npm run upstream-cost -- [rounds] [requests per round]
 */

const ROUNDS = Number(process.argv[2] ?? 15);
const REQUESTS = Number(process.argv[3] ?? 4_000);
const CONCURRENCY = 8;

const mock = fork(new URL('mock.ts', import.meta.url));
const [{ port }] = (await once(mock, 'message')) as [AddressInfo];
const baseUrl = `http://127.0.0.1:${port}`;
const headers = { accept: 'application/json', authorization: 'Bearer KEY0123456789' };

const pool = new Pool(baseUrl, { connections: CONCURRENCY });

function dispatch(target: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve(JSON.parse(Buffer.concat(chunks).toString())),
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ path: target, method: 'GET', headers }, handler);
  });
}

const upstream = new Upstream<'calls'>({
  provider: 'TELNYX',
  source: 'main',
  baseUrl,
  headers,
  timeoutMs: 10_000,
  concurrency: CONCURRENCY,
  retries: 2,
  waitMs: 2_000,
  breakAfter: 5,
  breakMs: 5_000,
  maxBodyBytes: 33_554_432,
  maxRefreshWaitMs: 1_000,
  cacheBytes: 16_777_216,
  lifetimes: { calls: { lifetimeMs: 0, staleMs: 300_000 } },
  observer: observerFor({ log: createLog('info'), metrics: createMetrics() }),
});

function operation(): Operation {
  return {
    requestId: 'r1',
    caller: { key: 'caller' },
    budget: new RequestBudget(1_000),
    signal: new Signal(),
    deadline: Date.now() + 30_000,
    kept: new Map(),
  };
}

const decode = ({ body }: { readonly body: string }) => ({ value: parseJson(body) });

/** The microseconds of CPU time per request, with this many requests at once for each operation. */
async function cost(send: (target: string, operation: Operation) => Promise<unknown>, atOnce: number): Promise<number> {
  const before = process.cpuUsage();
  for (let sent = 0; sent < REQUESTS; sent += atOnce) {
    const one = operation();
    await Promise.all(Array.from({ length: atOnce }, (_, index) => send(`/calls/${index}`, one)));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / REQUESTS;
}

const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

for (const atOnce of [1, 50]) {
  // V8 compiles.
  await cost(dispatch, atOnce);
  await cost((target, one) => upstream.get({ kind: 'calls', target, decode }, one), atOnce);
  const floor: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    floor.push(await cost(dispatch, atOnce));
    ours.push(await cost((target, one) => upstream.get({ kind: 'calls', target, decode }, one), atOnce));
  }
  const measured = {
    'Pool.dispatch + JSON.parse': median(floor),
    'Upstream.get': median(ours),
    difference: median(ours.map((one, round) => one - (floor[round] ?? 0))),
  };
  const figures = Object.entries(measured).map(([name, microseconds]) => `${name} ${microseconds.toFixed(1)} µs`);
  console.log(`${atOnce} at once: ${figures.join(', ')}`);
}

await upstream.close();
await pool.destroy();
mock.disconnect();
