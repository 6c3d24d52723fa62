import { expect, test } from 'vitest';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { closed, xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf, startX } from '../support/upstreams.ts';

/*
 * X promises no `id`, and no order. A connection is the same one all the same.
 */

const LIST = '{ xStreamConnections(status: ALL) { totalCount nodes { id nativeId clientIp } } }';

const nameless = (number: number, members: MockRow = {}) => xRow(number, { id: undefined, ...members });

test('a connection without an id of X’s has the same global id in every answer', async () => {
  const rows = [nameless(1), nameless(2), nameless(1, { client_ip: '203.0.113.11' })];
  const { settings } = await startX(() => rows);
  const { query } = await startSwitchboard(settings);
  const first = (await query(LIST)).data.xStreamConnections;
  expect(first.totalCount).toBe(3);

  rows.reverse();
  const second = (await query(LIST)).data.xStreamConnections;
  const byId = await query(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on XStreamConnection { nativeId clientIp } } }',
    {
      ids: first.nodes.map(({ id }: { id: string }) => id),
    },
  );

  expect(second).toEqual(first);
  expect(byId.data.nodes).toEqual(first.nodes);
});

test('it keeps that id when it closes, and when X gives its endpoint a new name', async () => {
  const rows = [nameless(1, { endpoint_name: 'filter_stream' })];
  const { settings } = await startX(() => rows);
  const { query } = await startSwitchboard(settings);
  const [{ id }] = (await query(LIST)).data.xStreamConnections.nodes;

  rows[0] = nameless(1, { endpoint_name: 'filtered_stream', ...closed });
  const { data } = await query('query ($id: ID!) { node(id: $id) { id ... on XStreamConnection { active } } }', { id });

  expect(data.node).toEqual({ id, active: false });
});

test('two that are alike in everything and have no id are both listed', async () => {
  const { settings } = await startX([nameless(1), nameless(1)]);
  const { query } = await startSwitchboard(settings);

  const { totalCount, nodes } = (await query(LIST)).data.xStreamConnections;

  expect(totalCount).toBe(2);
  const ids = nodes.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(2);
  const { data } = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(data.nodes).toEqual([{ id: ids[0] }, { id: ids[1] }]);
});

test('a connection that moves from one page to the next while they are read is listed once', async () => {
  const pages = [
    { data: [xRow(1), xRow(2)], meta: { next_token: 'second' } },
    { data: [xRow(2), xRow(3)], meta: {} },
  ];
  const { url, requests } = await startServerOf((_request, response) => response.end(JSON.stringify(pages.shift())));
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url });

  const { totalCount, nodes } = (await query(LIST)).data.xStreamConnections;

  expect(totalCount).toBe(3);
  expect(nodes.map(({ nativeId }: { nativeId: string }) => nativeId)).toEqual([xRow(3).id, xRow(2).id, xRow(1).id]);
  expect(requests).toHaveLength(2);
});
