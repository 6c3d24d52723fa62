import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../../src/relay/globalId.ts';
import { callRow, telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { rangeOf, startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const idOf = (number: number) => toGlobalId('TelnyxConnection', 'telnyx', telnyxId(number));
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

describe('connections by ID', () => {
  test('take one request per ID, however often it is selected', async () => {
    const upstream = await startTelnyx(account(300));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query(
      'query ($id: ID!) { a: node(id: $id) { id } b: node(id: $id) { id } nodes(ids: [$id, $id]) { id } }',
      { id: idOf(7) },
    );
    const node = { id: idOf(7) };
    expect(data).toEqual({ a: node, b: node, nodes: [node, node] });
    expect(upstream.requests.map(({ target }) => target)).toEqual([`/v2/connections/${telnyxId(7)}`]);
  });

  test('are errors, not null, if they may be among the rows that could not be read', async () => {
    const upstream = await startTelnyx([telnyxRow(1), telnyxRow(2, { id: null }), telnyxRow(3)]);
    const { query } = await startSwitchboard(upstream.settings);

    const { data, errors } = await query(NODES, { ids: [1, 2, 3].map(idOf) });

    expect(data.nodes).toEqual([{ id: idOf(1) }, null, { id: idOf(3) }]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  });

  const twenty = Array.from({ length: 20 }, (_, index) => index * 30);

  test.each([
    { what: '5 IDs in an account of 100: one page', size: 100, ids: [0, 20, 40, 60, 99], requests: 1 },
    { what: '2 IDs in an account of 100: one page', size: 100, ids: [0, 99], requests: 1 },
    { what: '2 IDs in an account of 600: two single connections', size: 600, ids: [0, 1], requests: 2 },
    {
      what: '3 IDs in an account of 600: three single connections, or three pages',
      size: 600,
      ids: [0, 1, 2],
      requests: 3,
    },
    { what: '20 IDs in an account of 600: three pages', size: 600, ids: twenty, requests: 3 },
    { what: 'IDs of deleted connections: no more than others', size: 100, ids: [5, 2000, 6, 3000], requests: 1 },
  ])('take the fewest requests: $what', async ({ size, ids, requests }) => {
    const upstream = await startTelnyx(account(size));
    const switchboard = await startSwitchboard(upstream.settings);
    // The size of the account is known from an earlier list.
    await switchboard.query('{ telnyxConnections(first: 1) { nodes { id } } }');
    upstream.requests.length = 0;
    const { data, errors } = await switchboard.query(NODES, { ids: ids.map(idOf) });
    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(ids.map((number) => (number < size ? { id: idOf(number) } : null)));
    expect(upstream.requests).toHaveLength(requests);
  });

  test.each([
    { what: '5 IDs in an account of 100', size: 100, ids: [0, 20, 40, 60, 99], requests: 1 },
    { what: '2 old connections of 600', size: 600, ids: [0, 150], requests: 1 },
    { what: 'a new and an old connection of 600', size: 600, ids: [599, 0], requests: 2 },
    { what: '2 new connections of 600', size: 600, ids: [598, 599], requests: 3 },
    { what: '20 connections of 600', size: 600, ids: twenty, requests: 3 },
  ])(
    'are searched for on the first page of the list if the size of the account is unknown: $what',
    async ({ size, ids, requests }) => {
      const upstream = await startTelnyx(account(size));
      const switchboard = await startSwitchboard(upstream.settings);
      const { data } = await switchboard.query(NODES, { ids: ids.map(idOf) });
      expect(data.nodes).toEqual(ids.map((number) => ({ id: idOf(number) })));
      expect(upstream.requests).toHaveLength(requests);
    },
  );

  test('are found in a list with a row that cannot be read', async () => {
    const rows: unknown[] = account(300).reverse();
    rows[3] = 'row';
    const upstream = await startTelnyxOf(({ path, query }) => {
      if (path !== '/v2/connections') return { body: { data: rows.at(-1) } };
      const { start, end } = rangeOf(query);
      return { body: { data: rows.slice(start, end), meta: { total_results: rows.length } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query(NODES, { ids: [idOf(290), idOf(0)] });
    expect(data.nodes).toEqual([{ id: idOf(290) }, { id: idOf(0) }]);
  });

  test('are found even if the request for another one fails', async () => {
    const rows = account(600).reverse();
    const upstream = await startTelnyxOf(({ path, query }) => {
      if (path !== '/v2/connections') return { status: 500, body: { errors: [{ code: '10007' }] } };
      const { start, end } = rangeOf(query);
      return { body: { data: rows.slice(start, end), meta: { total_results: rows.length } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(NODES, { ids: [idOf(599), idOf(0)] });
    expect(data.nodes).toEqual([{ id: idOf(599) }, null]);
    expect(errors).toMatchObject([
      { path: ['nodes', 1], extensions: { code: 'UPSTREAM_UNAVAILABLE', vendorCode: '10007' } },
    ]);
  });

  test('are found on the first page even if the following pages keep shifting', async () => {
    let rows = account(600);
    const upstream = await startTelnyx(() => {
      rows = rows.slice(1);
      return rows;
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(NODES, { ids: [100, 595, 596, 597, 598, 599].map(idOf) });
    expect(data.nodes).toEqual([{ id: idOf(100) }, null, null, null, null, null]);
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual(
      [1, 2, 3, 4, 5].map((index) => [['nodes', index], 'UPSTREAM_MALFORMED']),
    );
  });

  test('take no request if the operation has already listed them', async () => {
    const calls = new Map([[telnyxId(1), [callRow(1), callRow(2)]]]);
    const upstream = await startTelnyx(account(3), calls);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      '{ telnyxConnections { nodes { id activeCalls { nodes { connection { id name } } } } } }',
    );
    expect(errors).toEqual([]);
    const connection = { id: idOf(1), name: 'Line 1' };
    expect(data.telnyxConnections.nodes[1].activeCalls.nodes).toEqual([{ connection }, { connection }]);
    // One for the list, and one for the calls of each connection.
    expect(upstream.requests).toHaveLength(1 + 3);
  });
});
