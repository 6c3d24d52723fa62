import { getIntrospectionQuery } from 'graphql';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { emsRow } from '../fixtures/ems.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { fileWith, hashOf, manifestOf } from '../support/trustedDocuments.ts';
import { startEms } from '../support/upstreams.ts';

const NAMES = 'query Names($first: Int) { emsConnections(first: $first) { nodes { name } } }';
const TWO = 'query One { emsConnections { totalCount } } query Other { sources { name } }';
/** More tokens than a document may have that is not trusted. */
const LONG = `{ sources { name } ${Array.from({ length: 2000 }, (_, n) => `a${n}: __typename`).join(' ')} }`;
/** More aliases than a document may have that is not trusted. */
const ALIASED = `{ sources { ${Array.from({ length: 101 }, (_, n) => `a${n}: name`).join(' ')} } }`;
/** Takes two upstream requests. */
const COUNTS = '{ emsConnections { totalCount } sources { ... on EmsSource { connectionsCount } } }';
const INTROSPECTION = getIntrospectionQuery();

/** Of a client that understands HTTP statuses of GraphQL errors. */
const HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

/** Starts Switchboard with these trusted documents and an EMS of one connection. */
async function start({ trustedOnly = false, limits = {}, texts = [NAMES, TWO, LONG, ALIASED, COUNTS] } = {}) {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(JSON.parse(line)) });
  const ems = await startEms([emsRow({ id: 1, stream: 'studio' })]);
  const documents = { manifest: fileWith(manifestOf(...texts)), trustedOnly };
  const { url } = await startSwitchboardWith({ log, limits, documents }, ems.settings);

  const read = async ({ statusCode, body }: Awaited<ReturnType<typeof request>>) => {
    const { data = null, errors = [] } = (await body.json()) as { data?: unknown; errors?: readonly object[] };
    return { status: statusCode, data, errors };
  };
  return {
    url,
    lines,
    requests: ems.requests,
    post: async (body: object) =>
      read(await request(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) })),
    get: async (parameters: Readonly<Record<string, string>>) =>
      read(await request(`${url}?${new URLSearchParams(parameters)}`, { headers: HEADERS })),
  };
}

const byHash = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });
const studio = { status: 200, data: { emsConnections: { nodes: [{ name: 'studio' }] } }, errors: [] };

describe.each([true, false])('a trusted document is executed (TRUSTED_DOCUMENTS_ONLY=%s)', (trustedOnly) => {
  test.each([
    ['its hash, in the protocol of Apollo', byHash(NAMES)],
    ['its identifier of GraphQL over HTTP', { documentId: `sha256:${hashOf(NAMES)}` }],
    ['its hash as an identifier', { documentId: hashOf(NAMES) }],
    ['its text', { query: NAMES }],
    ['its text and its hash', { query: NAMES, ...byHash(NAMES) }],
  ])('for %s', async (_title, body) => {
    const { post } = await start({ trustedOnly });
    expect(await post({ ...body, variables: { first: 1 } })).toEqual(studio);
    // The second time, from the same parsed document.
    expect(await post({ ...body, variables: {} })).toEqual(studio);
  });

  test('for a GET request', async () => {
    const { get } = await start({ trustedOnly });
    const variables = JSON.stringify({ first: 1 });
    expect(await get({ documentId: `sha256:${hashOf(NAMES)}`, variables })).toEqual(studio);
    expect(await get({ extensions: JSON.stringify(byHash(NAMES).extensions), variables })).toEqual(studio);
  });

  test('for the operation that the request names', async () => {
    const { post } = await start({ trustedOnly });
    const ask = (operationName: string) => post({ ...byHash(TWO), operationName });
    expect((await ask('One')).data).toEqual({ emsConnections: { totalCount: 1 } });
    expect((await ask('Other')).data).toEqual({ sources: [{ name: 'ems' }] });
    expect(await ask('Third')).toMatchObject({ status: 400, data: null });
    expect(await post(byHash(TWO))).toMatchObject({ status: 400, data: null });
  });

  test.each([
    ['more tokens', LONG],
    ['more aliases', ALIASED],
  ])('with %s than other documents may have', async (_title, text) => {
    const { post } = await start({ trustedOnly });
    expect(await post(byHash(text))).toMatchObject({ status: 200, errors: [] });
  });

  test.each([
    ['upstream requests', { maxUpstreamRequests: 1 }, COUNTS, 'UPSTREAM_BUDGET_EXHAUSTED'],
    ['the cost', { maxCost: 20 }, NAMES, 'COST_LIMIT_EXCEEDED'],
    ['the size of the answer', { maxAnswerBytes: 1024 }, LONG, 'ANSWER_TOO_LARGE'],
  ])('within the limit on %s', async (_title, limits, text, code) => {
    const { post } = await start({ trustedOnly, limits });
    expect((await post(byHash(text))).errors).toMatchObject([{ extensions: { code } }]);
  });

  test('with its variables checked', async () => {
    const { post } = await start({ trustedOnly });
    expect(await post({ ...byHash(NAMES), variables: { first: '1' } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await post({ ...byHash(NAMES), variables: { first: 251 } })).toMatchObject({
      errors: [{ message: 'Argument "first" must be from 1 to 250, not 251.' }],
    });
  });
});

describe('a document that is not trusted', () => {
  const other = `${NAMES} `;

  test('is executed by default, and keeps the limits on its form', async () => {
    const { post } = await start();
    expect(await post({ query: other })).toEqual(studio);
    expect(await post({ query: other })).toEqual(studio);
    expect(await post({ query: `${LONG} ` })).toMatchObject({ status: 400, data: null });
    expect(await post({ query: `${ALIASED} ` })).toMatchObject({ status: 400, data: null });
  });

  test('cannot be registered by its hash', async () => {
    const { post } = await start();
    expect(await post({ query: other, ...byHash(other) })).toEqual(studio);
    expect(await post(byHash(other))).toMatchObject({
      data: null,
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });

  test.each([
    ['the text of another document', { query: other }],
    ['its text and its hash', { query: other, ...byHash(other) }],
    ['introspection', { query: INTROSPECTION }],
    ['a text that cannot be parsed', { query: '{ hunter2(' }],
    ['a text that is not valid for the schema', { query: '{ hunter2 }' }],
    ['an empty text', { query: '' }],
    ['one of several operations', { query: `${TWO} `, operationName: 'One' }],
  ])('is refused with TRUSTED_DOCUMENTS_ONLY=on, without being parsed: %s', async (_title, body) => {
    const { post, lines, requests } = await start({ trustedOnly: true });

    const answer = await post(body);

    const message = 'Only trusted documents are executed. This is not one of them.';
    expect(answer).toEqual({
      status: 403,
      data: null,
      errors: [{ message, extensions: { code: 'UNTRUSTED_DOCUMENT' } }],
    });
    expect(requests).toEqual([]);
    await expect
      .poll(() => lines)
      .toMatchObject([{ msg: 'operation', outcome: 'error', codes: ['UNTRUSTED_DOCUMENT'] }]);
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|emsConnections/);
  });

  test('is counted in the metrics when it is refused', async () => {
    const { url, post } = await start({ trustedOnly: true });
    await post({ query: other });
    const metrics = async () => (await (await request(new URL('/metrics', url))).body.text()).split('\n');
    await expect.poll(metrics).toContain('switchboard_operation_errors_total{code="UNTRUSTED_DOCUMENT"} 1');
  });
});

test('introspection is executed with TRUSTED_DOCUMENTS_ONLY=on if it is trusted', async () => {
  const { post } = await start({ trustedOnly: true, texts: [INTROSPECTION] });
  expect((await post(byHash(INTROSPECTION))).data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
});

describe('the hash of a request', () => {
  test('that is unknown is answered with PERSISTED_QUERY_NOT_FOUND', async () => {
    const { post, get } = await start({ trustedOnly: true });
    const errors = [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }];
    const identifier = `sha256:${hashOf('unknown')}`;
    expect(await post(byHash('unknown'))).toMatchObject({ data: null, errors });
    expect(await post({ documentId: identifier })).toMatchObject({ data: null, errors });
    expect(await get({ documentId: identifier })).toMatchObject({ data: null, errors });
  });

  test('must be that of the text', async () => {
    const { post } = await start();
    expect(await post({ query: TWO, ...byHash(NAMES) })).toEqual({
      status: 400,
      data: null,
      errors: [{ message: 'The hash is not the SHA-256 of the query.', extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  const SHA_256_RULE = 'A document must be named by its SHA-256, as 64 lower-case hexadecimal digits.';
  const VERSION_RULE = '"extensions.persistedQuery.version" must be 1.';
  test.each([
    [{ documentId: 'hunter2' }, SHA_256_RULE],
    [{ documentId: `md5:${hashOf(NAMES)}` }, SHA_256_RULE],
    [{ documentId: [hashOf(NAMES)] }, SHA_256_RULE],
    [{ documentId: { toString: 1 } }, SHA_256_RULE],
    [{ extensions: { persistedQuery: { version: 1 } } }, SHA_256_RULE],
    [{ extensions: { persistedQuery: { version: 1, sha256Hash: { toString: 1 } } } }, SHA_256_RULE],
    [{ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(NAMES).toUpperCase() } } }, SHA_256_RULE],
    [{ extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(NAMES) } } }, VERSION_RULE],
    [{ extensions: { persistedQuery: hashOf(NAMES) } }, VERSION_RULE],
    [{ query: NAMES, extensions: { persistedQuery: [] } }, VERSION_RULE],
  ])('is rejected with the rule if it is invalid: %j', async (body, message) => {
    const { post } = await start();
    expect(await post(body)).toEqual({
      status: 400,
      data: null,
      errors: [{ message, extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

test('without a manifest, a request by hash is told that hashes are not supported', async () => {
  const { url } = await startSwitchboardWith({});
  const { body } = await request(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(byHash(NAMES)) });
  expect(await body.json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] });
});
