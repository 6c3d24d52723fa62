import { describe, expect, test } from 'vitest';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';

const callsOf = (size: number, from = 0) => Array.from({ length: size }, (_, number) => callRow(from + number));
const legs = (size: number) => callsOf(size).map(({ call_leg_id: callLegId }) => ({ callLegId }));

/** An account with one connection. `respond` makes the response to a request for its calls. */
async function start(respond: (query: URLSearchParams) => unknown) {
  const upstream = await startTelnyxOf(({ path, query }) =>
    path.endsWith('/active_calls')
      ? { body: respond(query) }
      : { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } },
  );
  const { query } = await startSwitchboard(upstream.settings);
  return {
    upstream,
    async activeCalls(selection: string) {
      const { data, errors } = await query(`{ telnyxConnections { nodes { activeCalls${selection} } } }`);
      return { calls: data.telnyxConnections.nodes[0].activeCalls, errors };
    },
  };
}

describe('an empty last page of calls', () => {
  // As in the example in Telnyx's specification.
  const respond = (query: URLSearchParams) => ({
    data: query.has('page[after]') ? [] : callsOf(5),
    meta: { cursors: { after: 'v1:same', before: 'v1:same' }, total_items: 5 },
  });

  test.each(['first: 20', 'last: 20'])('ends the list, even if it repeats its page cursor: %s', async (size) => {
    const { activeCalls } = await start(respond);
    expect(await activeCalls(`(${size}) { totalCount nodes { callLegId } pageInfo { hasNextPage } }`)).toEqual({
      calls: { totalCount: 5, nodes: legs(5), pageInfo: { hasNextPage: false } },
      errors: [],
    });
  });

  test('ends the list, even if it has a new page cursor', async () => {
    let made = 0;
    const { activeCalls } = await start((query) => {
      made += 1;
      return { data: query.has('page[after]') ? [] : callsOf(5), meta: { cursors: { after: `v1:${made}` } } };
    });
    const { calls, errors } = await activeCalls('{ totalCount nodes { callLegId } pageInfo { hasNextPage } }');
    expect({ calls, errors }).toEqual({
      calls: { totalCount: 5, nodes: legs(5), pageInfo: { hasNextPage: false } },
      errors: [],
    });
  });
});

describe('a last page of calls with a page cursor', () => {
  test.each([20, 250])('is known to be the last by the total: %i calls', async (count) => {
    const { activeCalls } = await start((query) => ({
      data: query.has('page[after]') ? [] : callsOf(count),
      meta: { cursors: { after: 'v1:end' }, total_items: count },
    }));

    const { calls } = await activeCalls(`(first: ${count}) { totalCount pageInfo { hasNextPage } }`);

    expect(calls).toEqual({ totalCount: count, pageInfo: { hasNextPage: false } });
  });
});

describe('pages of calls without a cursor for the page before', () => {
  /** 300 calls. The page cursor after a page is the number of calls up to its end. */
  const respond = (query: URLSearchParams) => {
    const from = Number(query.get('page[after]') ?? 0);
    const end = Math.min(300, from + Number(query.get('page[limit]')));
    return {
      data: callsOf(end - from, from),
      meta: { total_items: 300, cursors: end < 300 ? { after: String(end) } : {} },
    };
  };
  const PAGE = '{ nodes { callLegId } pageInfo { hasPreviousPage startCursor endCursor } }';

  test('are read backwards completely', async () => {
    const { activeCalls } = await start(respond);
    const read: string[] = [];
    let before = '';
    for (let hasPreviousPage = true; hasPreviousPage; ) {
      const { calls, errors } = await activeCalls(`(last: 30${before}) ${PAGE}`);
      expect(errors).toEqual([]);
      read.unshift(...calls.nodes.map(({ callLegId }: { callLegId: string }) => callLegId));
      hasPreviousPage = calls.pageInfo.hasPreviousPage;
      before = `, before: "${calls.pageInfo.startCursor}"`;
    }
    expect(read).toEqual(legs(300).map(({ callLegId }) => callLegId));
  });

  test('have the calls before a page that was read forwards', async () => {
    const { activeCalls } = await start(respond);
    const first = await activeCalls(`(first: 250) ${PAGE}`);
    const second = await activeCalls(`(first: 20, after: "${first.calls.pageInfo.endCursor}") ${PAGE}`);

    const { calls } = await activeCalls(`(last: 30, before: "${second.calls.pageInfo.startCursor}") ${PAGE}`);

    expect(calls.nodes).toEqual(legs(250).slice(-30));
    expect(calls.pageInfo.hasPreviousPage).toBe(true);
  });
});

describe('a repeated page cursor', () => {
  const respond = (query: URLSearchParams) => ({
    data: query.has('page[after]') ? callsOf(5, 5) : callsOf(5),
    meta: { cursors: { after: 'v1:same' }, total_items: 50 },
  });

  test.each(['first: 20', 'last: 20'])(
    'ends the list after the calls read so far, with an entry in `errors`: %s',
    async (size) => {
      const { upstream, activeCalls } = await start(respond);
      const { calls, errors } = await activeCalls(`(${size}) { totalCount nodes { callLegId } }`);
      expect(calls).toEqual({ totalCount: 50, nodes: legs(10) });
      expect(errors).toMatchObject([
        {
          path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
          message: expect.stringContaining('repeated a page cursor'),
          extensions: { code: 'UPSTREAM_MALFORMED', source: 'telnyx' },
        },
      ]);
      expect(upstream.requests).toHaveLength(3);
    },
  );
});

describe('a response without meta', () => {
  /** Without page cursors, only the first page can be read. */
  const withoutMeta = (size: number) => (query: URLSearchParams) => ({
    data: callsOf(Math.min(size, Number(query.get('page[limit]')))),
  });
  const selection = '{ totalCount nodes { callLegId } pageInfo { hasNextPage hasPreviousPage } }';

  test.each([
    { size: 5, first: 2, requests: 2, more: true },
    { size: 5, first: 4, requests: 2, more: true },
    { size: 5, first: 5, requests: 2, more: false },
    { size: 5, first: 6, requests: 1, more: false },
    { size: 249, first: 20, requests: 2, more: true },
    { size: 249, first: 250, requests: 1, more: false },
    { size: 0, first: 1, requests: 1, more: false },
  ])(
    'for $size calls and first: $first has the correct total, in $requests requests',
    async ({ size, first, requests, more }) => {
      const { upstream, activeCalls } = await start(withoutMeta(size));
      expect(await activeCalls(`(first: ${first}) ${selection}`)).toEqual({
        calls: {
          totalCount: size,
          nodes: legs(Math.min(size, first)),
          pageInfo: { hasNextPage: more, hasPreviousPage: false },
        },
        errors: [],
      });
      expect(upstream.requests.slice(1)).toHaveLength(requests);
    },
  );

  test('has its calls counted if only totalCount is selected', async () => {
    const { activeCalls } = await start(withoutMeta(30));
    expect(await activeCalls('{ totalCount }')).toEqual({ calls: { totalCount: 30 }, errors: [] });
  });

  test.each(['first: 20', 'first: 250'])('with 250 calls or more still has its calls returned: %s', async (size) => {
    const { activeCalls } = await start(withoutMeta(600));
    const { calls, errors } = await activeCalls(`(${size}) { nodes { callLegId } pageInfo { endCursor } }`);
    expect(errors).toEqual([]);
    expect(calls.nodes).toEqual(legs(Number(size.slice(7))));
  });

  test('with 250 calls or more makes totalCount an error, because the total is unknown', async () => {
    const { activeCalls } = await start(withoutMeta(600));
    const { calls, errors } = await activeCalls('(first: 20) { totalCount nodes { callLegId } }');
    expect(calls).toBeNull();
    expect(errors).toMatchObject([
      {
        path: ['telnyxConnections', 'nodes', 0, 'activeCalls', 'totalCount'],
        message: expect.stringContaining('does not report how many'),
        extensions: { code: 'UPSTREAM_MALFORMED', source: 'telnyx' },
      },
    ]);
  });

  test('with 250 calls or more makes hasNextPage an error if it is unknown', async () => {
    const { activeCalls } = await start(withoutMeta(250));
    const { calls, errors } = await activeCalls('(first: 250) { pageInfo { hasNextPage } }');
    expect(calls).toBeNull();
    expect(errors).toMatchObject([
      {
        path: ['telnyxConnections', 'nodes', 0, 'activeCalls', 'pageInfo', 'hasNextPage'],
        extensions: { code: 'UPSTREAM_MALFORMED' },
      },
    ]);
  });

  test('with 250 calls or more adds an entry in `errors` to the last calls, because others may follow', async () => {
    const { activeCalls } = await start(withoutMeta(600));
    const { calls, errors } = await activeCalls('(last: 250) { nodes { callLegId } }');
    expect(calls.nodes).toEqual(legs(250));
    expect(errors).toMatchObject([
      {
        path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
        message: expect.stringContaining('does not report whether it sent all'),
        extensions: { code: 'UPSTREAM_MALFORMED' },
      },
    ]);
  });

  test('on the last page only still has the correct total and hasNextPage', async () => {
    const rows = callsOf(40);
    const { activeCalls } = await start((query) => {
      const from = Number(query.get('page[after]') ?? 0);
      const end = from + Number(query.get('page[limit]'));
      const data = rows.slice(from, end);
      return from === 0 ? { data, meta: { cursors: { after: String(end) } } } : { data };
    });
    const { calls } = await activeCalls('(first: 20) { pageInfo { hasNextPage endCursor } }');
    expect(calls.pageInfo.hasNextPage).toBe(true);
    const next = await activeCalls(`(first: 20, after: "${calls.pageInfo.endCursor}") ${selection}`);
    expect(next.errors).toEqual([]);
    expect(next.calls).toMatchObject({ totalCount: 40, nodes: { length: 20 }, pageInfo: { hasNextPage: false } });
  });
});

describe('an invalid total or duration', () => {
  test.each([{ total_items: -5 }, { total_items: 1.5 }, { total_items: '3' }])(
    'is replaced by the number of calls, or by 0: %j',
    async (meta) => {
      const { activeCalls } = await start(() => ({ data: [callRow(1, { call_duration: -3 })], meta }));
      expect(await activeCalls('{ totalCount nodes { durationSeconds } }')).toEqual({
        calls: { totalCount: 1, nodes: [{ durationSeconds: 0 }] },
        errors: [],
      });
    },
  );
});
