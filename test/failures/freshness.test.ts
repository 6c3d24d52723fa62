import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const START = new Date('2026-06-01T00:00:00.000Z');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const advanceClock = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** An upstream of each provider with one connection, or with a failing status. Responses are cached as by default. */
async function startAll() {
  const state = { status: 200 };
  const respondWith = (body: (url: string) => unknown): RequestListener => {
    return ({ url = '' }, response) => {
      response.writeHead(state.status).end(state.status === 200 ? JSON.stringify(body(url), toNumber) : 'SECRET');
    };
  };
  const ems = await startServerOf(
    respondWith((url) =>
      url.includes('Count')
        ? { data: { count: 7 }, description: '', status: 'SUCCESS' }
        : { data: [emsRow({ id: 1 })], description: '', status: 'SUCCESS' },
    ),
  );
  const telnyx = await startServerOf(
    respondWith((url) =>
      url.includes('active_calls')
        ? { data: [callRow(1)], meta: { total_items: 1 } }
        : { data: url.includes('?') ? [telnyxRow(1)] : telnyxRow(1), meta: { total_results: 1 } },
    ),
  );
  const x = await startServerOf(respondWith(() => ({ data: [xRow(1)], meta: { result_count: 1 } })));
  const caching = { cacheBytes: 1_000_000, staleMs: 60_000 };
  const switchboard = await startSwitchboard(
    { provider: 'EMS', name: 'ems', url: ems.url, ...caching },
    { provider: 'TELNYX', name: 'telnyx', apiKey: 'KEY', baseUrl: telnyx.url, ...caching },
    { provider: 'X', name: 'x', bearerToken: 'TOKEN', baseUrl: x.url, ...caching },
  );
  const requestCounts = () => ({ ems: ems.requests.length, telnyx: telnyx.requests.length, x: x.requests.length });
  return { ...switchboard, state, requestCounts };
}

function toNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

const EVERYTHING = `{
  connections(orderBy: { field: NAME }) {
    nodes { name freshness { observedAt ageMs stale } }
    outcomes { ok stale source { name } problem { code httpStatus } }
  }
}`;

describe('with the default lifetimes', () => {
  test.each([
    [799, { ems: 1, telnyx: 1, x: 1 }],
    [1_000, { ems: 2, telnyx: 1, x: 1 }],
    [3_999, { ems: 2, telnyx: 1, x: 1 }],
    [5_000, { ems: 2, telnyx: 2, x: 1 }],
    [23_999, { ems: 2, telnyx: 2, x: 1 }],
    [30_000, { ems: 2, telnyx: 2, x: 2 }],
  ])('the same query twice, %i ms apart, takes %j requests in all', async (ms, expected) => {
    const { query, requestCounts } = await startAll();

    await query(EVERYTHING);
    advanceClock(ms);
    await query(EVERYTHING);

    expect(requestCounts()).toEqual(expected);
  });

  test('data from the cache has its age', async () => {
    const { query, requestCounts } = await startAll();

    await query(EVERYTHING);
    advanceClock(700);
    const { data, errors } = await query(EVERYTHING);

    expect(errors).toEqual([]);
    const freshness = { observedAt: START.toISOString(), ageMs: 700, stale: false };
    expect(data.connections.nodes.map((node: object) => 'freshness' in node && node.freshness)).toEqual(
      Array(3).fill(freshness),
    );
    expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });
});

describe('while every upstream fails', () => {
  test('serves stale cached data, marked as stale, without entries in `errors`', async () => {
    const { query, state } = await startAll();
    await query(EVERYTHING);
    state.status = 503;
    advanceClock(31_000);

    const { data, errors } = await query(EVERYTHING);

    expect(data.connections.nodes.map(({ name }: { name: string }) => name)).toHaveLength(3);
    for (const { freshness } of data.connections.nodes) {
      expect(freshness).toEqual({ observedAt: START.toISOString(), ageMs: 31_000, stale: true });
    }
    const problem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 };
    expect(data.connections.outcomes).toEqual(
      ['ems', 'telnyx', 'x'].map((name) => ({ ok: true, stale: true, source: { name }, problem })),
    );
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toContain('SECRET');
  });

  test('serves nothing older than `staleMs`', async () => {
    const { query, state } = await startAll();
    await query(EVERYTHING);
    state.status = 503;
    advanceClock(90_000);

    const { data, errors } = await query(EVERYTHING);

    expect(data.connections.nodes).toEqual([]);
    expect(data.connections.outcomes).toMatchObject(Array(3).fill({ ok: false, stale: false }));
    expect(errors).toHaveLength(3);
  });

  test('serves no cached data when the credentials are rejected', async () => {
    const { query, state } = await startAll();
    await query(EVERYTHING);
    state.status = 401;
    advanceClock(31_000);

    const { data } = await query(EVERYTHING);

    expect(data.connections.nodes).toEqual([]);
    expect(data.connections.outcomes).toMatchObject(Array(3).fill({ ok: false, stale: false }));
  });

  test('marks stale active calls, each call and the list', async () => {
    const { query, state } = await startAll();
    const calls = `{ telnyxConnections { nodes {
      activeCalls { totalCount freshness { ageMs stale } nodes { durationSeconds freshness { ageMs stale } } }
    } } }`;
    await query(calls);
    state.status = 503;
    advanceClock(10_000);

    const { data, errors } = await query(calls);

    const freshness = { ageMs: 10_000, stale: true };
    expect(data.telnyxConnections.nodes).toEqual([
      { activeCalls: { totalCount: 1, freshness, nodes: [{ durationSeconds: 50, freshness }] } },
    ]);
    expect(errors).toEqual([]);
  });

  test('marks a stale object that is read by its ID', async () => {
    const { query, state } = await startAll();
    const { id } = (await query('{ telnyxConnections { nodes { id nativeId } } }')).data.telnyxConnections.nodes[0];
    const node = 'query ($id: ID!) { node(id: $id) { ... on TelnyxConnection { nativeId freshness { stale } } } }';
    await query(node, { id });
    state.status = 503;
    advanceClock(10_000);

    expect(await query(node, { id })).toMatchObject({
      data: { node: { nativeId: telnyxId(1), freshness: { stale: true } } },
      errors: [],
    });
  });

  test('returns null for a stale number, which cannot be marked', async () => {
    const { query, state } = await startAll();
    const count = '{ sources(provider: EMS) { ... on EmsSource { connectionsCount } } }';
    expect((await query(count)).data).toEqual({ sources: [{ connectionsCount: 7 }] });
    state.status = 503;
    advanceClock(1_000);

    const { data, errors } = await query(count);

    expect(data).toEqual({ sources: [{ connectionsCount: null }] });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});
