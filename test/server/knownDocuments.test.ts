import { ApolloServer } from '@apollo/server';
import { request } from 'undici';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ANSWER_TYPES } from '../../src/server/knownDocuments.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startServerOf, startTelnyx } from '../support/upstreams.ts';

const ORIGIN = 'https://board.example';
const LIST = 'query Board($first: Int) { telnyxConnections(first: $first) { nodes { id name } } }';
const PARTIAL = '{ connections { totalCount outcomes { ok problem { code } } } }';
const TWO = `query One { __typename } ${LIST}`;

interface Sent {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  readonly search?: string;
}

/** Starts Switchboard with an account, and a media server that is down. Counts the requests that Apollo Server handles. */
async function start(options: SwitchboardOptions = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)]);
  const ems = await startServerOf((_request, response) => response.writeHead(503).end());
  const { url } = await startSwitchboardWith(
    { ...options, log, web: { corsOrigins: [ORIGIN], ...options.web } },
    telnyx.settings,
    { provider: 'EMS', name: 'ems', url: ems.url },
  );
  const apollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
  onTestFinished(() => apollo.mockRestore());
  const send = async ({ body, headers = {}, method = 'POST', search = '' }: Sent) => {
    const response = await request(`${url}${search}`, {
      method,
      headers: {
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        'x-request-id': 'request-1',
        ...headers,
      },
      body: method === 'POST' ? JSON.stringify(body) : null,
    });
    const { date: _, ...answered } = response.headers;
    return { status: response.statusCode, headers: answered, body: await response.body.text() };
  };
  const operations = () => lines.filter(({ msg }) => msg === 'operation');
  return { send, apollo, operations };
}

describe('the second answer to a request is the same as the first, and needs nothing of Apollo Server:', () => {
  const accepting = [...ANSWER_TYPES.keys()].map((accept): [string, Sent] => [
    `with Accept: ${accept}`,
    { body: { query: LIST, variables: { first: 'no number' } }, headers: accept === undefined ? {} : { accept } },
  ]);
  const graphql = { accept: 'application/graphql-response+json' };

  test.each<[string, Sent]>([
    ...accepting,
    ['a list', { body: { query: LIST, variables: { first: 1 }, operationName: 'Board' } }],
    ['a list without variables', { body: { query: LIST } }],
    ['one of several operations', { body: { query: TWO, operationName: 'One', variables: null, extensions: null } }],
    ['an answer with errors and data', { body: { query: PARTIAL } }],
    ['an answer without data', { body: { query: LIST, variables: { first: -1 } }, headers: graphql }],
    ['an operation that costs too much', { body: { query: LIST, variables: { first: 250 } }, headers: graphql }],
    ['the cost', { body: { query: LIST }, headers: { 'x-graphql-cost': 'true' } }],
    ['a page of an allowed site', { body: { query: LIST }, headers: { origin: ORIGIN } }],
    ['what a client says of itself', { body: { query: LIST, extensions: { clientLibrary: { name: 'client' } } } }],
    ['a charset', { body: { query: LIST }, headers: { 'content-type': 'application/json; charset=utf-8' } }],
  ])('%s', async (_what, sent) => {
    const { send, apollo, operations } = await start({ limits: { maxCost: 300 } });

    const first = await send(sent);
    expect(apollo).toHaveBeenCalledTimes(1);
    const second = await send(sent);

    expect(apollo).toHaveBeenCalledTimes(1);
    expect(second).toEqual(first);
    await expect.poll(operations).toHaveLength(2);
    const [one, two] = operations().map(({ time: _time, durationMs: _duration, ...line }) => line);
    expect(two).toEqual(one);
  });
});

describe('every time, Apollo Server handles', () => {
  const hash = 'a'.repeat(64);
  const search = `?query=${encodeURIComponent('{ __typename }')}`;

  test.each<[string, Sent]>([
    ['GET', { body: null, method: 'GET', search, headers: { 'apollo-require-preflight': 'true' } }],
    ['a persisted query', { body: { query: LIST, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } } }],
    ['the ID of a document', { body: { query: LIST, documentId: hash } }],
    ['a document that is invalid', { body: { query: '{ colour }' } }],
    ['an unknown operation', { body: { query: LIST, operationName: 'Other' } }],
    ['a missing operation name', { body: { query: TWO } }],
    ['variables of the wrong type', { body: { query: LIST, variables: [1] } }],
    ['extensions of the wrong type', { body: { query: LIST, extensions: [1] } }],
    ['an unusual media type', { body: { query: LIST }, headers: { accept: 'application/json;q=0.1, */*' } }],
  ])('%s', async (_what, sent) => {
    const { send, apollo } = await start();
    await send({ body: { query: LIST } });
    await send({ body: { query: '{ __typename }' } });
    await send({ body: { query: TWO, operationName: 'One' } });

    const first = await send(sent);
    const second = await send(sent);

    expect(apollo).toHaveBeenCalledTimes(5);
    expect(second).toEqual(first);
  });
});
