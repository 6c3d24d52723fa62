import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import type { AuthSettings } from '../../src/config/authSettings.ts';
import { emsRow } from '../fixtures/ems.ts';
import { apiKeyOf, authWith } from '../support/authenticated.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

const APP = 'https://app.example';

const NOT_ALLOWED = {
  errors: [
    {
      message: 'Pages of this origin may not send requests. The operator can add it to CORS_ORIGINS.',
      extensions: { code: 'ORIGIN_NOT_ALLOWED' },
    },
  ],
};

/** Starts Switchboard. `send` sends a query, or another request, as the browser does for a page of this origin. */
async function start(corsOrigins: readonly string[] = [], auth: AuthSettings | null = null) {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboardWith(
    { auth, web: { corsOrigins, allowedHosts: ['graph.example'] } },
    ems.settings,
  );
  const send = async (origin: string, options: Partial<Parameters<typeof request>[1]> & { path?: string } = {}) => {
    const { path = '/graphql', ...rest } = options;
    const { statusCode, headers, body } = await request(new URL(path, url), {
      method: 'POST',
      body: rest.method === undefined ? '{"query":"{ connections { totalCount } }"}' : null,
      ...rest,
      headers: { 'content-type': 'application/json', origin, ...rest.headers },
    });
    const cors = Object.entries(headers).filter(([name]) => name.startsWith('access-control-'));
    return { status: statusCode, headers, cors: Object.fromEntries(cors), text: await body.text() };
  };
  const preflight = (origin: string, path = '/graphql', headers: Readonly<Record<string, string>> = {}) =>
    send(origin, {
      path,
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-of-the-page',
        ...headers,
      },
    });
  return { url, ems, send, preflight };
}

const corsOf = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': expect.stringContaining('x-request-id'),
});

describe('a page of another site', () => {
  test.each([
    APP,
    'null',
    'http://localhost',
    'http://localhost:1',
    'http://evil.example',
    'https://studio.apollographql.com',
    'file://',
    '',
    '*',
  ])('cannot send requests: %j', async (origin) => {
    const { send, ems } = await start();
    const { status, cors, text } = await send(origin);
    expect({ status, cors, answer: JSON.parse(text) }).toEqual({ status: 403, cors: {}, answer: NOT_ALLOWED });
    expect(ems.requests).toEqual([]);
  });

  test.each(['/metrics', '/graphql?query={sources{name}}', '/nowhere'])('cannot read %s', async (path) => {
    const { send } = await start([APP]);
    const { status, cors, text } = await send('https://evil.example', { path, method: 'GET' });
    expect({ status, cors, answer: JSON.parse(text) }).toEqual({ status: 403, cors: {}, answer: NOT_ALLOWED });
  });

  test('is answered with HTTP 403 when its browser asks', async () => {
    const { preflight } = await start([APP]);
    expect(await preflight('https://evil.example')).toMatchObject({ status: 403, cors: {} });
    expect(await preflight(`${APP}.evil.example`)).toMatchObject({ status: 403, cors: {} });
    expect(await preflight('http://app.example')).toMatchObject({ status: 403, cors: {} });
  });
});

describe('a page of the server itself can send requests', () => {
  test('by each of its names', async () => {
    const { send, url } = await start();
    const { host, origin } = new URL(url);
    expect(await send(origin)).toMatchObject({ status: 200, cors: {} });
    expect(await send('http://localhost:4000', { headers: { host: 'localhost:4000' } })).toMatchObject({ status: 200 });
    expect(await send('http://graph.example', { headers: { host: 'graph.example' } })).toMatchObject({ status: 200 });
    expect(await send(`http://user@${host}`)).toMatchObject({ status: 403 });
  });

  test('over the TLS of a proxy', async () => {
    const { send } = await start();
    expect(await send('https://graph.example', { headers: { host: 'graph.example' } })).toMatchObject({ status: 200 });
    expect(await send('https://graph.example', { headers: { host: 'graph.example:443' } })).toMatchObject({
      status: 200,
    });
  });

  test('and is told so by a preflight request', async () => {
    const { url, preflight } = await start();
    const { status, text, headers } = await preflight(new URL(url).origin);
    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const other = await start([APP]);
    expect(await other.preflight(new URL(other.url).origin)).toMatchObject({ status: 204, text: '' });
  });

  test('but a page on another port is of another site', async () => {
    const { send } = await start();
    expect(await send('http://localhost:4001', { headers: { host: 'localhost:4000' } })).toMatchObject({ status: 403 });
    expect(await send('https://graph.example:8443', { headers: { host: 'graph.example' } })).toMatchObject({
      status: 403,
    });
  });
});

describe('a page of an origin in CORS_ORIGINS', () => {
  test('can send queries and read the answers', async () => {
    const { send } = await start([APP, 'http://localhost:3000']);
    for (const origin of [APP, 'http://localhost:3000']) {
      const { status, cors, headers, text } = await send(origin);
      expect({ status, cors }).toEqual({ status: 200, cors: corsOf(origin) });
      expect(headers['vary']).toMatch(/\bOrigin\b/);
      expect(text).toContain('"totalCount":1');
    }
  });

  test('can read why a request was rejected', async () => {
    const { send } = await start([APP]);
    expect(await send(APP, { body: '{' })).toMatchObject({ status: 400, cors: corsOf(APP) });
    expect(await send(APP, { headers: { 'content-type': 'text/xml' } })).toMatchObject({
      status: 415,
      cors: corsOf(APP),
    });
  });

  test('can read that it needs credentials, and is told so only after the preflight request', async () => {
    const auth = authWith({ apiKeys: [apiKeyOf('dashboard', makeApiKey())] });
    const { send, preflight } = await start([APP], auth);
    expect(await preflight(APP)).toMatchObject({ status: 204 });
    expect(await send(APP)).toMatchObject({ status: 401, cors: corsOf(APP) });
  });

  test('is told by a preflight request what it may send, and never with cookies', async () => {
    const { preflight } = await start([APP]);
    const { status, cors, headers, text } = await preflight(APP);
    expect({ status, cors, text }).toEqual({
      status: 204,
      text: '',
      cors: {
        ...corsOf(APP),
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type, x-of-the-page',
        'access-control-max-age': '600',
      },
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('may reach a private address, if its browser asks for that in the preflight request', async () => {
    const { preflight } = await start([APP]);
    const asks = { 'access-control-request-private-network': 'true' };
    const allows = { 'access-control-allow-private-network': 'true' };
    expect((await preflight(APP, '/graphql', asks)).cors).toMatchObject(allows);
    expect((await preflight(APP)).cors).not.toMatchObject(allows);
    expect(await preflight('https://evil.example', '/graphql', asks)).toMatchObject({ status: 403, cors: {} });
  });

  test('cannot read the metrics', async () => {
    const { send, preflight } = await start([APP]);
    expect(await send(APP, { path: '/metrics', method: 'GET' })).toMatchObject({ cors: {} });
    expect(await preflight(APP, '/metrics')).toMatchObject({ status: 404, cors: {} });
    expect(await preflight(APP, '/nowhere')).toMatchObject({ status: 404 });
  });

  test('does not change what OPTIONS means without a preflight request', async () => {
    const { send } = await start([APP]);
    expect(await send(APP, { method: 'OPTIONS' })).toMatchObject({ status: 405 });
    expect(await send(APP, { method: 'PUT' })).toMatchObject({ status: 405 });
  });
});

test('clients other than browsers send no origin, and are served', async () => {
  const { url } = await start([APP]);
  const { statusCode, headers } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ sources { name } }"}',
  });
  expect(statusCode).toBe(200);
  expect(headers['access-control-allow-origin']).toBeUndefined();
});
