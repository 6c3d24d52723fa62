import { describe, expect, test } from 'vitest';
import { emsBody, emsRow } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms, startServerOf } from '../../support/upstreams.ts';
import { testProvider } from '../testProvider.ts';

testProvider({
  name: 'EMS',
  list: 'emsConnections',
  connectionType: 'EmsConnection',
  sourceType: 'EmsSource',
  row: ({ nativeId, name, active, createdAt }) =>
    emsRow({ id: BigInt(nativeId), stream: name, createdAt: Date.parse(createdAt), leaving: !active }),
  start: startEms,
  listingBody: emsBody,
  brokenRow: { carrier: null, stack: [] },
  settings: (url, secret) => ({ url: url.replace('://', `://operator:${secret}@`) }),
  path: '/listConnections',
  authorization: (secret) => basic('operator', secret),
});

test('a server without connections is an empty list', async () => {
  // EMS then sends `"data":null`.
  const { settings } = await startEms([]);
  const { query } = await startSwitchboard(settings);

  const { data, errors } = await query('{ emsConnections { totalCount nodes { id } outcomes { ok } } }');

  expect(errors).toEqual([]);
  expect(data.emsConnections).toEqual({ totalCount: 0, nodes: [], outcomes: [{ ok: true }] });
});

test('status FAIL with HTTP 200 is UPSTREAM_REJECTED, without the text of the server', async () => {
  const { url } = await startServerOf((_request, response) =>
    response.end(emsBody(null, 'FAIL', 'text of the server')),
  );
  const { query } = await startSwitchboard({ provider: 'EMS', name: 'ems', url });

  const answer = await query('{ emsConnections { nodes { id } outcomes { ok problem { code httpStatus } } } }');

  const problem = { code: 'UPSTREAM_REJECTED', httpStatus: 200 };
  expect(answer.data.emsConnections).toEqual({ nodes: [], outcomes: [{ ok: false, problem }] });
  expect(answer.errors).toMatchObject([{ path: ['emsConnections'], extensions: problem }]);
  expect(JSON.stringify(answer)).not.toContain('text of the server');
});

test.each([
  // EMS does not percent-decode, so it would ignore a parameter with an encoded `=`. It reads `true` as 0.
  ['excludeNonNetworkProtocols: true', '?params=ZXhjbHVkZU5vbk5ldHdvcmtQcm90b2NvbHM9MQ=='],
  ['excludeNonNetworkProtocols: false', '?params=ZXhjbHVkZU5vbk5ldHdvcmtQcm90b2NvbHM9MA=='],
  ['excludeNonNetworkProtocols: null', ''],
  ['first: 1', ''],
])('emsConnections(%s) requests /listConnections%s', async (listArguments, query) => {
  const ems = await startEms([]);
  const switchboard = await startSwitchboard(ems.settings);

  await switchboard.query(`{ emsConnections(${listArguments}) { totalCount } }`);

  expect(ems.requests.map(({ target }) => target)).toEqual([`/listConnections${query}`]);
});

test('one listing is used for all lists and IDs of an operation', async () => {
  const { settings, requests } = await startEms([emsRow({ id: 1 }), emsRow({ id: 2 })]);
  const { query } = await startSwitchboard(settings);
  const [{ id }] = (await query('{ emsConnections { nodes { id } } }')).data.emsConnections.nodes;
  requests.length = 0;

  const { data } = await query(
    `query ($id: ID!) {
      one: emsConnections(first: 1) { nodes { id } }
      two: emsConnections(last: 1) { nodes { id } totalCount }
      connections { totalCount }
      node(id: $id) { id }
    }`,
    { id },
  );

  expect(data).toMatchObject({ two: { totalCount: 2 }, connections: { totalCount: 2 }, node: { id } });
  expect(requests).toHaveLength(1);
});

test('fifty queries succeed although EMS closes the connection after each response', async () => {
  const { settings, requests } = await startEms([emsRow({ id: 1 })]);
  const { query } = await startSwitchboard(settings);

  for (let number = 0; number < 50; number += 1) {
    const answer = await query('{ emsConnections { totalCount } }');
    expect(answer).toEqual({ data: { emsConnections: { totalCount: 1 } }, errors: [], status: 200 });
  }

  expect(requests).toHaveLength(50);
});

describe('behind an apiProxy', () => {
  const proxy = { path: '/apiproxy/origin', user: 'operator', password: 'p@ss:w/ö%rd' };

  test('a path and a password with special characters are sent correctly', async () => {
    const { settings, requests } = await startEms([emsRow({ id: 1 })], 'ems', proxy);
    const { query } = await startSwitchboard(settings);

    const { data, errors } = await query(
      '{ emsConnections { totalCount } sources { ... on EmsSource { connectionsCount } } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({ emsConnections: { totalCount: 1 }, sources: [{ connectionsCount: 7 }] });
    expect(requests.map(({ path }) => path).sort()).toEqual([
      '/apiproxy/origin/getConnectionsCount',
      '/apiproxy/origin/listConnections',
    ]);
  });

  test('a password with a bare percent sign is sent unchanged', async () => {
    const { url, requests } = await startServerOf((_request, response) => response.end(emsBody(null)));
    const { query } = await startSwitchboard({
      provider: 'EMS',
      name: 'ems',
      url: url.replace('://', '://operator:100%@'),
    });

    const { errors } = await query('{ emsConnections { totalCount } }');

    expect(errors).toEqual([]);
    expect(requests[0]?.headers.authorization).toBe(basic('operator', '100%'));
  });

  test('wrong credentials are UPSTREAM_UNAUTHENTICATED', async () => {
    const { settings } = await startEms([emsRow({ id: 1 })], 'ems', proxy);
    const { query } = await startSwitchboard({ ...settings, url: settings.url.replace('operator', 'nobody') });

    const { data, errors } = await query('{ emsConnections { totalCount } }');

    expect(data).toEqual({ emsConnections: { totalCount: 0 } });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAUTHENTICATED', httpStatus: 401 } }]);
  });
});

describe('the connection counts of a server', () => {
  const counts = `{ sources { ... on EmsSource {
    connectionsCount again: connectionsCount connectionsCountLimit { current limit } limit: connectionsCountLimit { limit }
  } } }`;

  test('take one request if count and limit are both selected', async () => {
    const { settings, requests } = await startEms([]);
    const { query } = await startSwitchboard(settings);

    const { data, errors } = await query(counts);

    expect(errors).toEqual([]);
    const limit = { current: 7, limit: 500 };
    expect(data.sources).toEqual([
      { connectionsCount: 7, again: 7, connectionsCountLimit: limit, limit: { limit: 500 } },
    ]);
    expect(requests.map(({ target }) => target)).toEqual(['/getConnectionsCountLimit']);
  });

  test.each([
    [
      'under aliases and in fragments',
      `{ sources { ...Count } more: sources { ...Limit } }
      fragment Count on EmsSource { count: connectionsCount }
      fragment Limit on EmsSource { sockets: connectionsCountLimit { current } }`,
    ],
    [
      'at different times of the operation',
      `{ sources { ... on EmsSource { connectionsCount } }
      emsConnections { outcomes { source { ... on EmsSource { connectionsCountLimit { current } } } } } }`,
    ],
  ])('take one request if both are selected %s', async (_how, document) => {
    const { settings, requests } = await startEms([]);
    const { query } = await startSwitchboard(settings);

    const { errors } = await query(document);

    expect(errors).toEqual([]);
    const countRequests = requests.map(({ target }) => target).filter((target) => target.startsWith('/getConnections'));
    expect(countRequests).toEqual(['/getConnectionsCountLimit']);
  });

  test.each([
    ['count alone', '{ sources { ... on EmsSource { connectionsCount } } }'],
    [
      'count, with the limit excluded by directives',
      `query ($no: Boolean = false) { sources { ... on EmsSource {
        connectionsCount connectionsCountLimit @include(if: $no) { current } ...Limit @skip(if: true)
      } } }
      fragment Limit on EmsSource { connectionsCountLimit { limit } }`,
    ],
  ])('are requested without the limit if the selection is the %s', async (_what, document) => {
    const { settings, requests } = await startEms([]);
    const { query } = await startSwitchboard(settings);

    const { data, errors } = await query(document);

    expect(errors).toEqual([]);
    expect(data.sources).toEqual([{ connectionsCount: 7 }]);
    expect(requests.map(({ target }) => target)).toEqual(['/getConnectionsCount']);
  });

  test.each([
    ['rejects the request', emsBody(null, 'FAIL', 'text of the server'), 'UPSTREAM_REJECTED'],
    ['sends text instead of a number', emsBody({ count: 'text of the server' }), 'UPSTREAM_MALFORMED'],
    // An unsigned 32-bit count. GraphQL's Int is signed.
    [
      'sends a number beyond the range of Int',
      emsBody({ count: 4_294_967_295, current: 1, limit: 4_294_967_295 }),
      'UPSTREAM_MALFORMED',
    ],
  ])('are null with an entry in `errors` if EMS %s', async (_what, body, code) => {
    const { url } = await startServerOf((_request, response) => response.end(body));
    const { query } = await startSwitchboard({ provider: 'EMS', name: 'ems', url });

    const answer = await query(
      '{ sources { name ... on EmsSource { connectionsCount connectionsCountLimit { current limit } } } }',
    );

    expect(answer.data.sources).toEqual([{ name: 'ems', connectionsCount: null, connectionsCountLimit: null }]);
    const extensions = { code, provider: 'EMS', source: 'ems' };
    expect(answer.errors).toHaveLength(2);
    expect(answer.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          path: ['sources', 0, 'connectionsCount'],
          extensions: expect.objectContaining(extensions),
        }),
        expect.objectContaining({
          path: ['sources', 0, 'connectionsCountLimit'],
          extensions: expect.objectContaining(extensions),
        }),
      ]),
    );
    expect(JSON.stringify(answer)).not.toContain('text of the server');
  });
});

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
