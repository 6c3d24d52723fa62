import { afterEach, expect, test, vi } from 'vitest';
import { xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { until } from '../../support/until.ts';
import { startServerOf } from '../../support/upstreams.ts';

/*
 * Each page is cached separately, so one listing can have pages of different ages.
 */

afterEach(() => {
  vi.useRealTimers();
});

const advanceTime = (ms: number) => vi.setSystemTime(Date.now() + ms);
const LIST = `{ xStreamConnections(first: 10, status: ALL) {
  nodes { nativeId } outcomes { ok stale problem { httpStatus } }
} }`;
const idsOf = (numbers: readonly number[]) => numbers.map((number) => ({ nativeId: xRow(number)['id'] }));

/** Two cached pages: rows 4 and 3, and row 2. The first expires in 1.9 s, the second in 2.4 s. */
async function startTwoPages() {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
  const state = { pages: [[4, 3], [2]] as readonly (readonly number[])[], secondStatus: 200 };
  const { url, requests } = await startServerOf((request, response) => {
    const isSecond = request.url?.includes('pagination_token') === true;
    const data = state.pages[isSecond ? 1 : 0]?.map((number) => xRow(number));
    if (isSecond) advanceTime(500);
    response.writeHead(isSecond ? state.secondStatus : 200);
    response.end(JSON.stringify({ data, meta: isSecond ? {} : { next_token: 'two' } }));
  });
  const cache = { cacheBytes: 1_000_000, staleMs: 60_000, connectionsLifetimeMs: 10_000 };
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'T', baseUrl: url, ...cache });
  expect((await query(LIST)).data.xStreamConnections.nodes).toEqual(idsOf([4, 3, 2]));
  advanceTime(7_600);
  return { query, state, requests };
}

test('a cached page older than the page before it is requested again, because rows can have moved between them', async () => {
  const { query, state, requests } = await startTwoPages();
  // A new connection has moved row 3 to the second page.
  state.pages = [
    [5, 4],
    [3, 2],
  ];
  // Refreshes the first page in the background.
  await query(LIST);
  await until(() => requests.length === 3);

  const { data } = await query(LIST);

  expect(data.xStreamConnections.nodes).toEqual(idsOf([5, 4, 3, 2]));
});

test('such a page is served as stale if the request fails', async () => {
  const { query, state, requests } = await startTwoPages();
  state.secondStatus = 503;
  await query(LIST);
  await until(() => requests.length === 3);

  const { data, errors } = await query(LIST);

  expect(data.xStreamConnections).toEqual({
    nodes: idsOf([4, 3, 2]),
    outcomes: [{ ok: true, stale: true, problem: { httpStatus: 503 } }],
  });
  expect(errors).toEqual([]);
});

test('such a page is missing and reported if the credentials lost their permission', async () => {
  const { query, state, requests } = await startTwoPages();
  state.secondStatus = 403;
  await query(LIST);
  await until(() => requests.length === 3);

  const { data, errors } = await query(LIST);

  expect(data.xStreamConnections).toEqual({
    nodes: idsOf([4, 3]),
    outcomes: [{ ok: true, stale: false, problem: { httpStatus: 403 } }],
  });
  expect(errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { code: 'UPSTREAM_FORBIDDEN' } }]);
});

test('a later page past its cache lifetime is served as stale if the request fails, and nothing is missing', async () => {
  const { query, state } = await startTwoPages();
  state.secondStatus = 503;
  advanceTime(10_000);

  const { data, errors } = await query(LIST);

  expect(data.xStreamConnections).toEqual({
    nodes: idsOf([4, 3, 2]),
    outcomes: [{ ok: true, stale: true, problem: { httpStatus: 503 } }],
  });
  expect(errors).toEqual([]);
});
