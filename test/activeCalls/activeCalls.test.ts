import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../src/relay/globalId.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';
import { startTelnyx } from '../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const callsOf = (size: number, from = 0) => Array.from({ length: size }, (_, number) => callRow(from + number));
/** Calls for each connection of an account, by connection ID. */
const callsOnEach = (connections: number, calls: number) =>
  new Map(account(connections).map(({ id }, index) => [String(id), callsOf(calls, index * 1000)]));

describe('active calls in a list of connections', () => {
  test('take one request per connection: 51 requests in all for 50 connections', async () => {
    const upstream = await startTelnyx(account(50), callsOnEach(50, 30));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      '{ telnyxConnections(first: 50) { nodes { activeCalls(first: 10) { totalCount nodes { callLegId } pageInfo { hasNextPage } } } } }',
    );
    expect(errors).toEqual([]);
    const lists: unknown[] = data.telnyxConnections.nodes.map(
      ({ activeCalls }: { activeCalls: unknown }) => activeCalls,
    );
    expect(lists).toHaveLength(50);
    for (const list of lists)
      expect(list).toMatchObject({ totalCount: 30, nodes: { length: 10 }, pageInfo: { hasNextPage: true } });
    expect(upstream.requests).toHaveLength(51);
    expect(upstream.requests.slice(1).every(({ target }) => target.endsWith('/active_calls?page%5Blimit%5D=10'))).toBe(
      true,
    );
  });

  test('are read once for aliases with the same arguments', async () => {
    const upstream = await startTelnyx(account(1), callsOnEach(1, 30));
    const switchboard = await startSwitchboard(upstream.settings);
    await switchboard.query(`{
      telnyxConnections { nodes { a: activeCalls(first: 5) { nodes { id } } b: activeCalls(first: 5) { totalCount nodes { callLegId } } } }
      again: connections { nodes { ... on TelnyxConnection { activeCalls(first: 5) { nodes { id } } } } }
    }`);
    expect(upstream.requests.map(({ path }) => path)).toEqual([
      '/v2/connections',
      `/v2/connections/${telnyxId(0)}/active_calls`,
    ]);
  });

  test('take a request for a single call if only totalCount is selected', async () => {
    const upstream = await startTelnyx(account(3), callsOnEach(3, 30));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query(
      '{ telnyxConnections { nodes { activeCalls(first: 100) { totalCount } } } }',
    );
    expect(data.telnyxConnections.nodes).toEqual(Array(3).fill({ activeCalls: { totalCount: 30 } }));
    expect(upstream.requests.slice(1).map(({ query }) => query.toString())).toEqual(Array(3).fill('page%5Blimit%5D=1'));
  });

  test('are null without an error if the connection cannot have any', async () => {
    const upstream = await startTelnyx(account(3), new Map([[telnyxId(1), callsOf(2)]]));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      '{ telnyxConnections { nodes { activeCalls { totalCount nodes { callLegId } } } } }',
    );
    expect(errors).toEqual([]);
    const two = { totalCount: 2, nodes: callsOf(2).map(({ call_leg_id: callLegId }) => ({ callLegId })) };
    expect(data.telnyxConnections.nodes).toEqual([{ activeCalls: null }, { activeCalls: two }, { activeCalls: null }]);
  });

  test.each([
    { status: 422, vendorCode: '10033', code: 'UPSTREAM_REJECTED' },
    { status: 400, vendorCode: '10015', code: 'UPSTREAM_REJECTED' },
    { status: 404, vendorCode: '10005', code: 'UPSTREAM_REJECTED' },
    { status: 429, vendorCode: '10011', code: 'UPSTREAM_RATE_LIMITED' },
    { status: 500, vendorCode: null, code: 'UPSTREAM_UNAVAILABLE' },
    { status: 422, vendorCode: null, code: 'UPSTREAM_REJECTED' },
  ])(
    'are missing from one connection only if its request fails with HTTP $status and code $vendorCode',
    async ({ status, vendorCode, code }) => {
      const upstream = await startTelnyxOf(({ path }) => {
        if (path === '/v2/connections') return { body: { data: account(3), meta: { total_results: 3 } } };
        if (path.includes(telnyxId(1)))
          return { status, body: vendorCode === null ? 'No' : { errors: [{ code: vendorCode }] } };
        return { body: { data: callsOf(1), meta: { total_items: 1 } } };
      });
      const switchboard = await startSwitchboard(upstream.settings);
      const { data, errors } = await switchboard.query(
        '{ telnyxConnections(sort: CREATED_AT_ASC) { nodes { name activeCalls { totalCount } } } }',
      );
      const one = { totalCount: 1 };
      expect(data.telnyxConnections.nodes).toEqual([
        { name: 'Line 0', activeCalls: one },
        { name: 'Line 1', activeCalls: null },
        { name: 'Line 2', activeCalls: one },
      ]);
      expect(errors).toMatchObject([
        {
          path: ['telnyxConnections', 'nodes', 1, 'activeCalls'],
          extensions: { code, vendorCode, httpStatus: status, source: 'telnyx' },
        },
      ]);
    },
  );
});

describe('an active call', () => {
  const ALL_FIELDS = `{
    telnyxConnections {
      nodes {
        id
        activeCalls {
          nodes { id callControlId callLegId callSessionId clientState durationSeconds recordType connection { id } }
        }
      }
    }
  }`;
  const sent = callRow(1, { client_state: 'aGF2ZSBhIG5pY2UgZGF5ID1d', call_duration: 61 });
  const expected = {
    id: toGlobalId('ActiveCall', 'telnyx', telnyxId(0), String(sent.call_leg_id)),
    callControlId: 'v3:control-1',
    callLegId: sent.call_leg_id,
    callSessionId: 'session-1',
    clientState: 'aGF2ZSBhIG5pY2UgZGF5ID1d',
    durationSeconds: 61,
    recordType: 'call',
    connection: { id: toGlobalId('TelnyxConnection', 'telnyx', telnyxId(0)) },
  };

  test.each([
    { what: 'has every field that Telnyx sends', row: sent, node: expected },
    {
      what: 'has no clientState if Telnyx sends null',
      row: { ...sent, client_state: null },
      node: { ...expected, clientState: null },
    },
    {
      what: 'has a duration of 0 if Telnyx sends none',
      row: { ...sent, call_duration: undefined },
      node: { ...expected, durationSeconds: 0 },
    },
    {
      what: 'has a duration of 0 if Telnyx does not send a number',
      row: { ...sent, call_duration: 'long' },
      node: { ...expected, durationSeconds: 0 },
    },
    {
      what: 'has no callControlId if Telnyx sends null',
      row: { ...sent, call_control_id: null },
      node: { ...expected, callControlId: null },
    },
    {
      what: 'has the default recordType if Telnyx sends none',
      row: { ...sent, record_type: undefined },
      node: expected,
    },
  ])('$what', async ({ row, node }) => {
    const upstream = await startTelnyx(account(1), new Map([[telnyxId(0), [row]]]));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(ALL_FIELDS);
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.nodes[0].activeCalls.nodes).toEqual([node]);
  });

  test.each([{ call_leg_id: undefined }, { call_leg_id: null }, { call_session_id: undefined }])(
    'is the only one omitted, with an entry in `errors`, if it cannot be read: %j',
    async (member) => {
      const rows = [callRow(1), callRow(2, member), callRow(3)];
      const upstream = await startTelnyx(
        account(2),
        new Map([
          [telnyxId(0), rows],
          [telnyxId(1), callsOf(1)],
        ]),
      );
      const switchboard = await startSwitchboard(upstream.settings);
      const { data, errors } = await switchboard.query(
        '{ telnyxConnections(sort: CREATED_AT_ASC) { nodes { activeCalls { nodes { callSessionId } } } } }',
      );
      expect(data.telnyxConnections.nodes).toEqual([
        { activeCalls: { nodes: [{ callSessionId: 'session-1' }, { callSessionId: 'session-3' }] } },
        { activeCalls: { nodes: [{ callSessionId: 'session-0' }] } },
      ]);
      expect(errors).toMatchObject([
        {
          path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
          message: expect.stringContaining('1 row'),
          extensions: { code: 'UPSTREAM_MALFORMED' },
        },
      ]);
    },
  );
});
