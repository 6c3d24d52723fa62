import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { LISTS, startMisused } from '../support/invalidInput.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx } from '../support/upstreams.ts';

const UNKNOWN_CURSOR = 'must be a cursor that this list returned.';
const OTHER_ORDER = 'must be a cursor of a list in the same order. This one comes from a list in another order.';
const AFTER = 'query ($cursor: String) { connections(after: $cursor) { totalCount } }';

const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

describe('a cursor', () => {
  test.each([
    ['an empty string', ''],
    ['plain text', 'the page after next'],
    ['invalid JSON', Buffer.from('[1,').toString('base64url')],
    ['deeply nested JSON', Buffer.from('['.repeat(100_000)).toString('base64url')],
    ['a very long text', 'A'.repeat(700_000)],
    ['JSON null', encode(null)],
    ['a JSON object', encode({ length: 5 })],
    ['an empty JSON array', encode([])],
    ['a global ID', encode(['EmsConnection', 'ems', '1', '1'])],
  ])('that is %s is rejected by every list', async (_case, cursor) => {
    const { expectRejected } = await startMisused();
    for (const list of LISTS) {
      const after = `query ($cursor: String) { ${list}(after: $cursor) { totalCount } }`;
      await expectRejected(after, { cursor }, 'after', UNKNOWN_CURSOR);
      const before = `query ($cursor: String) { ${list}(last: 1, before: $cursor) { totalCount } }`;
      await expectRejected(before, { cursor }, 'before', UNKNOWN_CURSOR);
    }
  });

  // A cursor is opaque to clients. Each row puts values of a wrong type in one of its parts.
  test.each([
    ['field', 0, [null, 1, {}, []]],
    ['direction', 1, [null, 0, 'DESC', [], {}]],
    ['sort value', 2, ['2026', 1.5, true, [], {}, 1e300]],
    ['id', 3, [null, 1, true, [], {}]],
    ['offset hints', 4, [null, 1, 'x', {}, [1], [['ems']], [['ems', 1]], [['ems', [1]]], [[1, [1, 1]]]]],
    ['offset hint', 4, [[['ems', [-1, 1]]], [['ems', [0.5, 1]]], [['ems', [1, null]]], [['ems', [1, 1e300]]]]],
    ['length', 5, ['one part more']],
  ])('with an invalid %s is rejected', async (_name, part, invalidValues) => {
    const { query, expectRejected } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = data.connections.pageInfo;
    const parts: unknown[] = JSON.parse(Buffer.from(endCursor, 'base64url').toString());
    expect(encode(parts)).toBe(endCursor);
    expect(parts).toHaveLength(5);

    for (const invalid of invalidValues) {
      await expectRejected(AFTER, { cursor: encode(parts.toSpliced(part, 1, invalid)) }, 'after', UNKNOWN_CURSOR);
    }
    await expectRejected(AFTER, { cursor: encode(parts.slice(1)) }, 'after', UNKNOWN_CURSOR);
  });

  test.each(['SIZE', 'constructor', ''])('with an unknown sort field "%s" is rejected', async (field) => {
    const { query, expectRejected } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const parts: unknown[] = JSON.parse(Buffer.from(data.connections.pageInfo.endCursor, 'base64url').toString());
    await expectRejected(AFTER, { cursor: encode(parts.with(0, field)) }, 'after', OTHER_ORDER);
  });

  test('of a list in another order is rejected', async () => {
    const { query, expectRejected } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const cursor = data.connections.pageInfo.endCursor;
    for (const orderBy of ['{ direction: ASC }', '{ field: NAME }']) {
      await expectRejected(
        `query ($cursor: String) { connections(orderBy: ${orderBy}, after: $cursor) { totalCount } }`,
        { cursor },
        'after',
        OTHER_ORDER,
      );
    }
  });

  test('of active calls is rejected by a list of connections, and the other way round', async () => {
    const { query, expectRejected } = await startMisused();
    const { data } = await query(`{
      telnyxConnections(last: 1) { pageInfo { endCursor } nodes { activeCalls { pageInfo { endCursor } } } }
    }`);
    const { pageInfo, nodes } = data.telnyxConnections;

    const cursor = nodes[0].activeCalls.pageInfo.endCursor;
    await expectRejected(AFTER, { cursor }, 'after', UNKNOWN_CURSOR);

    const { errors } = await query(
      'query ($cursor: String) { telnyxConnections(last: 1) { nodes { activeCalls(after: $cursor) { totalCount nodes { id } } } } }',
      { cursor: pageInfo.endCursor },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  test('of a source that is no longer configured keeps its position', async () => {
    const { query, ems } = await startMisused();
    const { data } = await query('{ connections(first: 6) { nodes { provider } pageInfo { endCursor } } }');
    expect(data.connections.nodes.at(-1)).toEqual({ provider: 'X' });
    const reduced = await startSwitchboard(ems.settings);

    const { data: rest, errors } = await reduced.query(
      'query ($after: String) { connections(after: $after) { nodes { provider } } }',
      { after: data.connections.pageInfo.endCursor },
    );

    expect(errors).toEqual([]);
    expect(rest.connections.nodes).toEqual(Array(3).fill({ provider: 'EMS' }));
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('works with a source named "%s"', async (name) => {
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
