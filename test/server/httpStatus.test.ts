import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startServerOf } from '../support/upstreams.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

async function start() {
  const ems = await startEms([emsRow({ id: 1 })]);
  const down = await startServerOf((_request, response) => void response.destroy());
  const { url } = await startSwitchboardWith({}, ems.settings, { provider: 'EMS', name: 'down', url: down.url });
  return async (body: object, accept: string | undefined, headers: Readonly<Record<string, string>> = {}) => {
    const {
      statusCode,
      headers: received,
      body: answer,
    } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }), ...headers },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what its query selects
    return { status: statusCode, type: received['content-type'], answer: (await answer.json()) as any };
  };
}

/** GraphQL requests that are rejected before execution. */
const REJECTED: readonly [string, object, string][] = [
  ['that cannot be parsed', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['that is not valid', { query: '{ colour }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['with an unknown operation', { query: '{ __typename }', operationName: 'A' }, 'OPERATION_RESOLUTION_FAILURE'],
  [
    'without an operation name',
    { query: 'query A { __typename } query B { __typename }' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'with invalid variables',
    { query: 'query ($f: Int) { connections(first: $f) { totalCount } }', variables: { f: 'x' } },
    'BAD_USER_INPUT',
  ],
];

describe('a request', () => {
  test.each(REJECTED)(
    '%s has HTTP 400 for clients that accept application/graphql-response+json',
    async (_what, body, code) => {
      const send = await start();
      const { status, type, answer } = await send(body, 'application/graphql-response+json');
      expect({ status, type }).toEqual({ status: 400, type: GRAPHQL_TYPE });
      expect(answer).toEqual({ errors: [expect.objectContaining({ extensions: { code } })] });
    },
  );

  test.each(REJECTED)('%s has HTTP 200 for clients that accept only application/json', async (_what, body, code) => {
    const send = await start();
    const { status, type, answer } = await send(body, 'application/json');
    expect({ status, type }).toEqual({ status: 200, type: JSON_TYPE });
    expect(answer).toEqual({ errors: [expect.objectContaining({ extensions: { code } })] });
  });
});

describe('the status follows the media type that the header Accept leads to:', () => {
  test.each([
    [undefined, 200, JSON_TYPE],
    ['*/*', 200, JSON_TYPE],
    ['application/*', 200, JSON_TYPE],
    ['application/json', 200, JSON_TYPE],
    ['application/json; charset=utf-8', 200, JSON_TYPE],
    ['application/json, application/graphql-response+json', 200, JSON_TYPE],
    ['application/graphql-response+json;q=0.5, application/json', 200, JSON_TYPE],
    ['application/graphql-response+json;q=0, */*', 200, JSON_TYPE],
    ['application/graphql-response+json;q=0.5, */*', 200, JSON_TYPE],
    ['application/graphql-response+json', 400, GRAPHQL_TYPE],
    ['application/graphql-response+json; charset=utf-8', 400, GRAPHQL_TYPE],
    ['Application/GraphQL-Response+JSON', 400, GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json', 400, GRAPHQL_TYPE],
    ['application/graphql-response+json, */*', 400, GRAPHQL_TYPE],
    ['*/*, application/graphql-response+json', 400, GRAPHQL_TYPE],
    ['application/json;q=0.9, application/graphql-response+json', 400, GRAPHQL_TYPE],
    ['application/graphql-response+json,application/json;q=0.9', 400, GRAPHQL_TYPE],
    ['application/json;q=0.5, */*', 400, GRAPHQL_TYPE],
  ])('%s', async (accept, status, type) => {
    const send = await start();
    expect(await send({ query: '{ colour }' }, accept)).toMatchObject({ status, type });
    expect(await send({ query: '{ __typename }' }, accept)).toMatchObject({ status: 200, type });
  });
});

describe.each(['application/json', 'application/graphql-response+json'])('with Accept: %s', (accept) => {
  test('an answer with errors and data has HTTP 200', async () => {
    const send = await start();
    const partial = await send({ query: '{ connections { totalCount } }' }, accept);
    expect(partial).toMatchObject({ status: 200, answer: { data: { connections: { totalCount: 1 } }, errors: [{}] } });
    const withoutData = await send({ query: '{ connections(first: -1) { totalCount } }' }, accept);
    expect(withoutData).toMatchObject({ status: 200, answer: { data: null, errors: [{}] } });
  });

  test.each([
    ['no query', {}, {}, 400],
    ['no query but variables', { variables: {} }, {}, 400],
    ['a query that is not a string', { query: 1 }, {}, 400],
    ['a batch', [{ query: '{ __typename }' }], {}, 400],
    ['another content type', { query: '{ __typename }' }, { 'content-type': 'text/xml' }, 415],
    [
      'a content type that needs no preflight request',
      { query: '{ __typename }' },
      { 'content-type': 'text/plain' },
      415,
    ],
    ['another host', { query: '{ __typename }' }, { host: 'evil.example' }, 421],
    ['another origin', { query: '{ __typename }' }, { origin: 'https://evil.example' }, 403],
    ['a body that is too large', { query: ' '.repeat(2_000_000) }, {}, 413],
  ])('an HTTP request with %s has HTTP 4xx', async (_what, body, headers, status) => {
    const send = await start();
    expect(await send(body, accept, headers)).toMatchObject({ status, answer: { errors: [{}] } });
  });
});

test('a media type that cannot be served is answered with HTTP 406', async () => {
  const send = await start();
  expect(await send({ query: '{ colour }' }, 'image/png')).toMatchObject({ status: 406 });
  expect(await send({ query: '{ __typename }' }, 'application/json;q=0')).toMatchObject({ status: 406 });
});
