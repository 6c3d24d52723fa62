import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { startMisused } from './support/misuse.ts';

const JSON_BODY = { 'content-type': 'application/json' };

/** A server that must still work after each request. */
async function start() {
  const { url, query } = await startMisused();
  return {
    query,
    send: async (options: Partial<Parameters<typeof request>[1]> & { readonly search?: string }) => {
      const { search = '', ...rest } = options;
      const { statusCode, body } = await request(url + search, { method: 'POST', ...rest });
      const text = await body.text();
      expect((await query('{ sources { name } }')).errors).toEqual([]);
      return { status: statusCode, text };
    },
  };
}

describe('a request that is rejected before GraphQL reads it', () => {
  const QUERY = '{"query":"{ __typename }"}';

  // What a page of another site can make a browser send without asking first.
  test.each([
    ['text', { headers: { 'content-type': 'text/plain' }, body: QUERY }, 400, /CSRF/],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' },
      415,
      /./,
    ],
    ['a form of parts', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 415, /./],
    ['no type at all', { body: QUERY }, 415, /./],
    ['a link', { method: 'GET', search: '?query={__typename}' }, 400, /CSRF/],
  ] as const)('cross-site: %s', async (_case, options, status, message) => {
    const { send } = await start();
    const answer = await send(options);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toContain('"data"');
  });

  test.each([
    ['no JSON', { headers: JSON_BODY, body: '{' }, 400, /not valid JSON/],
    ['nothing', { headers: JSON_BODY, body: '' }, 400, /is empty/],
    ['null', { headers: JSON_BODY, body: 'null' }, 400, /body/],
    ['a list of queries', { headers: JSON_BODY, body: `[${QUERY}]` }, 400, /batching disabled/],
    ['a query that is no text', { headers: JSON_BODY, body: '{"query":1}' }, 400, /must be strings/],
    ['no query', { headers: JSON_BODY, body: '{"variables":{}}' }, 400, /query/],
    ['variables that are no object', { headers: JSON_BODY, body: '{"query":"{a}","variables":"x"}' }, 400, /variables/],
    [
      'prototypes',
      { headers: JSON_BODY, body: '{"query":"{a}","variables":{"__proto__":{"a":1}}}' },
      400,
      /not valid JSON/,
    ],
    [
      'more than a megabyte',
      { headers: JSON_BODY, body: JSON.stringify({ query: ' '.repeat(2e6) }) },
      413,
      /larger than/,
    ],
    [
      'a GET that would change something',
      { method: 'GET', headers: { 'apollo-require-preflight': '1' }, search: '?query=mutation{__typename}' },
      400,
      /no mutation/,
    ],
    ['a method other than GET and POST', { method: 'DELETE' }, 405, /GET or POST/],
  ] as const)('%s', async (_case, options, status, message) => {
    const { send } = await start();
    const answer = await send(options);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toMatch(/"data"|at .*\.(?:ts|js):/);
  });
});

describe('a query that is no query of this graph', () => {
  test.each([
    ['{', {}, 'GRAPHQL_PARSE_FAILED', /Expected Name/],
    ['{ connections { nodes { colour } } }', {}, 'GRAPHQL_VALIDATION_FAILED', /"colour"/],
    ['{ connections(size: 1) { totalCount } }', {}, 'GRAPHQL_VALIDATION_FAILED', /"size"/],
    ['{ connections(first: "1") { totalCount } }', {}, 'GRAPHQL_VALIDATION_FAILED', /Int .*"1"/],
    ['{ connections(first: 99999999999) { totalCount } }', {}, 'GRAPHQL_VALIDATION_FAILED', /32-bit/],
    ['{ connections(orderBy: { field: SIZE }) { totalCount } }', {}, 'GRAPHQL_VALIDATION_FAILED', /"SIZE"/],
    [
      '{ connections(filter: { createdAfter: "yesterday" }) { totalCount } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
      /yesterday/,
    ],
    ['{ connections(filter: { providers: [SKYPE] }) { totalCount } }', {}, 'GRAPHQL_VALIDATION_FAILED', /"SKYPE"/],
    ['{ node { id } }', {}, 'GRAPHQL_VALIDATION_FAILED', /"id"/],
    ['mutation { hangUp }', {}, 'GRAPHQL_VALIDATION_FAILED', /no mutation/],
    ['subscription { calls }', {}, 'GRAPHQL_VALIDATION_FAILED', /no subscription/],
    ['{ ...A } fragment A on Query { ...A }', {}, 'GRAPHQL_VALIDATION_FAILED', /itself/],
    ['query A { __typename } query B { __typename }', {}, 'OPERATION_RESOLUTION_FAILURE', /operation name/],
    ['query ($f: Int) { connections(first: $f) { totalCount } }', { f: '1' }, 'BAD_USER_INPUT', /"\$f"/],
    ['query ($f: Int) { connections(first: $f) { totalCount } }', { f: 1e11 }, 'BAD_USER_INPUT', /"\$f"/],
    ['query ($f: Int!) { connections(first: $f) { totalCount } }', {}, 'BAD_USER_INPUT', /"\$f"/],
    ['query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: [null] }, 'BAD_USER_INPUT', /"\$i"/],
    [
      'query ($f: ConnectionFilter) { connections(filter: $f) { totalCount } }',
      { f: { createdBefore: '2026-13-01T00:00:00Z' } },
      'BAD_USER_INPUT',
      /f\.createdBefore/,
    ],
    [
      'query ($f: ConnectionFilter) { connections(filter: $f) { totalCount } }',
      { f: { __proto: 1, colour: 'red' } },
      'BAD_USER_INPUT',
      /colour/,
    ],
  ])('%s with %o', async (document, variables, code, message) => {
    const { query } = await start();

    const { data, errors, status } = await query(document, variables);

    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors[0]?.extensions).toEqual({ code });
    expect(errors.map((error) => error.message).join()).toMatch(message);
    expect((await query('{ sources { name } }')).errors).toEqual([]);
  });

  test.each([
    ['fields', `${'{ a '.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['a list', `{ nodes(ids: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`],
    ['a type', `query ($ids: ${'['.repeat(20_000)}ID${']'.repeat(20_000)}) { nodes(ids: $ids) { id } }`],
  ])('%s within each other twenty thousand deep', async (_case, document) => {
    const { query } = await start();

    const { data, status, errors } = await query(document);

    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors).toMatchObject([{ message: expect.stringContaining('5000 tokens') }]);
    expect((await query('{ sources { name } }')).errors).toEqual([]);
  });
});

describe('a field within itself is rejected, before anything is asked for', () => {
  const calls = 'activeCalls { nodes { connection';
  test.each([
    ['plainly', `{ telnyxConnections { nodes { ${calls} { ${calls} { id } } } } } } } } }`],
    ['under an alias', `{ telnyxConnections { nodes { ${calls} { more: ${calls} { id } } } } } } } } }`],
    [
      'in a fragment',
      `{ telnyxConnections { nodes { ...F } } } fragment F on TelnyxConnection { ${calls} { ...F } } } }`,
    ],
    [
      'in a fragment that is harmless elsewhere',
      `{ telnyxConnections { nodes { ...F ${calls} { ... on Node { ...F } } } } } } }
      fragment F on TelnyxConnection { activeCalls { totalCount nodes { id } } }`,
    ],
  ])('%s', async (_case, document) => {
    const { query } = await start();
    const { data, status, errors } = await query(document);
    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors.map(({ message }) => message)).toContain('Field "activeCalls" must not be nested in itself.');
  });

  test.each([
    ['outStreams', 'streams { outStreams { outStreams { name } } }'],
    ['outStreams', 'streams { outStreams { inStream { outStreams { name } } } }'],
    ['inStream', 'streams { inStream { inStream { name } } }'],
    ['streams', 'streams { outStreams { connection { streams { name } } } }'],
    ['stack', 'stack { streams { connection { stack { type } } } }'],
  ])('the %s of EMS: %s', async (field, selection) => {
    const { query } = await start();
    const { data, status, errors } = await query(`{ emsConnections { nodes { ${selection} } } }`);
    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors.map(({ message }) => message)).toContain(`Field "${field}" must not be nested in itself.`);
  });

  // A publisher with n viewers would be listed with n times n.
  test.each([
    ['outStreams', 'inStream', 'streams { inStream { outStreams { name } } }'],
    [
      'outStreams',
      'inStream',
      'streams { inStream { ...F } } } } } fragment F on EmsStream { ... on EmsStream { a: outStreams { name',
    ],
    ['streams', 'connection', 'stack { streams { connection { streams { name } } } }'],
    ['streams', 'connection', 'streams { connection { stack { streams { name } } } }'],
  ])('the %s of EMS behind its %s: %s', async (field, left, selection) => {
    const { query } = await start();
    const { data, status, errors } = await query(`{ emsConnections { nodes { ${selection} } } }`);
    expect({ data, status }).toEqual({ data: null, status: 400 });
    const message = `Field "${field}" must not be nested in "${left}": it would list the same objects again.`;
    expect(errors.map((error) => error.message)).toContain(message);
  });

  test('though each link of a stream can be followed once', async () => {
    const { query } = await start();
    const stream =
      'streams { inStream { connection { name } } outStreams { inStream { name } connection { stack { type } } } }';
    const { status } = await query(`{ emsConnections { nodes { ${stream} stack { streams { viewerCount } } } } }`);
    expect(status).toBe(200);
  });

  test('though two lists beside each other, or a fragment in two places, are as good as ever', async () => {
    const { query } = await start();
    const { status } = await query(`
      { a: telnyxConnections { nodes { ...F } } b: telnyxConnections { nodes { ...F more: activeCalls { totalCount } } } }
      fragment F on TelnyxConnection { activeCalls { nodes { connection { name } } } }
    `);
    expect(status).toBe(200);
  });

  test('nor do fragments that double at every step take longer to be looked at', async () => {
    const { query } = await start();
    const steps = Array.from(
      { length: 300 },
      (_, n) => `fragment F${n} on TelnyxConnection { ...F${n + 1} ...F${n + 1} }`,
    );
    const { status } = await query(
      `{ telnyxConnections { nodes { ...F0 } } } ${steps.join(' ')} fragment F300 on TelnyxConnection { name }`,
    );
    expect(status).toBe(200);
  });
});

test.each([
  ['query ($id: ID = "x") { node(id: $id) { id } }', { id: null }, 'node', /"id" .* must not be null/],
  [
    'query ($field: ConnectionOrderField = NAME) { connections(orderBy: { field: $field }) { totalCount } }',
    { field: null },
    'connections',
    /"orderBy" has invalid value/,
  ],
])(
  'a null that a variable brings where there can be none is the mistake of the query: %s',
  async (document, variables, field, message) => {
    const { query } = await start();

    const { errors } = await query(document, variables);

    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0]?.message).toMatch(message);
  },
);
