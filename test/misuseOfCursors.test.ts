import { describe, expect, test } from 'vitest';
import { LISTS, startMisused } from './support/misuse.ts';
import { startSwitchboard } from './support/switchboard.ts';

describe('a cursor', () => {
  const NOT_OURS = 'must be a cursor that this list returned.';
  const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

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

  // What a cursor holds is nobody's business but ours; here a part of it is exchanged for something of a wrong kind.
  test.each([
    [0, ['SIZE', 'constructor', '', null, 1, {}, []]],
    [1, [null, 0, 'DESC', [], {}]],
    [2, ['2026', 1.5, true, [], {}, 1e300]],
    [3, [null, 1, true, [], {}]],
    [
      4,
      [
        null,
        1,
        'x',
        {},
        [1],
        [['ems']],
        [['ems', 1]],
        [['ems', [-1, 1]]],
        [['ems', [0.5, 1]]],
        [['ems', [1]]],
        [[1, [1, 1]]],
      ],
    ],
    [5, ['one more']],
  ])('whose part %i was tampered with is refused', async (part, wrongs) => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query('{ connections(first: 1) { pageInfo { endCursor } } }');
    const parts: unknown = JSON.parse(Buffer.from(data.connections.pageInfo.endCursor, 'base64url').toString());
    if (!Array.isArray(parts)) throw new Error('This test knows what a cursor holds');
    expect(parts).toHaveLength(5);

    for (const wrong of wrongs) {
      const cursor = encode(parts.with(Math.min(part, 4), wrong).concat(part === 5 ? wrong : []));
      await expectRefused(
        'query ($cursor: String) { connections(after: $cursor) { totalCount } }',
        { cursor },
        'after',
        NOT_OURS,
      );
    }
    const shorter = encode(parts.slice(0, -1));
    await expectRefused(
      'query ($cursor: String) { connections(after: $cursor) { totalCount } }',
      { cursor: shorter },
      'after',
      NOT_OURS,
    );
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
        'must be a cursor of a list in the same order; this one is of another.',
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
    await expectRefused(
      'query ($cursor: String) { connections(after: $cursor) { totalCount } }',
      { cursor },
      'after',
      NOT_OURS,
    );

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
});
