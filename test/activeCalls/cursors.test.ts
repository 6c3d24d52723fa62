import { describe, expect, it, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';
import { startTelnyx } from '../support/upstreams.ts';

const MAX_LENGTH = 600;
/** As in Telnyx's specification: 143 characters. */
const DOCUMENTED =
  'v1:g3QAAAADZAAKdGVsbnl4X2lkc2wAAAABbQAAACRlYmRiYzdkNi1kZWRmLTExZWQtYTM3MS0wMjQyMGFlZjAwYjRqZAAJdGltZXN0YW1wbggA8Le4pGhpVxdkAAR0eXBlZAAFYWZ0ZXI=';

const callsOf = (size: number) => Array.from({ length: size }, (_, number) => callRow(number));

/** An account with one connection that has these calls, and page cursors of a given length. */
async function startWith(calls: () => readonly Readonly<Record<string, unknown>>[], length: number, character = 'x') {
  // A call that has ended keeps its place.
  const placeOf = (row: Readonly<Record<string, unknown>> | undefined) =>
    Number(String(row?.['call_leg_id']).slice(-12));
  const pageCursorAt = (place: number) => `${place}:`.padEnd(length, character);
  const upstream = await startTelnyxOf(({ path, query }) => {
    if (!path.endsWith('/active_calls')) return { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } };
    const rows = calls();
    const limit = Number(query.get('page[limit]'));
    const after = query.get('page[after]');
    const before = query.get('page[before]');
    const isBeyond = (row: Readonly<Record<string, unknown>>) => placeOf(row) > Number.parseInt(after ?? '-1', 10);
    const isShort = (row: Readonly<Record<string, unknown>>) => placeOf(row) < Number.parseInt(before ?? '', 10);
    const end = before === null ? undefined : rows.filter(isShort).length;
    const start = end === undefined ? rows.filter((row) => !isBeyond(row)).length : Math.max(0, end - limit);
    const data = rows.slice(start, end ?? start + limit);
    const cursors = {
      after: start + data.length < rows.length ? pageCursorAt(placeOf(data.at(-1))) : null,
      before: start > 0 ? pageCursorAt(placeOf(data[0])) : null,
    };
    return { body: { data, meta: { cursors, total_items: rows.length } } };
  });
  return { upstream, switchboard: await startSwitchboard(upstream.settings) };
}

describe('a cursor of active calls', () => {
  test.each([
    { size: 250, backwards: false, pageCursor: DOCUMENTED.length },
    { size: 250, backwards: true, pageCursor: DOCUMENTED.length },
    { size: 1, backwards: false, pageCursor: DOCUMENTED.length },
    { size: 7, backwards: true, pageCursor: DOCUMENTED.length },
    { size: 20, backwards: false, pageCursor: 200 },
    { size: 20, backwards: true, pageCursor: 400 },
    { size: 20, backwards: false, pageCursor: 3000 },
  ])(
    'has at most 600 characters: $size at a time, backwards: $backwards, page cursors of $pageCursor',
    async ({ size, backwards, pageCursor }) => {
      const rows = callsOf(size === 1 ? 20 : 520);
      const { switchboard } = await startWith(() => rows, pageCursor);
      const pages = await readPages({ backwards, size }, (page) => readCalls(switchboard, page));
      expect(legsOf(pages)).toEqual(rows.map(({ call_leg_id }) => call_leg_id));
      const lengths = pages.flatMap(({ edges }) => edges.map(({ cursor }) => cursor.length));
      expect(lengths).toHaveLength(rows.length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_LENGTH);
    },
  );

  it.each(['"', '€', '\u0000', '\\'])('has at most 600 characters if page cursors consist of %j', async (character) => {
    const rows = callsOf(60);
    const { switchboard } = await startWith(() => rows, 200, character);
    const pages = await readPages({ backwards: false, size: 20 }, (page) => readCalls(switchboard, page));
    expect(legsOf(pages)).toEqual(rows.map(({ call_leg_id }) => call_leg_id));
    const lengths = pages.flatMap(({ edges }) => edges.map(({ cursor }) => cursor.length));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_LENGTH);
  });

  test.each([
    { backwards: false, size: 20 },
    { backwards: true, size: 20 },
  ])('takes one request for each page, also when the client turns round, backwards: $backwards', async (way) => {
    const rows = callsOf(100);
    const { upstream, switchboard } = await startWith(() => rows, DOCUMENTED.length);
    const read = (page: object) => readCalls(switchboard, page);
    const middle = await read({ first: 20, after: (await read({ first: 20 })).pageInfo.endCursor });
    upstream.requests.length = 0;
    const [next, back] = way.backwards
      ? [
          await read({ last: 20, before: middle.pageInfo.startCursor }),
          await read({ first: 20, after: middle.pageInfo.startCursor }),
        ]
      : [
          await read({ first: 20, after: middle.pageInfo.endCursor }),
          await read({ last: 20, before: middle.pageInfo.endCursor }),
        ];
    expect(next?.edges).toHaveLength(20);
    expect(back?.edges).toHaveLength(20);
    expect(upstream.requests.filter(({ path }) => path.endsWith('/active_calls')).length).toBeLessThanOrEqual(3);
  });

  test.each(
    [DOCUMENTED.length, 200, 400].flatMap((length) =>
      [0, 3, 12, 19].flatMap((index) => [false, true].map((backwards) => ({ length, index, backwards }))),
    ),
  )(
    'finds its place when the calls around it have ended: call $index of a page, page cursors of $length, backwards: $backwards',
    async ({ length, index, backwards }) => {
      let rows = callsOf(100);
      const { switchboard } = await startWith(() => rows, length);
      const first = await readCalls(switchboard, { first: 20 });
      const page = await readCalls(switchboard, { first: 20, after: first.pageInfo.endCursor });
      const cursor = page.edges[index]?.cursor ?? '';
      const place = 20 + index;
      // The call and the six on either side of it.
      rows = rows.filter((_, number) => Math.abs(number - place) > 6);
      const expected = rows
        .filter(({ call_leg_id: leg }) =>
          backwards
            ? String(leg) < String(callRow(place).call_leg_id)
            : String(leg) > String(callRow(place).call_leg_id),
        )
        .map(({ call_leg_id }) => call_leg_id);

      const pages = await readPages({ backwards, size: 9, from: cursor }, (one) => readCalls(switchboard, one));
      expect(legsOf(pages)).toEqual(expected);
    },
  );

  it.each([false, true])(
    'finds the end of its page when all calls around it have ended, backwards: %s',
    async (backwards) => {
      let rows = callsOf(100);
      const { switchboard } = await startWith(() => rows, DOCUMENTED.length);
      const first = await readCalls(switchboard, { first: 40 });
      const page = await readCalls(switchboard, { first: 20, after: first.pageInfo.endCursor });
      // Calls 46 to 59, of which the cursor names the last seven: the rest of the page.
      const cursor = page.edges[18]?.cursor ?? '';
      rows = rows.filter((_, number) => number < 46 || number > 59);
      const pages = await readPages({ backwards, size: 9, from: cursor }, (one) => readCalls(switchboard, one));
      const expected = rows.map(({ call_leg_id }) => call_leg_id);
      expect(legsOf(pages)).toEqual(backwards ? expected.slice(0, 46) : expected.slice(46));
    },
  );

  it('leads to the rest of the list when all calls from its page on have ended', async () => {
    let rows = callsOf(100);
    const { switchboard } = await startWith(() => rows, DOCUMENTED.length);
    const first = await readCalls(switchboard, { first: 40 });
    const page = await readCalls(switchboard, { first: 20, after: first.pageInfo.endCursor });
    rows = rows.slice(0, 30);
    const pages = await readPages({ backwards: true, size: 20, from: page.edges[10]?.cursor ?? '' }, (one) =>
      readCalls(switchboard, one),
    );
    expect(legsOf(pages)).toEqual(rows.map(({ call_leg_id }) => call_leg_id));
  });

  it('loses no call when more calls around it have ended than it names', async () => {
    let rows = callsOf(100);
    const { switchboard } = await startWith(() => rows, DOCUMENTED.length);
    const page = await readCalls(switchboard, { first: 60 });
    rows = rows.filter((_, number) => number < 20 || number > 39);
    const after = await readCalls(switchboard, { first: 100, after: page.edges[30]?.cursor ?? '' });
    expect(legsOf([after])).toEqual(expect.arrayContaining(rows.slice(20).map(({ call_leg_id }) => call_leg_id)));
  });
});

describe('a forged cursor of active calls', () => {
  const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

  test.each<[string, (parts: unknown[]) => unknown]>([
    ['is longer than 4 KB', (parts) => [...parts.slice(0, 1), 'x'.repeat(4096), ...parts.slice(2)]],
    ['has a long page cursor', (parts) => parts.toSpliced(1, 1, 'x'.repeat(400))],
    ['has a long page cursor at the end', (parts) => parts.toSpliced(5, 1, 'x'.repeat(400))],
    ['has an empty page cursor', (parts) => parts.toSpliced(1, 1, '')],
    ['reads before nothing', (parts) => parts.toSpliced(0, 2, 1, null)],
    ['has another side', (parts) => parts.toSpliced(0, 1, 2)],
    ['is far away', (parts) => parts.toSpliced(2, 1, 9e14)],
    ['is before the beginning', (parts) => parts.toSpliced(2, 1, -1)],
    ['is between two calls', (parts) => parts.toSpliced(2, 1, 1.5)],
    ['has too many neighbours', (parts) => parts.toSpliced(3, 1, 250)],
    ['has fewer neighbours than it says', (parts) => parts.toSpliced(3, 1, 7).toSpliced(4, 1, 'AAAAAAAA')],
    ['is not of a call', (parts) => parts.toSpliced(4, 1, '')],
    ['has too many calls', (parts) => parts.toSpliced(4, 1, 'A'.repeat(600))],
    ['is of another connection', (parts) => parts.toSpliced(4, 1, `AAAA${String(parts[4]).slice(4)}`)],
    ['has a part more', (parts) => [...parts, null]],
    ['is an object', () => ({})],
  ])('%s: it is rejected before any request about calls', async (_what, forge) => {
    const upstream = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), callsOf(30)]]));
    const switchboard = await startSwitchboard(upstream.settings);
    const { edges } = await readCalls(switchboard, { first: 5 });
    const genuine: unknown[] = JSON.parse(Buffer.from(edges[2]?.cursor ?? '', 'base64url').toString());
    expect(genuine).toHaveLength(7);
    upstream.requests.length = 0;

    const { data, errors } = await switchboard.query(
      'query ($after: String) { telnyxConnections { nodes { activeCalls(after: $after) { nodes { id } } } } }',
      { after: encode(forge(genuine)) },
    );
    expect(data.telnyxConnections.nodes).toEqual([{ activeCalls: null }]);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/v2/connections']);
  });
});
