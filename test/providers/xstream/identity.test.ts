import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { closed, xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startServerOf, startX } from '../../support/upstreams.ts';

/*
 * X guarantees neither an `id` nor an order, but the global ID of a connection must stay the same.
 */

const LIST = `{ xStreamConnections(status: ALL) {
  totalCount nodes { id nativeId clientAddressText } outcomes { ok omittedRows problem { code message } }
} }`;
const COMPLETE = [{ ok: true, omittedRows: 0, problem: null }];

const withoutId = (number: number, members: MockRow = {}) => xRow(number, { id: undefined, ...members });

/** Lists the connections of an X app whose upstream sends these pages. */
async function listPages(...pages: readonly (readonly MockRow[])[]) {
  const { url, requests } = await startServerOf((_request, response) => {
    const meta = requests.length < pages.length ? { next_token: String(requests.length) } : {};
    response.end(JSON.stringify({ data: pages[requests.length - 1], meta }));
  });
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url });
  const { data, errors } = await query(LIST);
  return { ...data.xStreamConnections, errors };
}

describe('a connection without an ID from X', () => {
  test('has the same global ID in every response', async () => {
    const rows = [withoutId(1), withoutId(2), withoutId(1, { client_ip: '203.0.113.11' })];
    const { settings } = await startX(() => rows);
    const { query } = await startSwitchboard(settings);
    const first = (await query(LIST)).data.xStreamConnections;
    expect(first.totalCount).toBe(3);

    rows.reverse();
    const second = (await query(LIST)).data.xStreamConnections;
    const byId = await query(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on XStreamConnection { nativeId clientAddressText } } }',
      { ids: first.nodes.map(({ id }: { id: string }) => id) },
    );

    expect(second).toEqual(first);
    expect(byId.data.nodes).toEqual(first.nodes);
  });

  test('keeps its global ID when it closes, and when X renames its endpoint', async () => {
    const rows = [withoutId(1, { endpoint_name: 'filter_stream' })];
    const { settings } = await startX(() => rows);
    const { query } = await startSwitchboard(settings);
    const [{ id }] = (await query(LIST)).data.xStreamConnections.nodes;

    rows[0] = withoutId(1, { endpoint_name: 'filtered_stream', ...closed });
    const { data } = await query('query ($id: ID!) { node(id: $id) { id ... on XStreamConnection { active } } }', {
      id,
    });

    expect(data.node).toEqual({ id, active: false });
  });

  test('is listed together with an identical one, and both are found by their global IDs', async () => {
    const { settings } = await startX([withoutId(1), withoutId(1)]);
    const { query } = await startSwitchboard(settings);

    const { totalCount, nodes, outcomes } = (await query(LIST)).data.xStreamConnections;

    expect({ totalCount, outcomes }).toEqual({ totalCount: 2, outcomes: COMPLETE });
    const ids = nodes.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(2);
    const { data } = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual([{ id: ids[0] }, { id: ids[1] }]);
  });

  test.each([
    ['an empty ID', ''],
    ['an ID that is too long for a global ID', 'x'.repeat(5_000)],
  ])('also results from a row with %s', async (_what, id) => {
    const { totalCount, nodes, outcomes } = await listPages([xRow(1, { id }), xRow(2, { id })]);

    expect({ totalCount, outcomes }).toEqual({ totalCount: 2, outcomes: COMPLETE });
    for (const node of nodes) {
      expect(node.nativeId).toBeNull();
      expect(node.id.length).toBeLessThan(200);
    }
  });
});

describe('the global ID of a connection without an ID from X', () => {
  /** The global ID that an app with this token gives to such a connection. */
  async function idWith(bearerToken: string, row: MockRow = withoutId(1)): Promise<string> {
    const { url } = await startServerOf((_request, response) =>
      response.end(JSON.stringify({ data: [row], meta: {} })),
    );
    const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken, baseUrl: url });
    return (await query(LIST)).data.xStreamConnections.nodes[0].id;
  }

  test('is the same in two processes with the same token', async () => {
    expect(await idWith('open-sesame')).toBe(await idWith('open-sesame'));
  });

  test('cannot confirm a guess of the client address without the token', async () => {
    const id = await idWith('open-sesame');
    expect(await idWith('open-barley')).not.toBe(id);
    // What anyone could compute.
    const { connected_at: connectedAt, client_ip: clientIp } = withoutId(1);
    const members = JSON.stringify(['FILTERED_STREAM', connectedAt, clientIp]);
    const [, , , fingerprint] = JSON.parse(Buffer.from(id, 'base64url').toString());
    expect(fingerprint).toHaveLength(22);
    expect(fingerprint).not.toBe(createHash('sha256').update(members).digest('base64url').slice(0, 22));
  });

  test('is another one for another client address', async () => {
    const other = withoutId(1, { client_ip: '203.0.113.11' });
    expect(await idWith('open-sesame', other)).not.toBe(await idWith('open-sesame'));
  });
});

test('IDs that X sends with a secret stay different, and without the secret', async () => {
  const { nodes } = await listPages([xRow(1, { id: 'a?token=X' }), xRow(2, { id: 'a?token=Y' })]);
  const ids = nodes.map(({ nativeId }: { nativeId: string }) => nativeId);
  expect(ids).toEqual([expect.stringMatching(/^a\?token=\*{3}/), expect.stringMatching(/^a\?token=\*{3}/)]);
  expect(new Set(ids).size).toBe(2);
});

describe('rows with the same ID', () => {
  test('in one response are one connection with the values of the first row, and the others are reported', async () => {
    const { totalCount, nodes, outcomes, errors } = await listPages([
      xRow(1, { client_ip: '203.0.113.1' }),
      xRow(1, { client_ip: '203.0.113.2' }),
      xRow(2),
      xRow(1, { client_ip: '203.0.113.3' }),
    ]);

    expect(totalCount).toBe(2);
    expect(nodes[1]).toMatchObject({ nativeId: xRow(1)['id'], clientAddressText: '203.0.113.1' });
    const problem = { code: 'UPSTREAM_MALFORMED', message: expect.stringContaining('2 rows') };
    expect(outcomes).toEqual([{ ok: true, omittedRows: 2, problem }]);
    expect(errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  });

  test('on two pages are one connection that moved between the requests, and nothing is reported', async () => {
    const { totalCount, nodes, outcomes, errors } = await listPages(
      [xRow(1), xRow(2)],
      [xRow(2, { client_ip: '203.0.113.2' }), xRow(3)],
    );

    expect(totalCount).toBe(3);
    expect(nodes.map(({ nativeId }: { nativeId: string }) => nativeId)).toEqual([xRow(3), xRow(2), xRow(1)].map(idOf));
    // The later page is the more recent one.
    expect(nodes[1].clientAddressText).toBe('203.0.113.2');
    expect(outcomes).toEqual(COMPLETE);
    expect(errors).toEqual([]);
  });
});

function idOf(row: MockRow): unknown {
  return row['id'];
}
