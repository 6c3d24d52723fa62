import { describe, expect, test } from 'vitest';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { readList } from '../../support/telnyxList.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const page = '{ nodes { nativeId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

describe('a cursor of Telnyx connections', () => {
  test('is valid in another process with the same configuration', async () => {
    const { settings } = await startTelnyx(account(50));
    const one = await startSwitchboard(settings);
    const other = await startSwitchboard(settings);
    const { pageInfo } = await readList(one, 'CREATED_AT_ASC', { first: 10 });
    const { nodes } = await readList(other, 'CREATED_AT_ASC', { first: 1, after: pageInfo.endCursor });
    expect(nodes.map(({ nativeId }) => nativeId)).toEqual([telnyxId(10)]);
  });

  test('is valid in the list of all providers too', async () => {
    const { settings } = await startTelnyx(account(50));
    const switchboard = await startSwitchboard(settings);
    const { pageInfo } = await readList(switchboard, 'CREATED_AT_DESC', { first: 10 });
    const { data } = await switchboard.query(
      `query ($after: String) { connections(first: 1, after: $after) ${page} }`,
      {
        after: pageInfo.endCursor,
      },
    );
    expect(data.connections.nodes).toEqual([{ nativeId: telnyxId(39) }]);
  });

  test.each([
    { argument: 'after', size: 'first', sort: 'CREATED_AT_ASC' },
    { argument: 'before', size: 'last', sort: 'CONNECTION_NAME_ASC' },
    { argument: 'after', size: 'first', sort: 'ACTIVE_DESC' },
  ])('is rejected as "$argument" of a list in another order, $sort', async ({ argument, size, sort }) => {
    const upstream = await startTelnyx(account(50));
    const switchboard = await startSwitchboard(upstream.settings);
    const { pageInfo } = await readList(switchboard, 'CREATED_AT_DESC', { first: 10 });
    upstream.requests.length = 0;
    const { data, errors } = await switchboard.query(
      `query ($cursor: String) { telnyxConnections(${size}: 1, ${argument}: $cursor, sort: ${sort}) { totalCount } }`,
      { cursor: pageInfo.endCursor },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(upstream.requests).toEqual([]);
  });

  test.each(['CREATED_AT_DESC', 'CONNECTION_NAME_ASC'])(
    'limits a list together with a second cursor, %s',
    async (sort) => {
      const rows = Array.from({ length: 60 }, (_, number) =>
        telnyxRow(number, { connection_name: `Line ${100 + number}` }),
      );
      const { settings } = await startTelnyx(rows);
      const switchboard = await startSwitchboard(settings);
      const all = await switchboard.query(
        `{ telnyxConnections(first: 60, sort: ${sort}) { edges { cursor node { nativeId } } } }`,
      );
      const edges: { cursor: string; node: { nativeId: string } }[] = all.data.telnyxConnections.edges;
      const within = async (size: string) => {
        const { data } = await switchboard.query(
          `query ($after: String, $before: String) {
          telnyxConnections(${size}, after: $after, before: $before, sort: ${sort}) ${page}
        }`,
          { after: edges[9]?.cursor, before: edges[15]?.cursor },
        );
        const { nodes, pageInfo } = data.telnyxConnections;
        const first = edges.findIndex(({ node }) => node.nativeId === nodes[0].nativeId);
        return [first, nodes.length, pageInfo.hasPreviousPage, pageInfo.hasNextPage];
      };
      // Five connections are between the two cursors.
      expect(await within('first: 4')).toEqual([10, 4, true, true]);
      expect(await within('first: 5')).toEqual([10, 5, true, false]);
      expect(await within('first: 6')).toEqual([10, 5, true, false]);
      expect(await within('last: 4')).toEqual([11, 4, true, true]);
      expect(await within('last: 5')).toEqual([10, 5, false, true]);
      expect(await within('last: 6')).toEqual([10, 5, false, true]);
    },
  );
});

describe('a list that is filtered locally', () => {
  // Ten of 300 connections are disabled, the newest among them.
  const rows = Array.from({ length: 300 }, (_, number) => telnyxRow(number, { active: number < 290 }));

  test.each([
    { size: 'first: 9', more: true },
    { size: 'first: 10', more: false },
    { size: 'last: 9', more: true },
    { size: 'last: 10', more: false },
  ])('reports whether more items follow: $size', async ({ size, more }) => {
    const { settings } = await startTelnyx(rows);
    const switchboard = await startSwitchboard(settings);
    const { data } = await switchboard.query(`{ connections(${size}, filter: { active: false }) ${page} }`);
    const { nodes, pageInfo } = data.connections;
    expect(nodes).toHaveLength(more ? 9 : 10);
    expect(size.startsWith('first') ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(more);
  });
});
