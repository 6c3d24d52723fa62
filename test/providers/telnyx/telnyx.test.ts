import { describe, expect, test } from 'vitest';
import { sandboxApiKey } from '../../../src/providers/telnyx/sandbox/server.ts';
import { telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startTelnyx } from '../../support/upstreams.ts';
import { testProvider } from '../testProvider.ts';

testProvider({
  name: 'TELNYX',
  list: 'telnyxConnections',
  connectionType: 'TelnyxConnection',
  sourceType: 'TelnyxSource',
  row: ({ nativeId, name, active, createdAt }) =>
    telnyxRow(0, { id: nativeId, connection_name: name, active, created_at: createdAt }),
  start: (rows, name) => startTelnyx(rows, undefined, name),
  listingBody: (rows) => JSON.stringify({ data: rows, meta: { total_results: rows.length } }),
  brokenRow: { connection_name: 'Without an ID' },
  settings: (url, apiKey) => ({ apiKey, baseUrl: `${url}/v2` }),
  path: '/v2/connections',
  authorization: (secret) => `Bearer ${secret}`,
});

/** The paths and queries of the upstream requests for a query, as sent. */
async function targetsOf(query: string): Promise<string[]> {
  const upstream = await startTelnyx([telnyxRow(1)]);
  const switchboard = await startSwitchboard(upstream.settings);
  const { errors } = await switchboard.query(query);
  expect(errors).toEqual([]);
  expect(upstream.requests.every(({ headers }) => headers.authorization === `Bearer ${sandboxApiKey}`)).toBe(true);
  return upstream.requests.map(({ target }) => target);
}

describe('the requests to Telnyx', () => {
  const page = (size: number, sort: string) => `/v2/connections?page%5Bnumber%5D=1&page%5Bsize%5D=${size}&sort=${sort}`;

  test.each([
    { list: '', target: page(21, '-created_at') },
    { list: '(first: 5)', target: page(6, '-created_at') },
    { list: '(first: 250)', target: page(250, '-created_at') },
    { list: '(last: 5)', target: page(250, 'created_at') },
    { list: '(sort: null, filter: null)', target: page(21, '-created_at') },
    { list: '(sort: CREATED_AT_DESC)', target: page(21, '-created_at') },
    { list: '(sort: CREATED_AT_ASC)', target: page(21, 'created_at') },
    // Read whole and sorted locally, so Telnyx's order does not matter.
    { list: '(sort: CONNECTION_NAME_ASC)', target: page(250, 'created_at') },
    { list: '(sort: CONNECTION_NAME_DESC)', target: page(250, 'created_at') },
    { list: '(sort: ACTIVE_ASC)', target: page(250, 'created_at') },
    { list: '(sort: ACTIVE_DESC)', target: page(250, 'created_at') },
    {
      list: '(filter: { connectionNameContains: "Büro & Lager+1" })',
      target: `${page(21, '-created_at')}&filter%5Bconnection_name%5D%5Bcontains%5D=B%C3%BCro%20%26%20Lager%2B1`,
    },
    {
      list: '(filter: { fqdn: "sip.example.com" })',
      target: `${page(21, '-created_at')}&filter%5Bfqdn%5D=sip.example.com`,
    },
    {
      list: '(filter: { outboundVoiceProfileId: 1293384261075731499 })',
      target: `${page(21, '-created_at')}&filter%5Boutbound_voice_profile_id%5D=1293384261075731499`,
    },
    {
      list: '(sort: ACTIVE_ASC, filter: { connectionNameContains: "Line", fqdn: "a b", outboundVoiceProfileId: "7" })',
      target: `${page(250, 'created_at')}&filter%5Bconnection_name%5D%5Bcontains%5D=Line&filter%5Bfqdn%5D=a%20b&filter%5Boutbound_voice_profile_id%5D=7`,
    },
  ])('telnyxConnections$list', async ({ list, target }) => {
    expect(await targetsOf(`{ telnyxConnections${list} { nodes { id } } }`)).toEqual([target]);
  });

  test.each([
    { filter: 'nameContains: "Line"', more: '&filter%5Bconnection_name%5D%5Bcontains%5D=Line' },
    { filter: 'nameContains: "Li"', more: '' },
    { filter: 'active: true', more: '' },
  ])('connections(filter: { $filter })', async ({ filter, more }) => {
    const [target] = await targetsOf(`{ connections(filter: { ${filter} }) { nodes { id } } }`);
    // If Telnyx cannot apply the filter, large pages are read.
    expect(target).toBe(`${page(more === '' ? 250 : 21, '-created_at')}${more}`);
  });
});

describe('a filter that Telnyx would reject', () => {
  const long = 'x'.repeat(257);

  test.each([
    { filter: { connectionNameContains: 'ab' }, argument: 'filter.connectionNameContains' },
    { filter: { connectionNameContains: '' }, argument: 'filter.connectionNameContains' },
    // Two characters, though four UTF-16 units.
    { filter: { connectionNameContains: '☎️' }, argument: 'filter.connectionNameContains' },
    { filter: { connectionNameContains: long }, argument: 'filter.connectionNameContains' },
    { filter: { connectionNameContains: 'x'.repeat(600_000) }, argument: 'filter.connectionNameContains' },
    { filter: { connectionNameContains: 'Line\n1' }, argument: 'filter.connectionNameContains' },
    { filter: { connectionNameContains: 'Line \ud800' }, argument: 'filter.connectionNameContains' },
    { filter: { fqdn: '' }, argument: 'filter.fqdn' },
    { filter: { fqdn: long }, argument: 'filter.fqdn' },
    { filter: { fqdn: 'sip.example.com\0' }, argument: 'filter.fqdn' },
    { filter: { outboundVoiceProfileId: '' }, argument: 'filter.outboundVoiceProfileId' },
    { filter: { outboundVoiceProfileId: long }, argument: 'filter.outboundVoiceProfileId' },
    { filter: { outboundVoiceProfileId: '1\t' }, argument: 'filter.outboundVoiceProfileId' },
  ])('is rejected before any request: $argument', async ({ filter, argument }) => {
    const upstream = await startTelnyx([]);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      'query ($filter: TelnyxConnectionFilter) { telnyxConnections(filter: $filter) { totalCount } }',
      { filter },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringContaining(argument), extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
    expect(upstream.requests).toEqual([]);
  });

  test('may have 256 characters, whatever their length in UTF-16', async () => {
    const upstream = await startTelnyx([telnyxRow(1, { connection_name: '☎'.repeat(128) + '😀'.repeat(128) })]);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      'query ($text: String) { telnyxConnections(filter: { connectionNameContains: $text }) { totalCount } }',
      { text: '☎'.repeat(128) + '😀'.repeat(128) },
    );
    expect({ data, errors }).toEqual({ data: { telnyxConnections: { totalCount: 1 } }, errors: [] });
  });

  test('of Query.connections is applied locally instead', async () => {
    const nameContains = 'Line\n1';
    const upstream = await startTelnyx([telnyxRow(1), telnyxRow(2, { connection_name: `a ${nameContains} b` })]);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      'query ($nameContains: String) { connections(filter: { nameContains: $nameContains }) { nodes { nativeId } } }',
      { nameContains },
    );
    expect(errors).toEqual([]);
    expect(data.connections.nodes).toHaveLength(1);
    expect(upstream.requests.map(({ query }) => [...query.keys()])).toEqual([['page[number]', 'page[size]', 'sort']]);
  });
});
