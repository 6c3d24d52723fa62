import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from './fixtures/ems.ts';
import { telnyxRow } from './fixtures/telnyx.ts';
import { LISTS, startMisused } from './support/misuse.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms, startTelnyx } from './support/upstreams.ts';

const NOT_OURS = 'must be a cursor that this list returned.';
const OTHER_ORDER = 'must be a cursor of a list in the same order. This one comes from a list in another order.';
const AFTER = 'query ($cursor: String) { connections(after: $cursor) { totalCount } }';

const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

describe('a cursor', () => {
  test.each([
    ['nothing', ''],
    ['words', 'the page after next'],
    ['no JSON', Buffer.from('[1,').toString('base64url')],
    ['deep JSON', Buffer.from('['.repeat(100_000)).toString('base64url')],
    ['a long text', 'A'.repeat(700_000)],
    ['null', encode(null)],
    ['an object', encode({ length: 5 })],
    ['an array of nothing', encode([])],
    ['a global id', encode(['EmsConnection', 'ems', '1', '1'])],
  ])('that is %s is refused by every list', async (_case, cursor) => {
    const { expectRefused } = await startMisused();
    for (const list of LISTS) {
      const after = `query ($cursor: String) { ${list}(after: $cursor) { totalCount } }`;
      await expectRefused(after, { cursor }, 'after', NOT_OURS);
      const before = `query ($cursor: String) { ${list}(last: 1, before: $cursor) { totalCount } }`;
      await expectRefused(before, { cursor }, 'before', NOT_OURS);
    }
  });

  // What a cursor holds is nobody's business but ours; here one part of it is something of a wrong kind.
  test.each([
    ['field', 0, [null, 1, {}, []]],
    ['direction', 1, [null, 0, 'DESC', [], {}]],
    ['moment', 2, ['2026', 1.5, true, [], {}, 1e300]],
    ['id', 3, [null, 1, true, [], {}]],
    ['bookmarks', 4, [null, 1, 'x', {}, [1], [['ems']], [['ems', 1]], [['ems', [1]]], [[1, [1, 1]]]]],
    [
      'numbers of a bookmark',
      4,
      [[['ems', [-1, 1]]], [['ems', [0.5, 1]]], [['ems', [1, null]]], [['ems', [1, 1e300]]]],
    ],
    ['length', 5, ['one part more']],
  ])('whose %s was tampered with is refused', async (_name, part, wrongs) => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = data.connections.pageInfo;
    const parts: unknown[] = JSON.parse(Buffer.from(endCursor, 'base64url').toString());
    expect(encode(parts)).toBe(endCursor);
    expect(parts).toHaveLength(5);

    for (const wrong of wrongs) {
      await expectRefused(AFTER, { cursor: encode(parts.toSpliced(part, 1, wrong)) }, 'after', NOT_OURS);
    }
    await expectRefused(AFTER, { cursor: encode(parts.slice(1)) }, 'after', NOT_OURS);
  });

  test.each(['SIZE', 'constructor', ''])('that names a sort field "%s" is refused', async (field) => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const parts: unknown[] = JSON.parse(Buffer.from(data.connections.pageInfo.endCursor, 'base64url').toString());
    await expectRefused(AFTER, { cursor: encode(parts.with(0, field)) }, 'after', OTHER_ORDER);
  });

  test('of another order is refused', async () => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const cursor = data.connections.pageInfo.endCursor;
    for (const orderBy of ['{ direction: ASC }', '{ field: NAME }']) {
      await expectRefused(
        `query ($cursor: String) { connections(orderBy: ${orderBy}, after: $cursor) { totalCount } }`,
        { cursor },
        'after',
        OTHER_ORDER,
      );
    }
  });

  test('of active calls is refused by a list of connections, and the other way round', async () => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query(`{
      telnyxConnections(last: 1) { pageInfo { endCursor } nodes { activeCalls { pageInfo { endCursor } } } }
    }`);
    const { pageInfo, nodes } = data.telnyxConnections;

    const cursor = nodes[0].activeCalls.pageInfo.endCursor;
    await expectRefused(AFTER, { cursor }, 'after', NOT_OURS);

    const { errors } = await query(
      'query ($cursor: String) { telnyxConnections(last: 1) { nodes { activeCalls(after: $cursor) { totalCount nodes { id } } } } }',
      { cursor: pageInfo.endCursor },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  test('of a source that is no longer there still marks its place', async () => {
    const { query, ems } = await startMisused();
    const { data } = await query('{ connections(first: 6) { nodes { provider } pageInfo { endCursor } } }');
    expect(data.connections.nodes.at(-1)).toEqual({ provider: 'X' });
    const smaller = await startSwitchboard(ems.settings);

    const { data: rest, errors } = await smaller.query(
      'query ($after: String) { connections(after: $after) { nodes { provider } } }',
      { after: data.connections.pageInfo.endCursor },
    );

    expect(errors).toEqual([]);
    expect(rest.connections.nodes).toEqual(Array(3).fill({ provider: 'EMS' }));
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('holds in a source called "%s"', async (name) => {
    const ems = await startEms([emsRow({ id: 1, createdAt: epoch + 3_600_000 })]);
    const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)], new Map(), name);
    const { query } = await startSwitchboard(ems.settings, telnyx.settings);
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');

    const { data: rest, errors } = await query(
      'query ($after: String) { connections(after: $after) { nodes { name } } }',
      { after: data.connections.pageInfo.endCursor },
    );

    expect(errors).toEqual([]);
    expect(rest.connections.nodes).toEqual([{ name: 'Line 2' }, { name: 'Line 1' }]);
  });
});
