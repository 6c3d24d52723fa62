import type { RequestListener } from 'node:http';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLog } from '../src/telemetry/log.ts';
import { type SwitchboardOptions, startSwitchboardWith } from './support/switchboard.ts';
import { startServerOf } from './support/upstreams.ts';

type Line = Readonly<Record<string, unknown>>;

const LIST = '{ connections { nodes { name } } }';
const ID = 'call-1';

/** A source named `ems` that answers in this way, and every line that is logged. */
async function start(handle: RequestListener, settings = {}, options: SwitchboardOptions = {}) {
  const lines: Line[] = [];
  const text: string[] = [];
  const log = createLog('trace', {
    write(line) {
      text.push(line);
      lines.push(JSON.parse(line));
    },
  });
  const upstream = await startServerOf(handle);
  const source = { provider: 'EMS', name: 'ems', url: upstream.url, ...settings };
  const { url } = await startSwitchboardWith({ ...options, log }, source);

  const ask = async (body: object, headers = {}) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': ID, ...headers },
      body: JSON.stringify(body),
    });
    await response.body.dump();
  };
  const said = (msg: string) => lines.filter((line) => line['msg'] === msg);
  /** The line of the one operation that there was; it is written when the answer has gone out. */
  const operation = async () => {
    await expect.poll(() => said('operation')).toHaveLength(1);
    return said('operation')[0];
  };
  const failures = () => lines.filter((line) => line['kind'] !== undefined);
  return { ask, url, lines, text, operation, failures, requests: upstream.requests };
}

const answering: RequestListener = (_request, response) =>
  response.end('{"data":null,"description":"","status":"SUCCESS"}');

const failing: RequestListener = (_request, response) => {
  response.statusCode = 503;
  response.end('no');
};

describe('an operation is one line', () => {
  test('of its id, its name, how it ended and how long it took, and of nothing else', async () => {
    const { ask, operation, lines } = await start(answering);

    await ask({ query: `query Board ${LIST}`, variables: {} });

    expect(await operation()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'operation',
      requestId: ID,
      operationName: 'Board',
      operationType: 'query',
      outcome: 'ok',
      codes: [],
      durationMs: expect.any(Number),
    });
    expect(lines).toHaveLength(1);
  });

  test.each([
    [{ query: LIST }, { operationName: null, outcome: 'ok', codes: [] }],
    [{ query: `query ${'N'.repeat(101)} { __typename }` }, { operationName: 'N'.repeat(100), outcome: 'ok' }],
    [
      { query: '{', operationName: 'Broken' },
      { operationName: 'Broken', operationType: null, outcome: 'error', codes: ['GRAPHQL_PARSE_FAILED'] },
    ],
    [{ query: '{ colour shape }' }, { operationType: null, outcome: 'error', codes: ['GRAPHQL_VALIDATION_FAILED'] }],
    [
      { query: '{ connections(first: -1) { totalCount } }' },
      { operationType: 'query', outcome: 'error', codes: ['BAD_USER_INPUT'] },
    ],
  ])('also if it is %j', async (body, expected) => {
    const { ask, operation } = await start(answering);
    await ask(body);
    expect(await operation()).toMatchObject({ requestId: ID, ...expected });
  });

  test('also if a part of it failed', async () => {
    const { ask, operation } = await start(failing);
    await ask({ query: LIST });
    expect(await operation()).toMatchObject({ outcome: 'partial', codes: ['UPSTREAM_UNAVAILABLE'] });
  });

  test('also if its caller left', async () => {
    const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
    const { url, operation, failures } = await start(() => nowAsked());
    const leaving = new AbortController();
    const sent = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': ID },
      body: JSON.stringify({ query: `query Gone ${LIST}` }),
      signal: leaving.signal,
    });
    await asked;

    leaving.abort();

    await expect(sent).rejects.toThrow();
    expect(await operation()).toMatchObject({
      requestId: ID,
      operationName: 'Gone',
      operationType: 'query',
      outcome: 'cancelled',
    });
    // That is nobody's failure.
    expect(failures()).toEqual([]);
  });

  test('which probes are not, nor is the page for people', async () => {
    const { url, lines, ask, operation } = await start(answering);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/graphql']) {
      await (await request(new URL(path, url), { headers: { accept: 'text/html' } })).body.dump();
    }
    await ask({ query: '{ __typename }' });
    await operation();
    expect(lines).toHaveLength(1);
  });
});

describe('a failed call to an upstream is one line', () => {
  test('that tells what failed, and when it is tried again', async () => {
    const { ask, operation, failures } = await start(failing, { retries: 1 });

    await ask({ query: LIST });
    await operation();

    const line = {
      level: 'warn',
      time: expect.any(String),
      msg: 'Source "ems" failed (HTTP 503).',
      requestId: ID,
      provider: 'EMS',
      source: 'ems',
      kind: 'connections',
      sent: true,
      code: 'UPSTREAM_UNAVAILABLE',
      httpStatus: 503,
      vendorCode: null,
      reason: null,
      durationMs: expect.any(Number),
      retryAt: null,
    };
    expect(failures()).toEqual([
      { ...line, attempt: 1, retryInMs: expect.any(Number) },
      { ...line, attempt: 2, retryInMs: null },
    ]);
  });

  test('with the reason where nobody answers', async () => {
    const { ask, operation, failures } = await start(answering, { url: 'http://127.0.0.1:1' });
    await ask({ query: LIST });
    await operation();
    expect(failures()).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', reason: 'ECONNREFUSED', httpStatus: null }]);
  });

  test('also if it was not even sent, for those who look closely: in an outage there are many', async () => {
    const { ask, lines, failures, requests } = await start(failing, { breakAfter: 1, breakMs: 600_000 });

    await ask({ query: LIST });
    await ask({ query: LIST });

    expect(requests).toHaveLength(1);
    expect(failures()).toMatchObject([
      { level: 'warn', sent: true, retryAt: null },
      { level: 'debug', sent: false, durationMs: 0, retryAt: expect.stringMatching(/^\d{4}-/) },
    ]);
    const changes = lines.filter(({ state }) => state !== undefined);
    expect(changes).toEqual([
      {
        level: 'warn',
        time: expect.any(String),
        msg: 'The circuit breaker of source "ems" is open',
        provider: 'EMS',
        source: 'ems',
        state: 'open',
      },
    ]);
  });
});

test('an internal error is logged with its stack, and without its cause', () => {
  const lines: string[] = [];
  const log = createLog('error', { write: (line) => void lines.push(line) });

  log.unexpected(new TypeError('no such thing', { cause: new Error('hunter2') }), ID);
  log.unexpected({ password: 'hunter2' }, null);
  log.message('not at this level');

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: 'error',
      requestId: ID,
      type: 'TypeError',
      message: 'no such thing',
      stack: expect.stringContaining('.ts:'),
    },
    { level: 'error', requestId: null, message: 'Thrown value is not an Error: object' },
  ]);
  expect(lines.join()).not.toContain('hunter2');
});

test('no secret of a client or an upstream is in any line, whatever happens', async () => {
  const secret = 'hunter2';
  const answers: RequestListener[] = [
    (_request, response) => response.writeHead(500, { 'x-secret': secret }).end(secret),
    (_request, response) => response.writeHead(401, { 'www-authenticate': secret }).end(`{"message":"${secret}"}`),
    (_request, response) => response.writeHead(429, { 'retry-after': secret }).end(secret),
    (_request, response) => response.writeHead(302, { location: `/${secret}` }).end(),
    (_request, response) => response.end(`{"data":"${secret}"`),
    (_request, response) => response.end(JSON.stringify({ data: [{ id: secret }], status: secret })),
    (_request, response) => void response.destroy(),
  ];
  for (const answer of answers) {
    const { url } = await startServerOf(answer);
    const at = new URL(`/${secret}`, url);
    at.username = secret;
    at.password = secret;
    const { ask, operation, failures, text } = await start(answer, { url: at.href, retries: 1 });

    const query = `query ($text: String) { connections(filter: { nameContains: $text }) { nodes { ${secret}: name } } }`;
    const credentials = { authorization: `Bearer ${secret}`, cookie: `session=${secret}` };
    await ask({ query, variables: { text: secret }, extensions: { secret } }, credentials);
    await operation();

    expect(failures()).not.toEqual([]);
    expect(text.join()).not.toContain(secret);
    expect(text.join()).not.toContain(at.port);
    expect(text.join()).not.toContain(btoa(`${secret}:${secret}`));
  }
});
