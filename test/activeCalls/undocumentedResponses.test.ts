import { describe, expect, test } from 'vitest';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';

const callsOf = (size: number, from = 0) => Array.from({ length: size }, (_, number) => callRow(from + number));

/** An account with one connection. `respond` makes the response to a request for its calls. */
async function start(respond: (query: URLSearchParams) => unknown) {
  const upstream = await startTelnyxOf(({ path, query }) =>
    path.endsWith('/active_calls')
      ? { body: respond(query) }
      : { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } },
  );
  return { upstream, switchboard: await startSwitchboard(upstream.settings) };
}

/** A response with page cursors, but without the number of calls. */
function withoutTotal(rows: readonly object[], query: URLSearchParams) {
  const from = Number(query.get('page[after]') ?? 0);
  const end = from + Number(query.get('page[limit]'));
  return { data: rows.slice(from, end), meta: { cursors: end < rows.length ? { after: String(end) } : {} } };
}

const listOf = (selection: string) => `{ telnyxConnections { nodes { activeCalls${selection} } } }`;

describe('a response without the number of calls', () => {
  test.each([
    { calls: 5, selection: '{ totalCount nodes { id } }', requests: 1 },
    { calls: 1, selection: '{ totalCount }', requests: 1 },
    { calls: 0, selection: '{ totalCount }', requests: 1 },
    { calls: 600, selection: '(last: 1) { totalCount nodes { id } }', requests: 3 },
    // The first request, and then all calls in pages of 250.
    { calls: 30, selection: '{ totalCount nodes { id } }', requests: 2 },
    { calls: 600, selection: '{ totalCount }', requests: 4 },
  ])('has its $calls calls counted, in $requests requests', async ({ calls, selection, requests }) => {
    const { upstream, switchboard } = await start((query) => withoutTotal(callsOf(calls), query));
    const { data, errors } = await switchboard.query(listOf(selection));
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.nodes[0].activeCalls.totalCount).toBe(calls);
    expect(upstream.requests.slice(1)).toHaveLength(requests);
  });
});

describe('a response that does not match its documentation', () => {
  test.each([
    { what: 'has no meta', body: { data: callsOf(3) } },
    { what: 'has no cursors', body: { data: callsOf(3), meta: { total_items: 3 } } },
    { what: 'has null instead of cursors', body: { data: callsOf(3), meta: { cursors: null, total_items: null } } },
    { what: 'has cursors that are null', body: { data: callsOf(3), meta: { cursors: { after: null, before: null } } } },
    { what: 'has empty cursors', body: { data: callsOf(3), meta: { cursors: { after: '', before: '' }, next: '' } } },
  ])('is the only page if it $what', async ({ body }) => {
    const { switchboard } = await start(() => body);
    const { data, errors } = await switchboard.query(
      listOf('{ totalCount nodes { callLegId } pageInfo { hasNextPage hasPreviousPage } }'),
    );
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.nodes[0].activeCalls).toEqual({
      totalCount: 3,
      nodes: callsOf(3).map(({ call_leg_id: callLegId }) => ({ callLegId })),
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
  });

  test.each([false, true])(
    'without cursors is followed by the page in its `next` or `previous` path, backwards: %s',
    async (backwards) => {
      const rows = callsOf(30);
      // Telnyx does not escape page cursors in paths, even those with characters that have a meaning in a query string.
      const cursorAt = (index: number) => `v1:+/${index}==`;
      const indexOf = (cursor: string) => Number(/^v1:\+\/(\d+)==$/.exec(cursor)?.[1] ?? Number.NaN);
      const { switchboard } = await start((query) => {
        const limit = Number(query.get('page[limit]'));
        const before = query.get('page[before]');
        const after = query.get('page[after]');
        const from = before === null ? (after === null ? 0 : indexOf(after)) : Math.max(0, indexOf(before) - limit);
        const to = Math.min(from + limit, before === null ? rows.length : indexOf(before));
        const path = (side: string, index: number) => `/v2/connections/1/active_calls?page[${side}]=${cursorAt(index)}`;
        return {
          data: rows.slice(from, to),
          meta: {
            ...(to < rows.length && { next: path('after', to) }),
            ...(from > 0 && { previous: path('before', from) }),
          },
        };
      });
      const pages = await readPages({ backwards, size: 7 }, (page) => readCalls(switchboard, page));
      expect(legsOf(pages)).toEqual(rows.map(({ call_leg_id }) => call_leg_id));
    },
  );

  test('without data is an empty page', async () => {
    const { switchboard } = await start(() => ({}));
    const { data } = await switchboard.query(listOf('{ totalCount nodes { id } pageInfo { startCursor endCursor } }'));
    const pageInfo = { startCursor: null, endCursor: null };
    expect(data.telnyxConnections.nodes[0].activeCalls).toEqual({ totalCount: 0, nodes: [], pageInfo });
  });

  test.each([false, true])('with more calls than requested is paged locally, backwards: %s', async (backwards) => {
    const rows = callsOf(30);
    const { switchboard } = await start(() => ({ data: rows, meta: { total_items: 30 } }));
    const pages = await readPages({ backwards, size: 7 }, (page) => readCalls(switchboard, page));
    expect(pages.map(({ edges }) => edges.length).sort()).toEqual([2, 7, 7, 7, 7]);
    expect(legsOf(pages)).toEqual(rows.map((row) => row.call_leg_id));
  });

  test('adds no call that is also on the page before it', async () => {
    const { switchboard } = await start((query) =>
      query.has('page[after]')
        ? { data: callsOf(5, 3), meta: { cursors: {}, total_items: 8 } }
        : { data: callsOf(5), meta: { cursors: { after: 'next' }, total_items: 8 } },
    );
    const page = await readCalls(switchboard, { first: 8 });
    expect(legsOf([page])).toEqual(callsOf(8).map((row) => row.call_leg_id));
  });

  test('with a call that cannot be read loses only this call', async () => {
    const rows: object[] = callsOf(30);
    rows[4] = { call_duration: 1 };
    const { switchboard } = await start((query) => withoutTotal(rows, query));
    const legs: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await switchboard.query(
        `query ($after: String) ${listOf('(first: 5, after: $after) { nodes { callLegId } pageInfo { hasNextPage endCursor } }')}`,
        { after },
      );
      const { nodes, pageInfo } = data.telnyxConnections.nodes[0].activeCalls;
      legs.push(...nodes.map(({ callLegId }: { callLegId: string }) => callLegId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(legs).toEqual(
      callsOf(30)
        .filter((_, index) => index !== 4)
        .map((row) => row.call_leg_id),
    );
  });
});

describe('a list of calls that does not end', () => {
  let number = 0;
  const nextNumber = () => {
    number += 250;
    return number;
  };
  const withNextPage = (data: unknown, after: string) => ({ data, meta: { cursors: { after, before: after } } });

  test.each([
    {
      what: 'new calls on every page',
      respond: () => withNextPage(callsOf(250, nextNumber()), `cursor ${number}`),
      maxRequests: 101,
    },
    {
      what: 'the same calls on every page',
      respond: () => withNextPage(callsOf(2), `cursor ${nextNumber()}`),
      maxRequests: 101,
    },
  ])('is an error after 100 pages: $what', async ({ respond, maxRequests }) => {
    const { upstream, switchboard } = await start(respond);
    const { data, errors } = await switchboard.query(listOf('(last: 5) { nodes { id } }'));
    expect(data.telnyxConnections.nodes).toEqual([{ activeCalls: null }]);
    expect(errors).toMatchObject([
      {
        path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
        message: expect.stringContaining('"telnyx"'),
        extensions: { code: 'UPSTREAM_MALFORMED', retryable: false },
      },
    ]);
    expect(upstream.requests.length).toBeLessThanOrEqual(maxRequests);
  });

  test('still returns its first page', async () => {
    const { upstream, switchboard } = await start(() => withNextPage(callsOf(5), 'same'));
    const page = await readCalls(switchboard, { first: 5 });
    expect([page.edges.length, page.pageInfo.hasNextPage]).toEqual([5, true]);
    expect(upstream.requests).toHaveLength(2);
  });
});
