import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { failWith, startEachProvider, succeed } from '../support/eachProvider.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf, startTelnyx } from '../support/upstreams.ts';

/*
 * After HTTP 429 without `Retry-After` and without a reset time, no request is sent to the source for 10 seconds.
 */

const NOW = new Date('2026-06-01T00:00:00.000Z');
const IN_10_S = '2026-06-01T00:00:10.000Z';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

const OUTCOMES = 'outcomes { ok source { name } problem { code message httpStatus retryable retryAt } }';
const LIST = `{ connections { nodes { name } ${OUTCOMES} } }`;
const OTHER_LISTS = `{
  emsConnections(excludeNonNetworkProtocols: true) { ${OUTCOMES} }
  telnyxConnections(filter: { fqdn: "example.com" }) { ${OUTCOMES} }
  xStreamConnections { ${OUTCOMES} }
}`;

const limited = { code: 'UPSTREAM_RATE_LIMITED', retryable: true, retryAt: IN_10_S };

test('HTTP 429 without Retry-After is not retried, and the error has a `retryAt` in 10 seconds', async () => {
  const upstreams = await startEachProvider({ settings: { retries: 2 } });
  upstreams.respond = failWith(429);

  const { data, errors } = await upstreams.query(LIST);

  expect(data.connections.outcomes).toMatchObject(
    upstreams.names.map((name) => ({ ok: false, source: { name }, problem: { ...limited, httpStatus: 429 } })),
  );
  expect(errors).toMatchObject(Array(3).fill({ extensions: limited }));
  expect(upstreams.requestCounts()).toEqual([1, 1, 1]);
});

test('no query sends a request for 10 seconds, and then requests are sent again', async () => {
  const upstreams = await startEachProvider({ settings: { retries: 2 } });
  upstreams.respond = failWith(429);
  await upstreams.query(LIST);
  upstreams.respond = succeed;
  // The end is further away than `waitMs`, so queries do not wait for it.
  vi.setSystemTime(NOW.getTime() + 7_000);

  const { data } = await upstreams.query(OTHER_LISTS);

  const held = { ok: false, problem: { ...limited, message: expect.stringContaining('No request was sent') } };
  for (const list of Object.values(data)) expect(list).toMatchObject({ outcomes: [held] });
  expect(upstreams.requestCounts()).toEqual([1, 1, 1]);

  vi.setSystemTime(NOW.getTime() + 10_000);
  expect((await upstreams.query(LIST)).data.connections.nodes).toHaveLength(3);
  expect(upstreams.requestCounts()).toEqual([2, 2, 2]);
});

test.each([
  ['Retry-After', { 'retry-after': '60' }],
  ['a reset in seconds, as Telnyx sends it', { 'x-ratelimit-reset': '60' }],
])('%s takes precedence over the 10 seconds', async (_what, headers) => {
  const { url, requests } = await startServerOf((_request, response) => response.writeHead(429, headers).end());
  const { query } = await startSwitchboard({ provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: url });

  const { data } = await query(LIST);

  const [{ problem }] = data.connections.outcomes;
  expect(problem).toMatchObject({ retryAt: '2026-06-01T00:01:00.000Z' });
  expect(requests).toHaveLength(1);
});

test('other sources of the same provider are not affected', async () => {
  const held = await startServerOf((_request, response) => response.writeHead(429).end());
  const other = await startTelnyx([telnyxRow(1)]);
  const settings = { provider: 'TELNYX', name: 'held', apiKey: 'key', baseUrl: held.url };
  const { query } = await startSwitchboard(settings, other.settings);

  for (let number = 1; number <= 2; number += 1) {
    const { data } = await query(LIST);
    expect(data.connections).toMatchObject({ nodes: [{ name: 'Line 1' }], outcomes: [{ ok: false }, { ok: true }] });
  }

  expect(held.requests).toHaveLength(1);
  expect(other.requests).toHaveLength(2);
});

test('a rate-limited source is DEGRADED, not DOWN, and its circuit breaker stays closed', async () => {
  const upstreams = await startEachProvider({ settings: { breakAfter: 1, breakMs: 60_000 } });
  await upstreams.query(LIST);
  upstreams.respond = failWith(429);
  for (let number = 1; number <= 4; number += 1) await upstreams.query(LIST);

  const { data } = await upstreams.query('{ sources { status lastProblem { code } } }');

  const degraded = { status: 'DEGRADED', lastProblem: { code: 'UPSTREAM_RATE_LIMITED' } };
  expect(data.sources).toEqual(Array(3).fill(degraded));
  upstreams.respond = succeed;
  vi.setSystemTime(NOW.getTime() + 10_000);
  expect((await upstreams.query(LIST)).data.connections.nodes).toHaveLength(3);
});
