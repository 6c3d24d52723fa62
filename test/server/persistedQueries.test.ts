import { createHash } from 'node:crypto';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';

const QUERY = '{ __typename }';
const HASH = createHash('sha256').update(QUERY).digest('hex');
const ANSWER = { data: { __typename: 'Query' } };

const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });

/** Starts Switchboard, which fails the test if it has an internal error. */
async function start(persistedQueries: 'on' | 'off') {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const { url } = await startSwitchboardWith({ log, web: { persistedQueries } });
  const read = async ({ statusCode, body }: Awaited<ReturnType<typeof request>>) => ({
    status: statusCode,
    answer: await body.json(),
  });
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  return {
    lines,
    post: async (body: object) => read(await request(url, { method: 'POST', headers, body: JSON.stringify(body) })),
    get: async (parameters: Readonly<Record<string, string>>) =>
      read(await request(`${url}?${new URLSearchParams(parameters)}`, { headers })),
  };
}

const errorOf = (code: string, message: string | RegExp) => ({
  errors: [{ message: expect.stringMatching(message), extensions: { code } }],
});

describe('with persisted queries', () => {
  test('a query can be sent once and then by its hash, by POST and GET', async () => {
    const { post, get } = await start('on');
    const extensions = persisted(HASH);
    expect((await post({ extensions })).answer).toEqual(
      errorOf('PERSISTED_QUERY_NOT_FOUND', /^PersistedQueryNotFound$/),
    );
    expect((await post({ query: QUERY, extensions })).answer).toEqual(ANSWER);
    expect((await post({ extensions })).answer).toEqual(ANSWER);
    expect((await get({ extensions: JSON.stringify(extensions) })).answer).toEqual(ANSWER);
  });

  test('an invalid query is not stored', async () => {
    const { post } = await start('on');
    const query = '{ colour }';
    const extensions = persisted(createHash('sha256').update(query).digest('hex'));
    expect((await post({ query, extensions })).status).toBe(400);
    expect((await post({ extensions })).answer).toEqual(errorOf('PERSISTED_QUERY_NOT_FOUND', /./));
  });

  test('a hash of another query is a mistake of the client', async () => {
    const { post, get, lines } = await start('on');
    const extensions = persisted('0'.repeat(64));
    const expected = {
      status: 400,
      answer: errorOf('BAD_REQUEST', /^The hash is not the SHA-256 of the query\.$/),
    };
    expect(await post({ query: QUERY, extensions })).toEqual(expected);
    expect(await get({ query: QUERY, extensions: JSON.stringify(extensions) })).toEqual(expected);
    await expect.poll(() => lines).toMatchObject([{ codes: ['BAD_REQUEST'] }, { codes: ['BAD_REQUEST'] }]);
  });

  test.each([
    ['another version', persisted(HASH, 2)],
    ['a version that is no number', persisted(HASH, '1')],
    ['no hash', { persistedQuery: { version: 1 } }],
    ['a hash that is too short', persisted('abc')],
    ['a hash in upper case', persisted(HASH.toUpperCase())],
    ['a list of hashes', persisted([HASH])],
    ['an object', persisted({ toString: 1 })],
    ['a text', { persistedQuery: HASH }],
    ['true', { persistedQuery: true }],
  ])('%s is a mistake of the client', async (_mistake, extensions) => {
    const { post, get } = await start('on');
    const expected = { status: 400, answer: errorOf('BAD_REQUEST', /must be/) };
    expect(await post({ extensions })).toEqual(expected);
    expect(await post({ query: QUERY, extensions })).toEqual(expected);
    expect(await get({ query: QUERY, extensions: JSON.stringify(extensions) })).toEqual(expected);
  });

  test('other extensions and none are accepted', async () => {
    const { post, get } = await start('on');
    for (const extensions of [{}, { persistedQuery: null }, { other: 1 }, null]) {
      expect(await post({ query: QUERY, extensions })).toEqual({ status: 200, answer: ANSWER });
    }
    expect(await get({ query: QUERY })).toEqual({ status: 200, answer: ANSWER });
    expect(await get({ query: QUERY, extensions: '{' })).toMatchObject({ status: 400 });
  });
});

describe('without persisted queries', () => {
  test.each([
    ['an unknown hash', persisted(HASH)],
    ['a hash of another query', persisted('0'.repeat(64))],
    ['another version', persisted(HASH, 2)],
    ['an object', persisted({ toString: 1 })],
  ])('%s is answered as not supported', async (_case, extensions) => {
    const { post, get } = await start('off');
    const answer = errorOf('PERSISTED_QUERY_NOT_SUPPORTED', /^PersistedQueryNotSupported$/);
    expect((await post({ extensions })).answer).toEqual(answer);
    expect((await post({ query: QUERY, extensions })).answer).toEqual(answer);
    expect((await get({ query: QUERY, extensions: JSON.stringify(extensions) })).answer).toEqual(answer);
  });
});
