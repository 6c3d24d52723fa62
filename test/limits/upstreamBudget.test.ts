import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';
import { CONNECTIONS, manyCalls, startHoldingTelnyx } from './manyCalls.ts';

/*
 * The budget of upstream requests that each operation has: `MAX_UPSTREAM_REQUESTS`.
 */

const exhausted = { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: false, retryAt: null, httpStatus: null };
const OUTCOMES = 'outcomes { ok stale problem { code message retryable } source { name } }';
const HEALTH = '{ sources { name status lastProblem { code } } }';

const rows = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('45 lists of calls on each of 250 connections cause 300 upstream requests, and only the lists beyond are missing', async () => {
  const telnyx = await startHoldingTelnyx();
  telnyx.respondToAll();
  // The limit on the cost would reject this query before it runs.
  const { query } = await startSwitchboardWith({ limits: { maxCost: 10_000_000 } }, telnyx.settings);

  const { data, errors } = await query(manyCalls(45));

  expect(telnyx.requests).toHaveLength(300);
  const { nodes } = data.telnyxConnections;
  expect(nodes.map(({ name }: { name: string }) => name)).toEqual(rows(CONNECTIONS).map((row) => `Line ${row - 1}`));
  const lists = nodes.flatMap(({ name, ...calls }: Record<string, unknown>) => Object.values(calls));
  expect(lists.filter((list: unknown) => list !== null)).toEqual(
    Array(299).fill({ totalCount: 1, nodes: [{ id: expect.any(String) }] }),
  );
  expect(lists).toHaveLength(45 * CONNECTIONS);
  expect(errors).toHaveLength(45 * CONNECTIONS - 299);
  expect(errors[0]).toMatchObject({
    message: 'This operation has reached its budget of 300 upstream requests. No request was sent to source "telnyx".',
    path: ['telnyxConnections', 'nodes', 6, 'calls29'],
    extensions: { ...exhausted, provider: 'TELNYX', source: 'telnyx' },
  });
  expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set([exhausted.code]));
  expect((await query(HEALTH)).data.sources).toEqual([{ name: 'telnyx', status: 'UP', lastProblem: null }]);
});

describe('when the budget is exhausted', () => {
  test('the pages of X that were read are kept', async () => {
    const x = await startX(rows(450).map((row) => xRow(row)));
    const { query } = await startSwitchboardWith({ limits: { maxUpstreamRequests: 3 } }, x.settings);

    const { data, errors } = await query(`{ xStreamConnections { totalCount ${OUTCOMES} } }`);

    expect(x.requests).toHaveLength(3);
    const { totalCount, outcomes } = data.xStreamConnections;
    expect(totalCount).toBe(300);
    const message = expect.stringMatching(/budget of 3 upstream requests.* Only the first 3 pages were read/);
    expect(outcomes).toMatchObject([{ ok: true, stale: false, problem: { code: exhausted.code, message } }]);
    expect(errors).toMatchObject([{ message, path: ['xStreamConnections'], extensions: exhausted }]);
  });

  test('a list of Telnyx that must be read whole fails, and the other sources and fields stay', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const telnyx = await startTelnyx(rows(600).map((row) => telnyxRow(row)));
    const { query } = await startSwitchboardWith({ limits: { maxUpstreamRequests: 3 } }, ems.settings, telnyx.settings);

    const { data, errors } = await query(
      `{ connections(first: 5, orderBy: { field: NAME, direction: ASC }) { nodes { provider } ${OUTCOMES} } sources { name } }`,
    );

    expect(ems.requests.length + telnyx.requests.length).toBe(3);
    expect(data.connections.nodes).toEqual([{ provider: 'EMS' }]);
    expect(data.connections.outcomes).toMatchObject([{ ok: true }, { ok: false, problem: { code: exhausted.code } }]);
    expect(data.sources).toHaveLength(2);
    expect(errors).toMatchObject([{ extensions: { ...exhausted, provider: 'TELNYX', source: 'telnyx' } }]);
  });

  test('the nodes beyond it are null, each with an error', async () => {
    const telnyx = await startTelnyx(rows(600).map((row) => telnyxRow(row)));
    const { query } = await startSwitchboardWith({ limits: { maxUpstreamRequests: 2 } }, telnyx.settings);
    const { data } = await query('{ telnyxConnections(first: 3, sort: CREATED_AT_ASC) { nodes { id } } }');
    const ids = data.telnyxConnections.nodes.map(({ id }: { id: string }) => id);

    const answer = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on TelnyxConnection { nativeId } } }', {
      ids,
    });

    expect(answer.data.nodes).toEqual([{ nativeId: telnyxId(1) }, { nativeId: telnyxId(2) }, null]);
    expect(answer.errors).toMatchObject([{ path: ['nodes', 2], extensions: exhausted }]);
  });

  test('cached responses are still served', async () => {
    const x = await startX(rows(150).map((row) => xRow(row)));
    const { query } = await startSwitchboardWith(
      { limits: { maxUpstreamRequests: 1 } },
      { ...x.settings, cacheBytes: 1_000_000, connectionsLifetimeMs: 60_000 },
    );
    const LIST = `{ xStreamConnections { totalCount ${OUTCOMES} } }`;
    const [first, second] = [await query(LIST), await query(LIST)];

    expect(first.data.xStreamConnections).toMatchObject({
      totalCount: 100,
      outcomes: [{ problem: { code: exhausted.code } }],
    });
    expect(second.data.xStreamConnections).toMatchObject({ totalCount: 150, outcomes: [{ problem: null }] });
    expect(x.requests).toHaveLength(2);
  });

  test('the next operation has a budget of its own', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const { query } = await startSwitchboardWith({ limits: { maxUpstreamRequests: 1 } }, ems.settings);

    for (let operations = 1; operations <= 3; operations += 1) {
      expect((await query('{ emsConnections { totalCount } }')).data.emsConnections.totalCount).toBe(1);
      expect(ems.requests).toHaveLength(operations);
    }
  });
});

test('lists of X with many sets of endpoints use at most half of its rate limit', async () => {
  const x = await startX([xRow(1)], 'x', { rateLimit: 24 });
  const { query } = await startSwitchboard(x.settings);
  const ENDPOINTS = ['SAMPLE_STREAM', 'SAMPLE10_STREAM', 'FIREHOSE_STREAM', 'FILTERED_STREAM', 'TWEET_LABEL_STREAM'];
  const endpointSets = rows(20).map((set) => ENDPOINTS.filter((_, bit) => (set >> bit) & 1).join());
  const lists = endpointSets.map(
    (endpoints, index) => `list${index}: xStreamConnections(endpoints: [${endpoints}]) { totalCount ${OUTCOMES} }`,
  );

  const { data, errors } = await query(`{ ${lists.join(' ')} }`);

  expect(x.requests).toHaveLength(12);
  const outcomes = Object.values<{ outcomes: unknown[] }>(data).flatMap((list) => list.outcomes);
  const message = expect.stringContaining('half of the rate limit of source "x"');
  expect(outcomes).toMatchObject([
    ...Array(12).fill({ ok: true, problem: null }),
    ...Array(8).fill({ ok: false, problem: { code: exhausted.code, message } }),
  ]);
  expect(errors).toHaveLength(8);
  expect((await query('{ sources { status rateLimit { limit remaining } } }')).data.sources).toEqual([
    { status: 'UP', rateLimit: { limit: 24, remaining: 12 } },
  ]);
  expect((await query(`{ xStreamConnections(status: ALL) { ${OUTCOMES} } }`)).data).toMatchObject({
    xStreamConnections: { outcomes: [{ ok: true }] },
  });
});
