import { afterEach, expect, test, vi } from 'vitest';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';
import { startServerOf } from '../support/upstreams.ts';

afterEach(() => {
  vi.useRealTimers();
});

const passes = (ms: number) => vi.setSystemTime(Date.now() + ms);
const LIST = '{ xStreamConnections(first: 10, status: ALL) { nodes { nativeId } outcomes { stale } } }';
const idsOf = (numbers: readonly number[]) => numbers.map((number) => ({ nativeId: xRow(number)['id'] }));

/** Two pages, remembered for ten seconds: the first has just been renewed, the second has not. */
async function startPages() {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
  const state = { world: [[4, 3], [2]] as readonly (readonly number[])[], failing: false };
  const { url, requests } = await startServerOf((request, response) => {
    const second = request.url?.includes('pagination_token') === true;
    const data = state.world[second ? 1 : 0]?.map((number) => xRow(number));
    // The second page comes later, and so its lifetime ends later.
    if (second) passes(500);
    response.writeHead(second && state.failing ? 503 : 200);
    response.end(JSON.stringify({ data, meta: second ? {} : { next_token: 'two' } }));
  });
  const memory = { cacheBytes: 1_000_000, staleMs: 60_000, connectionsLifetimeMs: 10_000 };
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'T', baseUrl: url, ...memory });
  expect((await query(LIST)).data.xStreamConnections.nodes).toEqual(idsOf([4, 3, 2]));
  passes(7_600);
  return { query, state, requests };
}

test('a page is never older than the one that led to it: rows may have moved between them', async () => {
  const { query, state, requests } = await startPages();
  // A newcomer has pushed row 3 to the second page.
  state.world = [
    [5, 4],
    [3, 2],
  ];
  await query(LIST);
  await until(() => requests.length === 3);

  const { data } = await query(LIST);

  expect(data.xStreamConnections.nodes).toEqual(idsOf([5, 4, 3, 2]));
});

test('a page that cannot be read anew stands in, and is marked', async () => {
  const { query, state, requests } = await startPages();
  state.failing = true;
  await query(LIST);
  await until(() => requests.length === 3);

  const { data, errors } = await query(LIST);

  expect(data.xStreamConnections).toEqual({ nodes: idsOf([4, 3, 2]), outcomes: [{ stale: true }] });
  expect(errors).toEqual([]);
});

test.each(['{"message":"maintenance"}', '{"status":"ok"}'])(
  'an answer of %s is no list, and does not pass for an empty one',
  async (body) => {
    const { url } = await startServerOf((_request, response) => response.end(body));
    const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'T', baseUrl: url });

    expect((await query(LIST)).errors).toMatchObject([{ extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  },
);
