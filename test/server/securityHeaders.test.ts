import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { answersIn, closed, openSocket } from '../support/rawSocket.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const EVERYWHERE = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-request-id': expect.stringMatching(UUID),
};
const NOTHING_LOADED = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };

async function start() {
  const { url } = await startSwitchboardWith({ web: { corsOrigins: ['https://app.example'], persistedQueries: 'on' } });
  const send = async (path: string, options: Parameters<typeof request>[1]) => {
    const { statusCode, headers, body } = await request(new URL(path, url), options);
    return { status: statusCode, headers, text: await body.text() };
  };
  return { url, send };
}

const post = (body: string, headers = {}) => ({ method: 'POST', headers: { ...JSON_BODY, ...headers }, body }) as const;

describe('the security headers and an x-request-id are on', () => {
  test.each([
    ['an answer', '/graphql', post('{"query":"{ sources { name } }"}'), 200],
    ['an answer to GET', '/graphql?query={sources{name}}', { headers: { 'apollo-require-preflight': '1' } }, 200],
    [
      'a rejected document',
      '/graphql',
      post('{"query":"{ colour }"}', { accept: 'application/graphql-response+json' }),
      400,
    ],
    [
      'an unknown persisted query',
      '/graphql',
      post(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } })),
      200,
    ],
    ['a request that could be cross-site', '/graphql?query={a}', {}, 400],
    ['an unacceptable media type', '/graphql', post('{"query":"{ sources { name } }"}', { accept: 'image/png' }), 406],
    ['an invalid body', '/graphql', post('{'), 400],
    ['a body that is too large', '/graphql', post(' '.repeat(2_000_000)), 413],
    ['another method', '/graphql', { method: 'DELETE' }, 405],
    ['an unknown path', '/nowhere', {}, 404],
    ['an invalid URL', '/%zz', {}, 400],
    ['another host', '/graphql', { headers: { host: 'evil.example' } }, 421],
    ['an invalid host', '/graphql', { headers: { host: 'a b' } }, 400],
    ['another origin', '/graphql', post('{}', { origin: 'https://evil.example' }), 403],
    [
      'a preflight request',
      '/graphql',
      { method: 'OPTIONS', headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' } },
      204,
    ],
    ['the metrics', '/metrics', {}, 200],
    ['a probe', '/health/live', {}, 200],
    ['a probe without its body', '/health/ready', { method: 'HEAD' }, 200],
  ] as const)('%s', async (_what, path, options, status) => {
    const { send } = await start();
    const answer = await send(path, options);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...EVERYWHERE, ...NOTHING_LOADED });
    expect(Object.keys(answer.headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:server|x-powered-by)$/)]),
    );
  });

  test.each([
    ['invalid HTTP', 'hello\r\n\r\n', 400],
    ['a header that is too large', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    [
      'an unknown expectation',
      'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\nConnection: close\r\n\r\n',
      404,
    ],
    [
      'an upgrade',
      'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\n\r\n',
      404,
    ],
    ['HTTP/1.0', 'GET /health/live HTTP/1.0\r\n\r\n', 200],
    ['the target *', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
  ])('an answer to %s', async (_what, sent, status) => {
    const { url } = await start();
    const { socket, received } = await openSocket(url, sent);
    await closed(socket);
    const [answer] = answersIn(received.text);
    expect(answer).toMatchObject({ status, headers: { ...EVERYWHERE, ...NOTHING_LOADED } });
  });
});
