import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { closed, openSocket } from '../support/rawSocket.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const QUERY = '{"query":"{ __typename }"}';
const SEND_JSON = 'Send the query as JSON with the header content-type: application/json.';
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Starts Switchboard without sources. `rejectedCounts` reads the metric of rejected requests, by code and status. */
async function start() {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(JSON.parse(line)) });
  const { url } = await startSwitchboardWith({ log });

  const send = async (options: Partial<Parameters<typeof request>[1]> & { readonly path?: string }) => {
    const { path = '/graphql', ...rest } = options;
    const { statusCode, headers, body } = await request(new URL(url).origin + path, { method: 'POST', ...rest });
    return { status: statusCode, headers, text: await body.text() };
  };
  const rejectedCounts = async () => {
    const { body } = await request(new URL('/metrics', url));
    const counts = (await body.text()).match(/^switchboard_rejected_requests_total\{.*$/gm) ?? [];
    return counts.map((line) => line.replace('switchboard_rejected_requests_total', ''));
  };
  return { url, send, rejectedCounts, lines };
}

type Rejected = readonly [
  title: string,
  options: Parameters<Awaited<ReturnType<typeof start>>['send']>[0],
  status: number,
  code: string,
  message: string | RegExp,
];

const REJECTED: readonly Rejected[] = [
  [
    'malformed JSON',
    { headers: JSON_BODY, body: '{hunter2' },
    400,
    'BAD_REQUEST',
    'The request body is not valid JSON.',
  ],
  ['an empty body', { headers: JSON_BODY, body: '' }, 400, 'BAD_REQUEST', `The request body is empty. ${SEND_JSON}`],
  [
    'a body that is too large',
    { headers: JSON_BODY, body: JSON.stringify({ query: ' '.repeat(2e6) }) },
    413,
    'PAYLOAD_TOO_LARGE',
    'The request body is larger than 1048576 bytes.',
  ],
  [
    'a form, which curl sends by default',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: QUERY },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    SEND_JSON,
  ],
  ['no content type', { body: QUERY }, 415, 'UNSUPPORTED_MEDIA_TYPE', SEND_JSON],
  [
    'plain text, which could be cross-site',
    { headers: { 'content-type': 'text/plain' }, body: QUERY },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    SEND_JSON,
  ],
  [
    'a GET request from a link, which could be cross-site',
    { method: 'GET', path: '/graphql?query={a}' },
    400,
    'BAD_REQUEST',
    /the header apollo-require-preflight: true.* by POST, as JSON/,
  ],
  ['a batch', { headers: JSON_BODY, body: `[${QUERY}]` }, 400, 'BAD_REQUEST', /^Batches .* in a request of its own/],
  ['no body', { method: 'POST' }, 400, 'BAD_REQUEST', `The request body is empty. ${SEND_JSON}`],
  ['an empty object', { headers: JSON_BODY, body: '{}' }, 400, 'BAD_REQUEST', /^The request body must be .* a query/],
  ['a query that is not a string', { headers: JSON_BODY, body: '{"query":1}' }, 400, 'BAD_REQUEST', /must be strings/],
  [
    'an Accept header without a supported media type',
    { headers: { ...JSON_BODY, accept: 'image/png' }, body: QUERY },
    406,
    'NOT_ACCEPTABLE',
    'Answers are application/graphql-response+json or application/json, or with @defer multipart/mixed; deferSpec=20220824. The header accept allows none of them.',
  ],
  [
    'an invalid Host header',
    { headers: { ...JSON_BODY, host: 'a b' }, body: QUERY },
    400,
    'BAD_REQUEST',
    'The Host header is missing or invalid.',
  ],
  ['an invalid URL', { method: 'GET', path: '/%zz' }, 400, 'BAD_REQUEST', 'The URL is not valid.'],
  ['an unknown path', { path: '/hunter2' }, 404, 'NOT_FOUND', 'Not found. The GraphQL endpoint is /graphql.'],
  ...(['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const).map(
    (method): Rejected => [
      method,
      // This body would also be rejected, but the method is checked first.
      { method, headers: { 'content-type': 'text/xml' }, body: method === 'OPTIONS' ? null : '<a/>' },
      405,
      'METHOD_NOT_ALLOWED',
      'Use GET or POST.',
    ],
  ),
];

describe('a rejected request is answered with a GraphQL error and a request ID, logged once and counted once:', () => {
  test.each(REJECTED)('%s', async (_title, options, status, code, message) => {
    const { send, rejectedCounts, lines } = await start();

    const answer = await send(options);

    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(answer.text)).toEqual({
      errors: [
        { message: typeof message === 'string' ? message : expect.stringMatching(message), extensions: { code } },
      ],
    });
    expect(answer.headers['x-request-id']).toMatch(UUID);
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'request rejected',
        requestId: answer.headers['x-request-id'],
        status,
        code,
      },
    ]);
    expect(await rejectedCounts()).toEqual([`{code="${code}",status="${status}"} 1`]);
  });

  test('with the request ID that the client sent', async () => {
    const { send, lines } = await start();
    const { headers } = await send({ method: 'PUT', headers: { 'x-request-id': 'mine' } });
    expect(headers['x-request-id']).toBe('mine');
    expect(lines).toMatchObject([{ requestId: 'mine' }]);
  });
});

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'])(
  'HTTP %s is answered with 405 and the allowed methods',
  async (method) => {
    const { url } = await start();
    const { text } = await sendText(
      url,
      `${method} /graphql?a=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 405 /);
    expect(text).toMatch(/^allow: GET, POST\r$/im);
  },
);

/** Sends this text unchanged, and reads the answer to its end. */
async function sendText(url: string, sent: string) {
  const { socket, received } = await openSocket(url, sent);
  socket.end();
  await closed(socket);
  return received;
}

describe('invalid HTTP is answered, logged and counted in the same way:', () => {
  test.each([
    ['plain text', 'hunter2\r\n\r\n', 400, 'BAD_REQUEST', 'The request is not valid HTTP.'],
    [
      'a TLS handshake',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      400,
      'BAD_REQUEST',
      'The request is not valid HTTP.',
    ],
    [
      'a header that is too large',
      `GET /graphql HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'REQUEST_HEADER_FIELDS_TOO_LARGE',
      'The request header is larger than 16384 bytes.',
    ],
    [
      'a request without a Host header',
      'POST /graphql HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      400,
      'BAD_REQUEST',
      'The Host header is missing or invalid.',
    ],
  ])('%s', async (_title, sent, status, code, message) => {
    const { url, rejectedCounts, lines } = await start();

    const { text } = await sendText(url, sent);

    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`));
    expect(JSON.parse(body)).toEqual({ errors: [{ message, extensions: { code } }] });
    const id = /^x-request-id: (.*)$/im.exec(head)?.[1];
    expect(id).toMatch(UUID);
    expect(lines).toMatchObject([{ msg: 'request rejected', requestId: id, status, code }]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(await rejectedCounts()).toEqual([`{code="${code}",status="${status}"} 1`]);
  });
});

test('answered queries and the landing page are not counted as rejected', async () => {
  const { send, rejectedCounts, lines } = await start();
  await send({ headers: JSON_BODY, body: QUERY });
  await send({ headers: JSON_BODY, body: '{"query":"{ colour }"}' });
  await send({ method: 'GET', headers: { accept: 'text/html' } });
  await expect.poll(() => lines.map(({ msg }) => msg)).toEqual(['operation', 'operation']);
  expect(await rejectedCounts()).toEqual([]);
});
