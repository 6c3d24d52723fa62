import { getIntrospectionQuery } from 'graphql';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow, emsStream } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startTelnyx } from '../support/upstreams.ts';

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

interface Cost {
  readonly requested: number;
  readonly actual: number;
  readonly upstreamRequests: Readonly<Record<string, number>>;
}

/** The costs that an operation reports. */
async function costOf(url: string, query: string, variables: object = {}) {
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-graphql-cost': 'true' },
    body: JSON.stringify({ query, variables }),
  });
  const { extensions } = (await body.json()) as { extensions: { cost: Cost } };
  return extensions.cost;
}

describe('the requested cost', () => {
  test.each([
    ['counts every field, leaves included', '{ __typename }', {}, 1],
    ['counts aliases', '{ a: __typename b: __typename }', {}, 2],
    ['counts a field once that is selected twice', '{ __typename ... on Query { __typename } }', {}, 1],
    ['multiplies by `first`', '{ emsConnections(first: 3) { nodes { name type } } }', {}, 2 + 3 * 2],
    ['multiplies by `last`', '{ emsConnections(last: 3) { nodes { name } } }', {}, 2 + 3],
    ['multiplies by a variable', 'query ($n: Int) { emsConnections(first: $n) { nodes { name } } }', { n: 7 }, 2 + 7],
    ['uses the default page size', '{ emsConnections { nodes { name } } }', {}, 2 + 20],
    [
      'uses the default page size for null',
      'query ($n: Int) { emsConnections(first: $n) { nodes { name } } }',
      {},
      2 + 20,
    ],
    [
      'applies the page size to edges and nodes',
      '{ emsConnections(first: 2) { edges { node { name } } nodes { name } } }',
      {},
      1 + 1 + 2 * 2 + 1 + 2,
    ],
    ['counts a total once', '{ emsConnections(first: 100) { totalCount } }', {}, 2],
    [
      'leaves out skipped fields',
      'query ($no: Boolean!) { emsConnections(first: 9) { nodes { name type @include(if: $no) } } }',
      { no: false },
      2 + 9,
    ],
    [
      'takes the most expensive of the possible types',
      '{ connections(first: 2) { nodes { name ... on EmsConnection { type } ... on XStreamConnection { endpoint endpointName } } } }',
      {},
      2 + 2 * 3,
    ],
    [
      'multiplies nested lists',
      '{ telnyxConnections(first: 2) { nodes { activeCalls(first: 5) { nodes { id } } } } }',
      {},
      2 + 2 * (30 + 1 + 5),
    ],
    ['counts IDs', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }, 1 + 3],
    ['counts a cursor as 5', '{ emsConnections(first: 2) { edges { cursor } } }', {}, 2 + 2 * 5],
  ])('%s', async (_what, document, variables, cost) => {
    const { url } = await startSwitchboard();
    expect((await costOf(url, document, variables)).requested).toBe(cost);
  });
});

test('the actual cost counts the fields of the answer', async () => {
  const { settings } = await startEms([emsRow({ id: 1 }), emsRow({ id: 2 })]);
  const { url } = await startSwitchboard(settings);
  const cost = await costOf(url, '{ emsConnections(first: 100) { nodes { name type } } }');
  expect(cost).toMatchObject({ requested: 2 + 200, actual: 2 + 4 });
});

test('the cost has the upstream requests of each provider', async () => {
  const calls = new Map([
    [telnyxId(1), [callRow(1)]],
    [telnyxId(2), [callRow(2)]],
  ]);
  const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)], calls);
  const ems = await startEms([emsRow({ id: 1 })]);
  const lifetimes = { connectionsLifetimeMs: 60_000, activeCallsLifetimeMs: 60_000, cacheBytes: 1_000_000 };
  const { url } = await startSwitchboard({ ...telnyx.settings, ...lifetimes }, ems.settings);
  const document = '{ telnyxConnections { nodes { activeCalls { totalCount } } } emsConnections { totalCount } }';
  expect((await costOf(url, document)).upstreamRequests).toEqual({ ems: 1, telnyx: 3, x: 0 });
  // Those of Telnyx are cached.
  expect((await costOf(url, document)).upstreamRequests).toEqual({ ems: 1, telnyx: 0, x: 0 });
});

test('an answer has no costs unless the client asks for them', async () => {
  const { url } = await startSwitchboard();
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });
  expect(await body.json()).toEqual({ data: { __typename: 'Query' } });
});

describe('is rejected before anything is executed', () => {
  test.each([
    [
      'twelve aliases on each of four nested fragments',
      `{ emsConnections(first: 250) { nodes { ...A } } }
      fragment A on EmsConnection { ${times(12, (n) => `a${n}: streams { ...B }`)} }
      fragment B on EmsStream { ${times(12, (n) => `b${n}: connection { ...C }`)} }
      fragment C on EmsConnection { ${times(12, (n) => `c${n}: streams { ...D }`)} }
      fragment D on EmsStream { ${times(12, (n) => `d${n}: name`)} }`,
    ],
    [
      'the same with introspection alone',
      `{ __schema { types { ...A } } }
      fragment A on __Type { ${times(12, (n) => `a${n}: fields { ...B }`)} }
      fragment B on __Field { ${times(12, (n) => `b${n}: type { ...C }`)} }
      fragment C on __Type { ${times(12, (n) => `c${n}: fields { ...D }`)} }
      fragment D on __Field { ${times(12, (n) => `d${n}: name`)} }`,
    ],
    [
      '45 aliases of activeCalls on 250 connections',
      `{ telnyxConnections(first: 250) { nodes { ${times(45, (n) => `a${n}: activeCalls(first: ${n + 1}) { totalCount }`)} } } }`,
    ],
  ])('%s', async (_what, document) => {
    const telnyx = await startTelnyx([telnyxRow(1)]);
    const ems = await startEms([emsRow({ id: 1 })]);
    const { query } = await startSwitchboard(telnyx.settings, ems.settings);

    const { data, errors } = await query(document);

    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^The operation costs \d+, more than the limit of 75000\./),
        extensions: { code: 'COST_LIMIT_EXCEEDED', limit: 75_000, cost: expect.any(Number) },
      },
    ]);
    expect([...telnyx.requests, ...ems.requests]).toEqual([]);
  });
});

test('the standard introspection query is accepted', async () => {
  const { url, query } = await startSwitchboard();
  const options = {
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  };
  const document = getIntrospectionQuery(options);
  const { data, errors } = await query(document);
  expect(errors).toEqual([]);
  expect(data.__schema.types.length).toBeGreaterThan(50);
  expect(await costOf(url, document)).toMatchObject({ requested: expect.toSatisfy((cost: number) => cost < 60_000) });
});

test('a page of 250 connections with 20 calls each is accepted', async () => {
  const { settings } = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), [callRow(1)]]]));
  const { query } = await startSwitchboard(settings);
  const { errors } = await query(`{ telnyxConnections(first: 250) { nodes { id name active
    activeCalls(first: 20) { totalCount nodes { id callLegId callSessionId durationSeconds clientState } } } } }`);
  expect(errors).toEqual([]);
});

// Its cost before the execution assumes fewer viewers.
test('a query whose answer has more fields than its cost suggested is stopped, and others are answered', async () => {
  const viewers = Array.from({ length: 500 }, (_, index) => index + 2);
  const rowWith = (id: number, stream: object) => {
    const row = emsRow({ id, stream: null }) as { stack: object[] };
    return { ...row, stack: [row.stack[0] ?? {}, { ...row.stack[1], streams: [stream] }] };
  };
  const studio = emsStream('studio');
  const { settings } = await startEms([
    rowWith(1, { ...studio, uniqueId: 1, outStreamsUniqueIds: viewers }),
    ...viewers.map((id) =>
      rowWith(id, { ...studio, uniqueId: id, type: 'ONR', inStreamUniqueId: 1, outStreamsUniqueIds: null }),
    ),
  ]);
  const { query } = await startSwitchboard(settings);

  const { data, errors } = await query(
    '{ emsConnections(first: 250) { nodes { streams { inStream { outStreams { name } } } } } }',
  );

  expect(data).toBeNull();
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining('more fields than the cost limit of 75000'),
      extensions: { code: 'COST_LIMIT_EXCEEDED' },
    },
  ]);
  expect((await query('{ emsConnections(first: 1) { totalCount } }')).data).toEqual({
    emsConnections: { totalCount: 501 },
  });
});

test('the limit is a setting', async () => {
  const { query } = await startSwitchboardWith({ limits: { maxCost: 21 } });
  expect((await query('{ emsConnections(first: 19) { nodes { name } } }')).errors).toEqual([]);
  expect((await query('{ emsConnections(first: 20) { nodes { name } } }')).errors).toMatchObject([
    { extensions: { code: 'COST_LIMIT_EXCEEDED', cost: 22, limit: 21 } },
  ]);
});
