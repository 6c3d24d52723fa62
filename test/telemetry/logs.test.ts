import type { RequestListener } from 'node:http';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

type Line = Readonly<Record<string, unknown>>;

const LIST = '{ connections { nodes { name } } }';
const REQUEST_ID = 'request-1';

/** Starts Switchboard with a source `ems` whose upstream handles requests like this, and collects the log lines. */
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

  const send = async (body: object, headers = {}) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': REQUEST_ID, ...headers },
      body: JSON.stringify(body),
    });
    await response.body.dump();
  };
  const linesWith = (msg: string) => lines.filter((line) => line['msg'] === msg);
  /** Waits for the log line of the only operation. It is written after the answer has been sent. */
  const operation = async () => {
    await expect.poll(() => linesWith('operation')).toHaveLength(1);
    return linesWith('operation')[0];
  };
  const failures = () => lines.filter((line) => line['kind'] !== undefined);
  return { send, url, lines, text, operation, failures, requests: upstream.requests };
}

const succeed: RequestListener = (_request, response) =>
  response.end('{"data":null,"description":"","status":"SUCCESS"}');

const fail: RequestListener = (_request, response) => {
  response.statusCode = 503;
  response.end('no');
};

describe('an operation has one log line', () => {
  test('with its request ID, caller, name, type, outcome, error codes and duration, and nothing else', async () => {
    const { send, operation, lines } = await start(succeed);

    await send({ query: `query Board ${LIST}`, variables: {} });

    expect(await operation()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'operation',
      requestId: REQUEST_ID,
      caller: null,
      operationName: 'Board',
      operationType: 'query',
      outcome: 'ok',
      from: 'execution',
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
  ])('also if the request is %j', async (body, expected) => {
    const { send, operation } = await start(succeed);
    await send(body);
    expect(await operation()).toMatchObject({ requestId: REQUEST_ID, ...expected });
  });

  test('also if a source failed', async () => {
    const { send, operation } = await start(fail);
    await send({ query: LIST });
    expect(await operation()).toMatchObject({ outcome: 'partial', codes: ['UPSTREAM_UNAVAILABLE'] });
  });

  test('also if its client disconnected', async () => {
    const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
    const { url, operation, failures } = await start(() => onRequest());
    const client = new AbortController();
    const sent = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': REQUEST_ID },
      body: JSON.stringify({ query: `query Gone ${LIST}` }),
      signal: client.signal,
    });
    await received;

    client.abort();

    await expect(sent).rejects.toThrow();
    expect(await operation()).toMatchObject({
      requestId: REQUEST_ID,
      operationName: 'Gone',
      operationType: 'query',
      outcome: 'cancelled',
    });
    // The upstream did not fail.
    expect(failures()).toEqual([]);
  });

  test('unlike health checks, metrics and the landing page', async () => {
    const { url, lines, send, operation } = await start(succeed);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/graphql']) {
      await (await request(new URL(path, url), { headers: { accept: 'text/html' } })).body.dump();
    }
    await send({ query: '{ __typename }' });
    await operation();
    expect(lines).toHaveLength(1);
  });
});

describe('a failed upstream request has one log line', () => {
  test('with what failed, and when it is retried', async () => {
    const { send, operation, failures } = await start(fail, { retries: 1 });

    await send({ query: LIST });
    await operation();

    const line = {
      level: 'warn',
      time: expect.any(String),
      msg: 'Source "ems" failed (HTTP 503).',
      requestId: REQUEST_ID,
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

  test('with the reason if the connection is refused', async () => {
    const { send, operation, failures } = await start(succeed, { url: 'http://127.0.0.1:1' });
    await send({ query: LIST });
    await operation();
    expect(failures()).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE', reason: 'ECONNREFUSED', httpStatus: null }]);
  });

  test('of level debug if the request was not sent, because an outage causes many', async () => {
    const { send, lines, failures, requests } = await start(fail, { breakAfter: 1, breakMs: 600_000 });

    await send({ query: LIST });
    await send({ query: LIST });

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

test('an internal error is logged with its stack and without its cause', () => {
  const lines: string[] = [];
  const log = createLog('error', { write: (line) => void lines.push(line) });

  log.unexpected(new TypeError('no such thing', { cause: new Error('hunter2') }), REQUEST_ID);
  log.unexpected({ password: 'hunter2' }, null);
  log.message('not at this level');

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: 'error',
      requestId: REQUEST_ID,
      type: 'TypeError',
      message: 'no such thing',
      stack: expect.stringContaining('.ts:'),
    },
    { level: 'error', requestId: null, message: 'Thrown value is not an Error: object' },
  ]);
  expect(lines.join()).not.toContain('hunter2');
});

test('no log line contains a secret of a client or an upstream, whatever the upstream sends', async () => {
  const secret = 'hunter2';
  const responses: RequestListener[] = [
    (_request, response) => response.writeHead(500, { 'x-secret': secret }).end(secret),
    (_request, response) => response.writeHead(401, { 'www-authenticate': secret }).end(`{"message":"${secret}"}`),
    (_request, response) => response.writeHead(429, { 'retry-after': secret }).end(secret),
    (_request, response) => response.writeHead(302, { location: `/${secret}` }).end(),
    (_request, response) => response.end(`{"data":"${secret}"`),
    (_request, response) => response.end(JSON.stringify({ data: [{ id: secret }], status: secret })),
    (_request, response) => void response.destroy(),
  ];
  for (const respond of responses) {
    const { url } = await startServerOf(respond);
    const at = new URL(`/${secret}`, url);
    at.username = secret;
    at.password = secret;
    const { send, operation, failures, text } = await start(respond, { url: at.href, retries: 1 });

    const query = `query ($text: String) { connections(filter: { nameContains: $text }) { nodes { ${secret}: name } } }`;
    const credentials = { authorization: `Bearer ${secret}`, cookie: `session=${secret}` };
    await send({ query, variables: { text: secret }, extensions: { secret } }, credentials);
    await operation();

    expect(failures()).not.toEqual([]);
    expect(text.join()).not.toContain(secret);
    expect(text.join()).not.toContain(at.port);
    expect(text.join()).not.toContain(btoa(`${secret}:${secret}`));
  }
});
