import { describe, expect, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';
import { startTelnyx } from '../support/upstreams.ts';

const MAX_LENGTH = 600;
/** The example in Telnyx's specification: 143 characters. */
const DOCUMENTED =
  'v1:g3QAAAADZAAKdGVsbnl4X2lkc2wAAAABbQAAACRlYmRiYzdkNi1kZWRmLTExZWQtYTM3MS0wMjQyMGFlZjAwYjRqZAAJdGltZXN0YW1wbggA8Le4pGhpVxdkAAR0eXBlZAAFYWZ0ZXI=';

const callsOf = (size: number) => Array.from({ length: size }, (_, number) => callRow(number));

/** An account with one connection that has these calls. Its page cursors have the given length. */
async function startWith(calls: () => readonly Readonly<Record<string, unknown>>[], length: number, character = 'x') {
  // A page cursor holds the number of a call, so it stays valid when that call ends.
  const placeOf = (row: Readonly<Record<string, unknown>> | undefined) =>
    Number(String(row?.['call_leg_id']).slice(-12));
  const pageCursorAt = (place: number) => `${place}:`.padEnd(length, character);
  const upstream = await startTelnyxOf(({ path, query }) => {
    if (!path.endsWith('/active_calls')) return { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } };
    const rows = calls();
    const limit = Number(query.get('page[limit]'));
    const after = query.get('page[after]');
    const before = query.get('page[before]');
    const isAfter = (row: Readonly<Record<string, unknown>>) => placeOf(row) > Number.parseInt(after ?? '-1', 10);
    const isBefore = (row: Readonly<Record<string, unknown>>) => placeOf(row) < Number.parseInt(before ?? '', 10);
    const end = before === null ? undefined : rows.filter(isBefore).length;
    const start = end === undefined ? rows.filter((row) => !isAfter(row)).length : Math.max(0, end - limit);
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
    'has at most 600 characters: pages of $size, backwards: $backwards, page cursors of $pageCursor characters',
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

  test.each(['"', '€', '\u0000', '\\'])(
    'has at most 600 characters if page cursors consist of %j',
    async (character) => {
      const rows = callsOf(60);
      const { switchboard } = await startWith(() => rows, 200, character);
      const pages = await readPages({ backwards: false, size: 20 }, (page) => readCalls(switchboard, page));
      expect(legsOf(pages)).toEqual(rows.map(({ call_leg_id }) => call_leg_id));
      const lengths = pages.flatMap(({ edges }) => edges.map(({ cursor }) => cursor.length));
      expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_LENGTH);
    },
  );

  test.each([
    { backwards: false, size: 20 },
    { backwards: true, size: 20 },
  ])(
    'leads to the next and to the previous page with three requests at most, backwards: $backwards',
    async (direction) => {
      const rows = callsOf(100);
      const { upstream, switchboard } = await startWith(() => rows, DOCUMENTED.length);
      const read = (page: object) => readCalls(switchboard, page);
      const middle = await read({ first: 20, after: (await read({ first: 20 })).pageInfo.endCursor });
      upstream.requests.length = 0;
      const [next, previous] = direction.backwards
        ? [
            await read({ last: 20, before: middle.pageInfo.startCursor }),
            await read({ first: 20, after: middle.pageInfo.startCursor }),
          ]
        : [
            await read({ first: 20, after: middle.pageInfo.endCursor }),
            await read({ last: 20, before: middle.pageInfo.endCursor }),
          ];
      expect(next?.edges).toHaveLength(20);
      expect(previous?.edges).toHaveLength(20);
      expect(upstream.requests.filter(({ path }) => path.endsWith('/active_calls')).length).toBeLessThanOrEqual(3);
    },
  );

  test.each(
    [DOCUMENTED.length, 200, 400].flatMap((length) =>
      [0, 3, 12, 19].flatMap((index) => [false, true].map((backwards) => ({ length, index, backwards }))),
    ),
  )(
    'stays valid when its call and the six on either side have ended: call $index of a page, page cursors of $length characters, backwards: $backwards',
    async ({ length, index, backwards }) => {
      let rows = callsOf(100);
      const { switchboard } = await startWith(() => rows, length);
      const first = await readCalls(switchboard, { first: 20 });
      const page = await readCalls(switchboard, { first: 20, after: first.pageInfo.endCursor });
      const cursor = page.edges[index]?.cursor ?? '';
      const place = 20 + index;
      // The call of the cursor ends, and the six on either side of it.
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

  test.each([false, true])(
    'stays valid near the end of a page when all calls that it names have ended, backwards: %s',
    async (backwards) => {
      let rows = callsOf(100);
      const { switchboard } = await startWith(() => rows, DOCUMENTED.length);
      const first = await readCalls(switchboard, { first: 40 });
      const page = await readCalls(switchboard, { first: 20, after: first.pageInfo.endCursor });
      // The calls 46 to 59 end. The cursor names the last nine of them, and the page cursor after them.
      const cursor = page.edges[18]?.cursor ?? '';
      rows = rows.filter((_, number) => number < 46 || number > 59);
      const pages = await readPages({ backwards, size: 9, from: cursor }, (one) => readCalls(switchboard, one));
      const expected = rows.map(({ call_leg_id }) => call_leg_id);
      expect(legsOf(pages)).toEqual(backwards ? expected.slice(0, 46) : expected.slice(46));
    },
  );

  test('leads to the calls before its page when all calls from that page on have ended', async () => {
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

  test('skips no call when more calls around it have ended than it names', async () => {
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
    ['has a long page cursor for the end of its page', (parts) => parts.toSpliced(5, 1, 'x'.repeat(400))],
    ['has an empty page cursor', (parts) => parts.toSpliced(1, 1, '')],
    ['has no page cursor to read before', (parts) => parts.toSpliced(0, 2, 1, null)],
    ['has an unknown direction', (parts) => parts.toSpliced(0, 1, 2)],
    ['has a distance of 9e14', (parts) => parts.toSpliced(2, 1, 9e14)],
    ['has a negative distance', (parts) => parts.toSpliced(2, 1, -1)],
    ['has a distance that is not an integer', (parts) => parts.toSpliced(2, 1, 1.5)],
    ['has too many neighbours', (parts) => parts.toSpliced(3, 1, 250)],
    [
      'has fewer neighbours than its number of neighbours',
      (parts) => parts.toSpliced(3, 1, 7).toSpliced(4, 1, 'AAAAAAAA'),
    ],
    ['names no call', (parts) => parts.toSpliced(4, 1, '')],
    ['names too many calls', (parts) => parts.toSpliced(4, 1, 'A'.repeat(600))],
    ['is of another connection', (parts) => parts.toSpliced(4, 1, `AAAA${String(parts[4]).slice(4)}`)],
    ['has an additional element', (parts) => [...parts, null]],
    ['is an object', () => ({})],
  ])('that %s is rejected before any request for calls', async (_what, forge) => {
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
