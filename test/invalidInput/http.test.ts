import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { startMisused } from '../support/invalidInput.ts';

const JSON_BODY = { 'content-type': 'application/json' };

/** Starts Switchboard. `send` sends an HTTP request and checks that Switchboard still answers queries after it. */
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

describe('rejects without executing GraphQL', () => {
  const QUERY = '{"query":"{ __typename }"}';

  // A page of another site can make a browser send these requests without a preflight request.
  test.each([
    ['plain text', { headers: { 'content-type': 'text/plain' }, body: QUERY }, 415, /as JSON/],
    [
      'a URL-encoded form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' },
      415,
      /./,
    ],
    ['a multipart form', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 415, /./],
    ['no content type', { body: QUERY }, 415, /./],
    ['a GET request from a link', { method: 'GET', search: '?query={__typename}' }, 400, /another site/],
  ] as const)('a request that could be cross-site: %s', async (_case, options, status, message) => {
    const { send } = await start();
    const answer = await send(options);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toContain('"data"');
  });

  test.each([
    ['a body that is not valid JSON', { headers: JSON_BODY, body: '{' }, 400, /not valid JSON/],
    ['an empty body', { headers: JSON_BODY, body: '' }, 400, /is empty/],
    ['the body null', { headers: JSON_BODY, body: 'null' }, 400, /body/],
    ['a batch of queries', { headers: JSON_BODY, body: `[${QUERY}]` }, 400, /Batches/],
    ['a query that is not a string', { headers: JSON_BODY, body: '{"query":1}' }, 400, /must be strings/],
    ['a body without a query', { headers: JSON_BODY, body: '{"variables":{}}' }, 400, /query/],
    [
      'variables that are not an object',
      { headers: JSON_BODY, body: '{"query":"{a}","variables":"x"}' },
      400,
      /variables/,
    ],
    [
      'a member __proto__ in the variables',
      { headers: JSON_BODY, body: '{"query":"{a}","variables":{"__proto__":{"a":1}}}' },
      400,
      /not valid JSON/,
    ],
    [
      'a body larger than one megabyte',
      { headers: JSON_BODY, body: JSON.stringify({ query: ' '.repeat(2e6) }) },
      413,
      /larger than/,
    ],
    [
      'a mutation by GET',
      {
        method: 'GET',
        headers: { accept: 'application/graphql-response+json', 'apollo-require-preflight': '1' },
        search: '?query=mutation{__typename}',
      },
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

describe('an invalid query is rejected', () => {
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
  ])('%s with variables %o', async (document, variables, code, message) => {
    const { query } = await start();

    const { data, errors, status } = await query(document, variables);

    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors[0]?.extensions).toEqual({ code });
    expect(errors.map((error) => error.message).join()).toMatch(message);
    expect((await query('{ sources { name } }')).errors).toEqual([]);
  });

  test.each([
    ['fields nested', `${'{ a '.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['a list nested', `{ nodes(ids: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`],
    ['a list type nested', `query ($ids: ${'['.repeat(20_000)}ID${']'.repeat(20_000)}) { nodes(ids: $ids) { id } }`],
  ])('with %s 20,000 levels deep', async (_case, document) => {
    const { query } = await start();

    const { data, status, errors } = await query(document);

    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors).toMatchObject([{ message: expect.stringContaining('2000 tokens') }]);
    expect((await query('{ sources { name } }')).errors).toEqual([]);
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
  'rejects null from a variable for an argument that cannot be null: %s',
  async (document, variables, field, message) => {
    const { query } = await start();

    const { errors } = await query(document, variables);

    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0]?.message).toMatch(message);
  },
);
