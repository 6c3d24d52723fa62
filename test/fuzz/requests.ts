import fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { hashOf } from '../support/trustedDocuments.ts';
import type { RequestOptions } from './target.ts';

/*
 * Requests that are HTTP, but not always GraphQL.
 */

/** The first one is valid. */
export const DOCUMENTS = [
  '{ __typename }',
  '{ connections(first: 1) { nodes { name } } }',
  '{ sources { name } }',
  'query A { __typename } query B { __typename }',
  '{',
  '{ colour }',
] as const;

const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json; charset="',
  'application/graphql-response+json',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/plain; charset=\u00ff',
  ', ,',
  '/',
];

const ACCEPTS = [
  '*/*',
  'application/json',
  'application/graphql-response+json; q=0.5, application/json; q=nonsense',
  'multipart/mixed; deferSpec=20220824, application/json',
  'text/html',
  'image/png',
  ';;;,,,',
  'a'.repeat(2000),
];

/** Values that look like something else to JavaScript, in the members that a server reads. */
const strange = fc.constantFrom<unknown>(
  { toString: 1 },
  { toString: null, valueOf: null },
  { length: -1 },
  [],
  [[]],
  null,
  0,
  1e308,
  '',
  '__proto__',
  '\ud800',
);

const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }), strange);

const hash = fc.oneof(fc.constantFrom(...DOCUMENTS.map(hashOf)), fc.stringMatching(/^[0-9a-f]{64}$/));

const persistedQuery = fc.record(
  { version: fc.oneof(fc.constant(1), json), sha256Hash: fc.oneof(hash, json) },
  { requiredKeys: [] },
);

/** Mostly the first value. */
function usually<Value>(value: Value, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ arbitrary: fc.constant(value), weight: 3 }, other);
}

const members = {
  query: fc.oneof({ arbitrary: fc.constantFrom(...DOCUMENTS), weight: 5 }, json),
  variables: usually<unknown>({}, json),
  operationName: usually<unknown>(null, fc.oneof(fc.constantFrom('A', 'B', ''), json)),
  extensions: usually<unknown>({}, fc.oneof(json, fc.record({ persistedQuery: fc.oneof(persistedQuery, json) }))),
  documentId: usually(
    null,
    fc.oneof(
      hash.map((text) => `sha256:${text}`),
      json,
    ),
  ),
  __proto__: json,
};

/** The members of a GraphQL request, each of them right or wrong or left out. */
const operation = fc.oneof(fc.record(members, { requiredKeys: [] }), fc.record(members, { requiredKeys: ['query'] }));

const operationText = operation.map((value) => JSON.stringify(value));

const body = fc.oneof(
  { arbitrary: operationText, weight: 4 },
  fc.tuple(operationText, fc.nat({ max: 300 })).map(([text, length]) => text.slice(0, length)),
  fc.tuple(operationText, fc.uint8Array({ maxLength: 4 }), fc.nat({ max: 300 })).map(([text, bytes, at]) => {
    const encoded = Buffer.from(text);
    return Buffer.concat([encoded.subarray(0, at), bytes, encoded.subarray(at)]);
  }),
  fc.array(operation, { maxLength: 3 }).map((values) => JSON.stringify(values)),
  json.map((value) => JSON.stringify(value)),
  fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  fc.nat({ max: 50_000 }).map((depth) => `{"variables":${'['.repeat(depth)}`),
  fc
    .nat({ max: 20_000 })
    .map((depth) => `{"query":"{__typename}","variables":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`),
);

const headerValues = {
  'content-type': usually('application/json', fc.constantFrom(...CONTENT_TYPES)),
  accept: usually('application/json', fc.constantFrom(...ACCEPTS)),
  'content-encoding': fc.constantFrom('gzip', 'identity', 'br, br', ''),
  'apollo-require-preflight': fc.constant('1'),
  'x-request-id': fc.constantFrom('mine', '', 'a b', 'a'.repeat(500)),
  origin: fc.constantFrom('null', 'https://evil.example', 'http://127.0.0.1', '::'),
  authorization: fc.constantFrom('Bearer', 'Bearer a.b.c', 'Basic Og==', `Bearer ${'x'.repeat(3000)}`),
  'x-forwarded-for': fc.constantFrom('127.0.0.1', '::1, ::2', 'x'.repeat(500), ',,,'),
  traceparent: fc.constantFrom('00-0-0-0', `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, 'ff'),
};

const { origin: _, ...withoutOrigin } = headerValues;

// With another origin, a request is rejected before anything else of it is read.
const headers = fc.oneof(
  { arbitrary: fc.record(withoutOrigin, { requiredKeys: ['content-type'] }), weight: 4 },
  fc.record(headerValues, { requiredKeys: [] }),
);

const posts = fc.record({ headers, body, method: fc.constant('POST' as const) });

const gets = fc.record({ headers, operation }).map(({ headers, operation }) => {
  const parameters = Object.entries(operation).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { headers, method: 'GET' as const, path: `/graphql?${new URLSearchParams(parameters)}` };
});

const otherPaths = fc
  .tuple(
    headers,
    fc.webPath(),
    fc.webQueryParameters(),
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  )
  .map(([headers, path, query, method]) => ({
    headers,
    method: method as Dispatcher.HttpMethod,
    path: `${path || '/'}?${query}`,
  }));

export const requests: fc.Arbitrary<RequestOptions> = fc.oneof(
  { arbitrary: posts, weight: 6 },
  { arbitrary: gets, weight: 2 },
  otherPaths,
);
