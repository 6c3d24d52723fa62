import { describe, expect, it, test } from 'vitest';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';

const callsOf = (size: number, from = 0) => Array.from({ length: size }, (_, number) => callRow(from + number));

/** An account with one connection, whose calls are sent like this. */
async function start(respond: (query: URLSearchParams) => unknown) {
  const upstream = await startTelnyxOf(({ path, query }) =>
    path.endsWith('/active_calls')
      ? { body: respond(query) }
      : { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } },
  );
  return { upstream, switchboard: await startSwitchboard(upstream.settings) };
}

/** Pages of calls by page cursors, without the number of calls. */
function uncounted(rows: readonly object[], query: URLSearchParams) {
  const from = Number(query.get('page[after]') ?? 0);
  const end = from + Number(query.get('page[limit]'));
  return { data: rows.slice(from, end), meta: { cursors: end < rows.length ? { after: String(end) } : {} } };
}

const listOf = (selection: string) => `{ telnyxConnections { nodes { activeCalls${selection} } } }`;

describe('a response that does not report how many calls there are', () => {
  test.each([
    { calls: 5, selection: '{ totalCount nodes { id } }', requests: 1 },
    { calls: 1, selection: '{ totalCount }', requests: 1 },
    { calls: 0, selection: '{ totalCount }', requests: 1 },
    { calls: 600, selection: '(last: 1) { totalCount nodes { id } }', requests: 3 },
    // One page, or one call, and then all of them.
    { calls: 30, selection: '{ totalCount nodes { id } }', requests: 2 },
    { calls: 600, selection: '{ totalCount }', requests: 4 },
  ])('has its $calls calls counted in $requests requests', async ({ calls, selection, requests }) => {
    const { upstream, switchboard } = await start((query) => uncounted(callsOf(calls), query));
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
    { what: 'has null for them', body: { data: callsOf(3), meta: { cursors: null, total_items: null } } },
    { what: 'has null in them', body: { data: callsOf(3), meta: { cursors: { after: null, before: null } } } },
    { what: 'has nothing in them', body: { data: callsOf(3), meta: { cursors: { after: '', before: '' }, next: '' } } },
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
    'is followed by the page of its path if it has no cursors, backwards: %s',
    async (backwards) => {
      const rows = callsOf(30);
      // Page cursors are not escaped: they hold characters that have another meaning in a query string.
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

  it('has no calls if it has no data', async () => {
    const { switchboard } = await start(() => ({}));
    const { data } = await switchboard.query(listOf('{ totalCount nodes { id } pageInfo { startCursor endCursor } }'));
    const pageInfo = { startCursor: null, endCursor: null };
    expect(data.telnyxConnections.nodes[0].activeCalls).toEqual({ totalCount: 0, nodes: [], pageInfo });
  });

  test.each([false, true])('is cut to pages if it has more calls than requested, backwards: %s', async (backwards) => {
    const rows = callsOf(30);
    const { switchboard } = await start(() => ({ data: rows, meta: { total_items: 30 } }));
    const pages = await readPages({ backwards, size: 7 }, (page) => readCalls(switchboard, page));
    expect(pages.map(({ edges }) => edges.length).sort()).toEqual([2, 7, 7, 7, 7]);
    expect(legsOf(pages)).toEqual(rows.map((row) => row.call_leg_id));
  });

  it('repeats no call of a page that overlaps the one before it', async () => {
    const { switchboard } = await start((query) =>
      query.has('page[after]')
        ? { data: callsOf(5, 3), meta: { cursors: {}, total_items: 8 } }
        : { data: callsOf(5), meta: { cursors: { after: 'next' }, total_items: 8 } },
    );
    const page = await readCalls(switchboard, { first: 8 });
    expect(legsOf([page])).toEqual(callsOf(8).map((row) => row.call_leg_id));
  });

  it('loses only the call that cannot be read', async () => {
    const rows: object[] = callsOf(30);
    rows[4] = { call_duration: 1 };
    const { switchboard } = await start((query) => uncounted(rows, query));
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
  let made = 0;
  const next = () => {
    made += 250;
    return made;
  };
  const more = (data: unknown, after: string) => ({ data, meta: { cursors: { after, before: after } } });

  test.each([
    { what: 'new calls on every page', respond: () => more(callsOf(250, next()), `cursor ${made}`), most: 101 },
    { what: 'the same calls on every page', respond: () => more(callsOf(2), `cursor ${next()}`), most: 101 },
  ])('are an error after 100 pages: $what', async ({ respond, most }) => {
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
    expect(upstream.requests.length).toBeLessThanOrEqual(most);
  });

  it('still shows its first calls', async () => {
    const { upstream, switchboard } = await start(() => more(callsOf(5), 'same'));
    const page = await readCalls(switchboard, { first: 5 });
    expect([page.edges.length, page.pageInfo.hasNextPage]).toEqual([5, true]);
    expect(upstream.requests).toHaveLength(2);
  });
});
