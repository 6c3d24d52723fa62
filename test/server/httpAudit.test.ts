import { auditServer } from 'graphql-http';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { startSwitchboardWith } from '../support/switchboard.ts';

/** Optional requests by GET, without a header that makes a browser ask first: a page of another site could send them. */
const REFUSED = [
  'MAY accept application/x-www-form-urlencoded formatted GET requests',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
];

test('the audits of GraphQL over HTTP pass, but for optional requests that could be cross-site', async () => {
  const { url } = await startSwitchboardWith({});
  const results = await auditServer({ url });
  expect(results).toHaveLength(61);
  const others = results.filter(({ status }) => status !== 'ok');
  expect(others.map(({ name, status }) => [name, status])).toEqual(REFUSED.map((name) => [name, 'notice']));
});

test.each([
  { 'apollo-require-preflight': '1' },
  { 'x-apollo-operation-name': 'A' },
  { 'content-type': 'application/json' },
])('a GET request with the header %o is answered', async (headers) => {
  const { url } = await startSwitchboardWith({});
  const { statusCode, body } = await request(`${url}?query={__typename}`, { headers });
  expect({ status: statusCode, answer: await body.json() }).toEqual({
    status: 200,
    answer: { data: { __typename: 'Query' } },
  });
});
