import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/telemetry/log.ts';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard, startSwitchboardWith } from '../../support/switchboard.ts';
import { readList, type Sort } from '../../support/telnyxList.ts';
import { rangeOf, startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const startStrict = (rows: Parameters<typeof startTelnyx>[0]) =>
  startTelnyx(rows, undefined, 'telnyx', { ascendingSortsOnly: true });

describe('an account that rejects descending sorts', () => {
  test.each([
    { rows: 0, list: 'telnyxConnections(first: 20)', requests: 2, repeated: 1 },
    { rows: 20, list: 'telnyxConnections(first: 20)', requests: 2, repeated: 1 },
    { rows: 250, list: 'telnyxConnections(first: 250)', requests: 2, repeated: 1 },
    { rows: 600, list: 'telnyxConnections(first: 20)', requests: 3, repeated: 1 },
    { rows: 600, list: 'telnyxConnections(first: 250)', requests: 4, repeated: 2 },
    // With a name filter, the total needs the whole list, which is read in ascending order.
    { rows: 600, list: 'telnyxConnections(filter: { connectionNameContains: "Line" })', requests: 3, repeated: 3 },
    {
      rows: 600,
      list: 'connections(first: 20, filter: { createdAfter: "2026-01-01T08:00:00Z" })',
      requests: 3,
      repeated: 1,
    },
    { rows: 600, list: 'telnyxConnections(sort: CREATED_AT_ASC)', requests: 1, repeated: 1 },
    { rows: 250, list: 'telnyxConnections(sort: CONNECTION_NAME_DESC)', requests: 1, repeated: 1 },
    // With `last`, one of the requests reads the other end of the list, to find connections without a creation time.
    { rows: 600, list: 'telnyxConnections(last: 20, sort: CREATED_AT_ASC)', requests: 4, repeated: 2 },
    { rows: 600, list: 'telnyxConnections(last: 20)', requests: 3, repeated: 2 },
  ])(
    '$list of $rows takes $requests requests, and $repeated when repeated',
    async ({ rows, list, requests, repeated }) => {
      const upstream = await startStrict(account(rows));
      const { query } = await startSwitchboard(upstream.settings);
      // The total of a locally filtered list would need the whole list.
      const total = list.startsWith('connections') ? '' : 'totalCount';
      const document = `{ list: ${list} { ${total} nodes { nativeId } pageInfo { hasNextPage hasPreviousPage } } }`;
      const lenient = await startSwitchboard((await startTelnyx(account(rows))).settings);
      const expected = await lenient.query(document);
      expect(expected.errors).toEqual([]);

      expect(await query(document)).toEqual(expected);
      expect(upstream.requests).toHaveLength(requests);
      expect(await query(document)).toEqual(expected);
      expect(upstream.requests).toHaveLength(requests + repeated);
    },
  );

  test.each(['telnyxConnections', 'telnyxConnections(sort: CREATED_AT_DESC)', 'connections'])(
    'counts %s without a descending sort',
    async (list) => {
      const upstream = await startStrict(account(600));
      const { query } = await startSwitchboard(upstream.settings);
      const { data, errors } = await query(`{ list: ${list} { totalCount } }`);
      expect({ data, errors }).toEqual({ data: { list: { totalCount: 600 } }, errors: [] });
      expect(upstream.requests.map(({ query: sent }) => sent.get('sort'))).toEqual(['created_at']);
    },
  );

  test.each(
    [1, 2, 249, 250, 251, 500, 600].flatMap((rows) =>
      (['CREATED_AT_ASC', 'CREATED_AT_DESC'] as const).flatMap((sort) => [
        { rows, sort, backwards: false, size: 100 },
        { rows, sort, backwards: true, size: 250 },
      ]),
    ),
  )(
    'has all $rows connections, $sort, in pages of $size, backwards: $backwards',
    async ({ rows, sort, ...direction }) => {
      const upstream = await startStrict(account(rows));
      const switchboard = await startSwitchboard(upstream.settings);
      const pages = await readPages(direction, (page) => readList(switchboard, sort, page));
      const ids = numbers(0, rows).map((number) => telnyxId(number));
      expect(pages.flatMap(({ nodes }) => nodes.map(({ nativeId }) => nativeId))).toEqual(
        sort === 'CREATED_AT_ASC' ? ids : ids.reverse(),
      );
      expect(pages).toHaveLength(Math.ceil(rows / direction.size));
    },
  );

  test('takes one request for each following page', async () => {
    const upstream = await startStrict(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const pages = await readPages({ backwards: false, size: 20 }, (page) =>
      readList(switchboard, 'CREATED_AT_DESC', page),
    );
    expect(pages).toHaveLength(30);
    // Two more: the rejected request, and one that reports the size of the account.
    expect(upstream.requests).toHaveLength(30 + 2);
  });

  test('takes at most one more request when connections have been added or deleted since', async () => {
    let rows = account(600);
    const upstream = await startStrict(() => rows);
    const switchboard = await startSwitchboard(upstream.settings);
    await readList(switchboard, 'CREATED_AT_DESC', { first: 20 });
    for (const size of [700, 699, 300, 10]) {
      rows = account(size);
      upstream.requests.length = 0;
      const { nodes } = await readList(switchboard, 'CREATED_AT_DESC', { first: 5 });
      expect(nodes.map(({ nativeId }) => nativeId)).toEqual(
        numbers(size - 5, size)
          .reverse()
          .map((number) => telnyxId(number)),
      );
      expect(upstream.requests.length).toBeLessThanOrEqual(2);
    }
  });

  test.each([true, false])(
    'has the same cursors as one that accepts them; the first cursor is from the former: %s',
    async (strictFirst) => {
      const [strict, lenient] = [await startStrict(account(600)), await startTelnyx(account(600))];
      const [strictly, leniently] = [await startSwitchboard(strict.settings), await startSwitchboard(lenient.settings)];
      const [one, other] = strictFirst ? [strictly, leniently] : [leniently, strictly];
      for (const sort of ['CREATED_AT_DESC', 'CREATED_AT_ASC'] satisfies Sort[]) {
        const all = numbers(0, 600).map((number) => telnyxId(number));
        const expected = sort === 'CREATED_AT_ASC' ? all : all.reverse();
        const { pageInfo } = await readList(one, sort, { first: 150 });
        const after = await readList(other, sort, { first: 30, after: pageInfo.endCursor });
        expect(after.nodes.map(({ nativeId }) => nativeId)).toEqual(expected.slice(150, 180));
        const before = await readList(one, sort, { last: 30, before: after.pageInfo.startCursor });
        expect(before.nodes.map(({ nativeId }) => nativeId)).toEqual(expected.slice(120, 150));
      }
    },
  );

  test('has this logged once, and stays UP', async () => {
    const lines: { level: string; msg: string; source?: string }[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(JSON.parse(line)) });
    const upstream = await startStrict(account(600));
    const { query } = await startSwitchboardWith({ log }, upstream.settings);
    const list = '{ telnyxConnections { nodes { id } outcomes { ok omittedRows problem { code } } } }';
    const answers = [await query(list), await query(list), await query('{ connections { nodes { id } } }')];
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers[0]?.data.telnyxConnections.outcomes).toEqual([{ ok: true, omittedRows: 0, problem: null }]);
    expect(lines.filter(({ msg }) => msg.includes('descending'))).toMatchObject([
      { level: 'warn', source: 'telnyx', msg: expect.stringContaining('rejects descending sorts') },
    ]);
    // The other line is about the rejected request.
    expect(lines).toHaveLength(2);
    const { data } = await query('{ sources { status lastProblem { code } } }');
    expect(data.sources).toEqual([{ status: 'UP', lastProblem: null }]);
  });

  test.each([400, 422])('may reject them with HTTP %i and any body', async (status) => {
    const rows = account(30);
    const upstream = await startTelnyxOf(({ query }) => {
      const { start, end } = rangeOf(query);
      if (query.get('sort')?.startsWith('-')) return { status, body: '<p>Invalid</p>' };
      return { body: { data: rows.slice(start, end), meta: { total_results: 30 } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { nodes } = await readList(switchboard, 'CREATED_AT_DESC', { first: 2 });
    expect(nodes.map(({ nativeId }) => nativeId)).toEqual([telnyxId(29), telnyxId(28)]);
  });

  test('is read whole if it does not report its size either', async () => {
    const rows = account(300);
    const upstream = await startTelnyxOf(({ query }) => {
      const { start, end } = rangeOf(query);
      return query.get('sort')?.startsWith('-')
        ? { status: 400, body: {} }
        : { body: { data: rows.slice(start, end) } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const pages = await readPages({ backwards: false, size: 100 }, (page) =>
      readList(switchboard, 'CREATED_AT_DESC', page),
    );
    expect(pages.flatMap(({ nodes }) => nodes)).toHaveLength(300);
    expect(pages[0]?.nodes[0]?.nativeId).toBe(telnyxId(299));
  });

  test('lists connections without a creation time last', async () => {
    const rows = [telnyxRow(1000, { created_at: null }), ...account(300)];
    const upstream = await startStrict(rows);
    const switchboard = await startSwitchboard(upstream.settings);
    for (const sort of ['CREATED_AT_DESC', 'CREATED_AT_ASC'] satisfies Sort[]) {
      const { nodes } = await readList(switchboard, sort, { last: 2 });
      expect(nodes.map(({ nativeId }) => nativeId)).toEqual([
        telnyxId(sort === 'CREATED_AT_DESC' ? 0 : 299),
        telnyxId(1000),
      ]);
    }
  });
});

describe('a request that is rejected for another reason', () => {
  test.each([
    { list: 'telnyxConnections(filter: { fqdn: "a.example" })', status: 'UNKNOWN', lastProblem: null },
    { list: 'telnyxConnections', status: 'DOWN', lastProblem: { code: 'UPSTREAM_REJECTED' } },
  ])('makes the source $status after $list', async ({ list, status, lastProblem }) => {
    const upstream = await startTelnyxOf(() => ({ status: 400, body: { errors: [{ code: '10015' }] } }));
    const { query } = await startSwitchboard(upstream.settings);
    await query(`{ ${list} { nodes { id } } }`);
    const { data } = await query('{ sources { status lastSuccessAt lastProblem { code } } }');
    expect(data.sources).toEqual([{ status, lastSuccessAt: null, lastProblem }]);
    expect(upstream.requests.map(({ query: sent }) => sent.get('sort'))).toEqual(['-created_at', 'created_at']);
  });

  test('fails with that reason, and the next list tries a descending sort again', async () => {
    let isBroken = true;
    const rows = account(3);
    const upstream = await startTelnyxOf(({ query }) => {
      if (isBroken) return { status: 400, body: { errors: [{ code: '10015' }] } };
      const sorted = query.get('sort')?.startsWith('-') ? rows.toReversed() : rows;
      return { body: { data: sorted, meta: { total_results: 3 } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { errors } = await switchboard.query('{ telnyxConnections { nodes { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_REJECTED', httpStatus: 400, vendorCode: '10015' } }]);
    isBroken = false;
    upstream.requests.length = 0;
    await readList(switchboard, 'CREATED_AT_DESC', { first: 3 });
    expect(upstream.requests.map(({ query }) => query.get('sort'))).toEqual(['-created_at']);
  });
});
