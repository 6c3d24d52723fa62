import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { emsRow } from '../fixtures/ems.ts';
import { ANSWERED, apiKeyOf, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { startEms } from '../support/upstreams.ts';

const KEY = makeApiKey();
const READER = makeApiKey();
const auth = authWith({
  apiKeys: [apiKeyOf('operator', KEY), apiKeyOf('reader', READER, new Set(['ems:read']))],
});

const METRICS = { path: '/metrics', method: 'GET' } as const;

describe('without credentials, also on loopback,', () => {
  test('an operation is answered with 401, a challenge and what to send', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const { send, linesWith } = await startAuthenticated({ auth }, ems.settings);

    const { status, headers, json } = await send(null, { query: '{ connections { nodes { name } } }' });

    expect({ status, json }).toEqual({
      status: 401,
      json: {
        errors: [
          {
            message: 'Authentication is required. Send an API key in the header authorization: Bearer ...',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    });
    // RFC 6750: no error code if there were no credentials.
    expect(headers['www-authenticate']).toBe('Bearer realm="switchboard"');
    expect(ems.requests).toEqual([]);
    expect(await linesWith('request rejected', 1)).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'request rejected',
        requestId: headers['x-request-id'],
        status: 401,
        code: 'UNAUTHENTICATED',
        reason: 'missing',
        address: '127.0.0.1',
      },
    ]);
  });

  test.each([
    [
      'a GET request',
      { method: 'GET', path: '/graphql?query={__typename}', headers: { 'apollo-require-preflight': '1' } },
    ],
    ['the landing page', { method: 'GET', headers: { accept: 'text/html' } }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['a query that cannot be parsed', { query: '{' }],
    ['a client that accepts only application/json', { headers: { accept: 'application/json' } }],
    ['a forged X-Forwarded-For header', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['a key in the URL', { path: `/graphql?access_token=${KEY}&apiKey=${KEY}` }],
    [
      'a key in other headers',
      { headers: { 'x-api-key': KEY, 'proxy-authorization': `Bearer ${KEY}`, cookie: `authorization=Bearer ${KEY}` } },
    ],
    ['the metrics', METRICS],
  ] as const)('%s is answered with 401 too', async (_title, sent) => {
    const { send } = await startAuthenticated({ auth });
    expect(await send(null, sent)).toMatchObject(UNAUTHENTICATED);
  });

  test('the body is not read before the answer', async () => {
    const { url } = await startAuthenticated({ auth });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n',
    );
    const [received] = await once(socket, 'data');
    socket.destroy();
    expect(String(received)).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('health probes are answered', async () => {
    const { send } = await startAuthenticated({ auth });
    for (const path of ['/health/live', '/health/ready']) {
      expect((await send(null, { path, method: 'GET' })).status).toBe(200);
    }
  });
});

describe('credentials in another form than Bearer', () => {
  test.each([
    ['Basic', `Basic ${btoa(`operator:${KEY}`)}`],
    ['no scheme', KEY],
    ['another scheme', `Token ${KEY}`],
    ['an empty header', ''],
    ['a scheme alone', 'Bearer'],
    ['two keys', `Bearer ${KEY} ${KEY}`],
    ['a list', `Bearer ${KEY}, Bearer ${KEY}`],
    ['quotes', `Bearer "${KEY}"`],
  ])('are rejected: %s', async (_title, authorization) => {
    const { send, linesWith } = await startAuthenticated({ auth });
    const answer = await send(authorization);
    expect(answer).toMatchObject(UNAUTHENTICATED);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="switchboard", error="invalid_token"');
    expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'malformed' }]);
  });

  test.each(['bearer', 'BEARER', 'Bearer  '])('unlike the scheme "%s", which is the same', async (scheme) => {
    const { send } = await startAuthenticated({ auth });
    expect(await send(`${scheme} ${KEY}`)).toMatchObject(ANSWERED);
  });
});

describe('the metrics', () => {
  test('need the scope sources:read', async () => {
    const { send, linesWith } = await startAuthenticated({ auth });

    expect((await send(`Bearer ${KEY}`, METRICS)).text).toContain('switchboard_operation_duration_seconds');
    const { status, headers, json } = await send(`Bearer ${READER}`, METRICS);

    expect({ status, json }).toEqual({
      status: 403,
      json: { errors: [{ message: 'The scope sources:read is required.', extensions: { code: 'FORBIDDEN' } }] },
    });
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="switchboard", error="insufficient_scope", scope="sources:read"',
    );
    expect(await linesWith('request rejected', 1)).toMatchObject([
      { status: 403, code: 'FORBIDDEN', caller: 'reader' },
    ]);
  });

  test('can be public', async () => {
    const { send } = await startAuthenticated({ auth, access: { publicMetrics: true } });
    expect((await send(null, METRICS)).status).toBe(200);
    expect(await send(null)).toMatchObject(UNAUTHENTICATED);
  });

  test('are public where authentication is not configured', async () => {
    const { send } = await startAuthenticated({});
    expect((await send(null, METRICS)).status).toBe(200);
  });

  test('count failed logins by reason', async () => {
    const { send, bearer } = await startAuthenticated({ auth });
    await send(null);
    await bearer(makeApiKey());
    await bearer(makeApiKey());
    await bearer('hunter2-hunter2');
    const { text } = await send(`Bearer ${KEY}`, METRICS);
    expect(text.match(/^switchboard_failed_logins_total\{.*$/gm)).toEqual([
      'switchboard_failed_logins_total{reason="missing"} 1',
      'switchboard_failed_logins_total{reason="unknown-key"} 2',
      'switchboard_failed_logins_total{reason="malformed"} 1',
    ]);
    expect(text).toContain('switchboard_rejected_requests_total{code="UNAUTHENTICATED",status="401"} 4');
  });
});

describe('the name of the caller', () => {
  test('is in the log line of each of its operations and rejected requests', async () => {
    const { send, linesWith } = await startAuthenticated({ auth });
    await send(`Bearer ${KEY}`, { query: '{' });
    await send(`Bearer ${READER}`, { headers: { accept: 'image/png' } });
    expect(await linesWith('operation', 1)).toMatchObject([{ caller: 'operator', outcome: 'error' }]);
    expect(await linesWith('request rejected', 1)).toMatchObject([{ caller: 'reader', status: 406 }]);
  });

  test('is null where authentication is not configured, and credentials are ignored', async () => {
    const { bearer, linesWith } = await startAuthenticated({});
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
    expect(await linesWith('operation', 1)).toMatchObject([{ caller: null }]);
  });
});
