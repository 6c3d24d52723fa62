import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { xRow } from '../fixtures/xstream.ts';
import { type SourceSettings, startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';
import { startServerOf } from '../support/upstreams.ts';

/*
 * A source that hangs must not keep clients waiting while a stale cached response can be served.
 */

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const advanceTime = (ms: number) => vi.setSystemTime(Date.now() + ms);

const LIST = `{ xStreamConnections {
  nodes { nativeId freshness { stale } } outcomes { ok stale problem { code message retryable } }
} }`;
const LIFETIME_MS = 10_000;
const STALE_MS = 60_000;

const idOf = (number: number) => xRow(number)['id'];
const fresh = (number: number) => ({
  nodes: [{ nativeId: idOf(number), freshness: { stale: false } }],
  outcomes: [{ ok: true, stale: false, problem: null }],
});
const stale = (number: number, problem: object) => ({
  nodes: [{ nativeId: idOf(number), freshness: { stale: true } }],
  outcomes: [{ ok: true, stale: true, problem: expect.objectContaining(problem) }],
});
const slow = { code: 'UPSTREAM_TIMEOUT', retryable: true };

/** An X app whose upstream responds only when the test calls `respond`. Nothing times out. */
async function startHanging(settings: Readonly<Record<string, unknown>> = {}, ...others: readonly SourceSettings[]) {
  const hanging: ServerResponse[] = [];
  const { url: baseUrl, requests } = await startServerOf((_request, response) => void hanging.push(response));
  onTestFinished(() => {
    for (const response of hanging) response.destroy();
  });
  const x = {
    name: 'x',
    bearerToken: 'token',
    baseUrl,
    timeoutMs: 600_000,
    cacheBytes: 1_000_000,
    connectionsLifetimeMs: LIFETIME_MS,
    staleMs: STALE_MS,
    maxRefreshWaitMs: 30,
    ...settings,
    provider: 'X',
  };
  const switchboard = await startSwitchboard(x, ...others);
  /** Responds to the oldest pending request, and waits for one if there is none. */
  const respond = async (number: number) => {
    await until(() => hanging.length > 0);
    hanging.shift()?.end(JSON.stringify({ data: [xRow(number)], meta: {} }));
  };
  const list = async () => (await switchboard.query(LIST)).data.xStreamConnections;
  return { ...switchboard, requests, respond, list, hanging };
}

/** The same with row 1 in the cache, past its cache lifetime. */
async function startStale(settings: Readonly<Record<string, unknown>> = {}, ...others: readonly SourceSettings[]) {
  const started = await startHanging(settings, ...others);
  const first = started.list();
  await started.respond(1);
  expect(await first).toEqual(fresh(1));
  advanceTime(LIFETIME_MS);
  return started;
}

/** Repeats the query until it gets this row from the cache. A response is cached when it has been read. */
async function untilFresh(list: () => Promise<unknown>, number: number): Promise<void> {
  for (;;) {
    const answer = JSON.stringify(await list());
    if (answer === JSON.stringify(fresh(number))) return;
  }
}

test('concurrent clients get the stale cached response, and share one refresh', async () => {
  const { list, requests, hanging } = await startStale();

  const answers = await Promise.all(Array.from({ length: 6 }, list));

  const message = 'Source "x" has not responded within 30 ms. The refresh continues in the background.';
  expect(answers).toEqual(Array(6).fill(stale(1, { ...slow, message })));
  expect(requests).toHaveLength(2);
  expect(hanging).toHaveLength(1);
});

test('stale data alone causes no entry in `errors`', async () => {
  const { query } = await startStale();

  expect((await query(LIST)).errors).toEqual([]);
});

test('the refresh continues in the background, and later clients get its response', async () => {
  const { list, respond, requests } = await startStale();
  expect(await list()).toEqual(stale(1, slow));

  await respond(2);

  await untilFresh(list, 2);
  expect(requests).toHaveLength(2);
});

test('clients get the response of a refresh that takes less than `maxRefreshWaitMs`', async () => {
  const { list, respond, requests } = await startStale({ maxRefreshWaitMs: 600_000 });
  const answer = list();

  await respond(2);

  expect(await answer).toEqual(fresh(2));
  expect(requests).toHaveLength(2);
});

test('with `maxRefreshWaitMs` 0 clients get the stale cached response at once', async () => {
  const { list, requests } = await startStale({ maxRefreshWaitMs: 0 });

  const message = expect.stringContaining('The refresh continues in the background');
  expect(await list()).toEqual(stale(1, { ...slow, message }));
  expect(requests).toHaveLength(2);
});

test('clients wait for the response if nothing is cached', async () => {
  const { list, respond, requests } = await startHanging({ maxRefreshWaitMs: 0 });
  const answers = [list(), list()];

  await respond(1);

  expect(await Promise.all(answers)).toEqual([fresh(1), fresh(1)]);
  expect(requests).toHaveLength(1);
});

test('clients wait for the response if the cached one is older than `staleMs` allows', async () => {
  const { list, respond } = await startStale({ maxRefreshWaitMs: 0 });
  advanceTime(STALE_MS);
  const answer = list();

  await respond(2);

  expect(await answer).toEqual(fresh(2));
});

test('a cached response that becomes older than `staleMs` allows while clients wait is not served', async () => {
  const { query, requests } = await startStale({ maxRefreshWaitMs: 500 });
  const answer = query(LIST);
  await until(() => requests.length === 2);

  advanceTime(STALE_MS);

  const { data, errors } = await answer;
  expect(data.xStreamConnections).toEqual({
    nodes: [],
    outcomes: [{ ok: false, stale: false, problem: expect.objectContaining(slow) }],
  });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
});

test('a client that disconnects does not abort the refresh', async () => {
  // Telnyx has no cached response, so its request is aborted when Switchboard notices the disconnect.
  const aborted = Promise.withResolvers<void>();
  const telnyx = await startServerOf((_request, response) => void response.once('close', aborted.resolve));
  const telnyxSettings = { provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: telnyx.url };
  const { url, list, respond, requests, hanging } = await startStale({ maxRefreshWaitMs: 600_000 }, telnyxSettings);
  const client = new AbortController();
  const failed = request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ xStreamConnections { totalCount } telnyxConnections { totalCount } }` }),
    signal: client.signal,
  }).then(
    () => false,
    () => true,
  );
  await until(() => hanging.length === 1 && telnyx.requests.length === 1);
  client.abort();
  expect(await failed).toBe(true);
  await aborted.promise;

  const answer = list();
  await respond(2);

  expect(await answer).toEqual(fresh(2));
  expect(requests).toHaveLength(2);
});
