import { describe, expect, test } from 'vitest';
import { closed, xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startX } from '../../support/upstreams.ts';
import { testProvider } from '../testProvider.ts';

testProvider({
  name: 'X',
  list: 'xStreamConnections',
  // By default only open connections are listed.
  listArguments: 'status: ALL',
  connectionType: 'XStreamConnection',
  sourceType: 'XSource',
  row: ({ nativeId, name, active, createdAt }) =>
    xRow(0, { id: nativeId, endpoint_name: name, connected_at: createdAt, ...(!active && closed) }),
  start: startX,
  listingBody: (rows) => JSON.stringify({ data: rows, meta: { result_count: rows.length } }),
  brokenRow: null,
  settings: (url, bearerToken) => ({ bearerToken, baseUrl: url }),
  path: '/2/connections',
  authorization: (secret) => `Bearer ${secret}`,
});

const EVERY_FIELD =
  'connection.fields=client_ip%2Cconnected_at%2Cdisconnect_reason%2Cdisconnected_at%2Cendpoint_name%2Cid';

test.each([
  ['first: 1', 'status=active', ''],
  ['status: null', 'status=active', ''],
  ['status: ACTIVE', 'status=active', ''],
  ['status: INACTIVE', 'status=inactive', ''],
  ['status: ALL, endpoints: null', 'status=all', ''],
  ['endpoints: [FILTERED_STREAM]', 'status=active', '&endpoints=filtered_stream'],
  [
    'endpoints: [SAMPLE10_STREAM, FIREHOSE_STREAM_LANG_EN, SAMPLE10_STREAM]',
    'status=active',
    '&endpoints=firehose_stream_lang_en%2Csample10_stream',
  ],
])('xStreamConnections(%s) requests %s%s', async (listArguments, status, endpoints) => {
  const x = await startX([]);
  const { query } = await startSwitchboard(x.settings);

  const { errors } = await query(`{ xStreamConnections(${listArguments}) { totalCount } }`);

  expect(errors).toEqual([]);
  expect(x.requests.map(({ target }) => target)).toEqual([
    `/2/connections?${status}&max_results=100&${EVERY_FIELD}${endpoints}`,
  ]);
});

test('an empty list of endpoints matches nothing and makes no request', async () => {
  const { settings, requests } = await startX([xRow(1)]);
  const { query } = await startSwitchboard(settings);

  const { data, errors } = await query(
    '{ xStreamConnections(endpoints: []) { totalCount nodes { id } outcomes { ok } } }',
  );

  expect(errors).toEqual([]);
  expect(data.xStreamConnections).toEqual({ totalCount: 0, nodes: [], outcomes: [{ ok: true }] });
  expect(requests).toEqual([]);
});

test.each([
  ['ACTIVE', ['open'], [true]],
  ['INACTIVE', ['closed'], [false]],
  ['ALL', ['open', 'closed'], [true, false]],
])('status %s lists %s', async (status, names, active) => {
  const rows = [xRow(1, { endpoint_name: 'closed', ...closed }), xRow(2, { endpoint_name: 'open' })];
  const { settings } = await startX(rows);
  const { query } = await startSwitchboard(settings);

  const { data } = await query(`{ xStreamConnections(status: ${status}) { nodes { name active } } }`);

  expect(data.xStreamConnections.nodes).toEqual(names.map((name, index) => ({ name, active: active[index] })));
});

test('250 connections take three requests, and are sorted by Switchboard', async () => {
  const rows = Array.from({ length: 250 }, (_, number) => xRow(number));
  const { settings, requests } = await startX(rows);
  const { query } = await startSwitchboard(settings);

  const { data, errors } = await query('{ xStreamConnections(first: 250) { totalCount nodes { nativeId } } }');

  expect(errors).toEqual([]);
  expect(data.xStreamConnections).toEqual({
    totalCount: 250,
    nodes: rows.map(({ id }) => ({ nativeId: id })).reverse(),
  });
  expect(requests).toHaveLength(3);
});

describe('a connection', () => {
  const ALL = `nativeId name active createdAt endpointName endpoint clientIp clientAddressText connectedAt disconnectedAt disconnectReason`;

  async function listWith(members: Readonly<Record<string, unknown>>) {
    const { settings } = await startX([xRow(1, members)]);
    const { query } = await startSwitchboard(settings);
    const { data, errors } = await query(`{ xStreamConnections(status: ALL) { nodes { ${ALL} } } }`);
    expect(errors).toEqual([]);
    return data.xStreamConnections.nodes;
  }

  const open = {
    nativeId: '00000000-0000-4000-9000-000000000001',
    name: 'filtered_stream',
    active: true,
    createdAt: '2026-01-01T00:00:01.000Z',
    endpointName: 'filtered_stream',
    endpoint: 'FILTERED_STREAM',
    clientIp: '203.0.113.10',
    clientAddressText: '203.0.113.10',
    connectedAt: '2026-01-01T00:00:01.000Z',
    disconnectedAt: null,
    disconnectReason: null,
  };

  test('that is open has every field that X sends', async () => {
    expect(await listWith({})).toEqual([open]);
  });

  test('that is closed also has its disconnect time and reason', async () => {
    const end = { disconnectedAt: '2026-02-01T00:00:00.000Z', disconnectReason: 'operator_disconnect' };

    expect(await listWith(closed)).toEqual([{ ...open, ...end, active: false }]);
  });

  test.each([
    // X's former name.
    ['filter_stream', 'FILTERED_STREAM'],
    ['likes_compliance_stream', 'LIKES_COMPLIANCE_STREAM'],
    ['powerstream', null],
    ['FILTERED_STREAM', null],
    ['__proto__', null],
  ])('to endpoint %s has endpoint %s', async (endpointName, endpoint) => {
    expect(await listWith({ endpoint_name: endpointName })).toEqual([
      { ...open, name: endpointName, endpointName, endpoint },
    ]);
  });

  const unknown = { name: 'unknown', endpointName: 'unknown', endpoint: null };

  test.each<[string, object]>([
    ['id', { nativeId: null }],
    ['endpoint_name', unknown],
    ['connected_at', { createdAt: null, connectedAt: null }],
    ['client_ip', { clientIp: null, clientAddressText: null }],
  ])('without %s has all other fields', async (member, differences) => {
    const expected = [{ ...open, ...differences }];

    expect(await listWith({ [member]: undefined })).toEqual(expected);
    expect(await listWith({ [member]: null })).toEqual(expected);
    expect(await listWith({ [member]: ['not', 'text'] })).toEqual(expected);
  });

  test('without any member is listed, with null fields', async () => {
    const nothing = Object.fromEntries(Object.keys(xRow(1)).map((member) => [member, undefined]));

    expect(await listWith(nothing)).toEqual([
      {
        ...open,
        ...unknown,
        nativeId: null,
        createdAt: null,
        connectedAt: null,
        clientIp: null,
        clientAddressText: null,
      },
    ]);
  });

  test.each([
    ['2023-11-07T05:31:56Z', '2023-11-07T05:31:56.000Z'],
    ['2023-11-07T05:31:56.123456Z', '2023-11-07T05:31:56.123Z'],
    ['2023-11-07T06:31:56+01:00', '2023-11-07T05:31:56.000Z'],
    ['yesterday', null],
  ])('with connected_at %s has connectedAt %s', async (text, moment) => {
    expect(await listWith({ connected_at: text })).toEqual([{ ...open, createdAt: moment, connectedAt: moment }]);
  });

  test.each([
    ['2001:db8::10', '2001:db8::10'],
    ['203.0.113.9:51234', '203.0.113.9'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['::ffff:203.0.113.9', '::ffff:203.0.113.9'],
    ['203.0.113.0/24', null],
    ['203.0.113.9/32', null],
    ['2001:db8::/32', null],
    ['[203.0.113.9]:80', null],
    ['203.0.113.9:port', null],
    ['203.0.113.9:51234:1', null],
    ['203.0.113.9, 203.0.113.10', null],
    ['host.example:443', null],
    [':443', null],
    ['[]', null],
    ['203.0.113.9:51234\n', null],
  ])('with client_ip %j has clientIp %j, and the text that X sent', async (text, clientIp) => {
    expect(await listWith({ client_ip: text })).toEqual([{ ...open, clientIp, clientAddressText: text }]);
  });

  test('with an empty client_ip has no address', async () => {
    expect(await listWith({ client_ip: '' })).toEqual([{ ...open, clientIp: null, clientAddressText: null }]);
  });
});
