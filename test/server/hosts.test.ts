import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startHttpServer, type TestHttpServerOptions } from '../support/httpServer.ts';
import { answersIn, closed, openSocket } from '../support/rawSocket.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

const NOT_ALLOWED = {
  errors: [
    {
      message: 'This host name is not allowed. The operator can add it to ALLOWED_HOSTS.',
      extensions: { code: 'HOST_NOT_ALLOWED' },
    },
  ],
};

/** Starts Switchboard. `send` sends a query with this Host header, and `get` a request to another path. */
async function start(options: SwitchboardOptions = {}) {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboardWith(options, ems.settings);
  const read = async (path: string, init: Parameters<typeof request>[1]) => {
    const { statusCode, body } = await request(new URL(path, url), init);
    return { status: statusCode, text: await body.text() };
  };
  return {
    url,
    ems,
    get: (path: string, headers: Readonly<Record<string, string>>) => read(path, { headers }),
    send: (headers: Readonly<Record<string, string>>) =>
      read('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ connections { totalCount } }"}',
      }),
  };
}

describe('without authentication, only the names of this machine are served:', () => {
  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1', '127.0.0.1:1', '127.255.0.1', '[::1]', '[::1]:4000', '127.1'])(
    '%s is',
    async (host) => {
      const { send } = await start();
      expect(await send({ host })).toMatchObject({ status: 200, text: expect.stringContaining('"totalCount":1') });
    },
  );

  // A name that an attacker owns can have the address 127.0.0.1 too (DNS rebinding).
  test.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.localhost',
    'localhost.',
    '0.0.0.0',
    '[::]',
    '10.0.0.5',
    '128.0.0.1',
    'xn--localhost-',
  ])('%s is answered with HTTP 421', async (host) => {
    const { send, ems } = await start();
    const { status, text } = await send({ host, origin: `http://${host}` });
    expect({ status, answer: JSON.parse(text) }).toEqual({ status: 421, answer: NOT_ALLOWED });
    expect(ems.requests).toEqual([]);
  });

  test.each(['a b', 'user@localhost', 'localhost/graphql', 'localhost:http', 'localhost#', ''])(
    '%j is answered with HTTP 400',
    async (host) => {
      const { url, ems } = await start();
      const { socket, received } = await openSocket(
        url,
        `GET /graphql?query={sources{name}} HTTP/1.1\r\nHost: ${host}\r\nApollo-Require-Preflight: 1\r\nConnection: close\r\n\r\n`,
      );
      await closed(socket);
      const [answer] = answersIn(received.text);
      expect(answer?.status).toBe(400);
      expect(answer?.body).toContain('The Host header is missing or invalid.');
      expect(ems.requests).toEqual([]);
    },
  );

  test('two Host headers are answered with HTTP 400', async () => {
    const { url } = await start();
    const { socket, received } = await openSocket(
      url,
      'GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    await closed(socket);
    expect(answersIn(received.text)).toMatchObject([{ status: 400 }]);
  });

  test.each(['x-forwarded-host', 'x-host', 'forwarded', 'x-original-host'])(
    'the header %s does not change the name',
    async (header) => {
      const { send } = await start();
      const value = header === 'forwarded' ? 'host=localhost' : 'localhost';
      expect(await send({ host: 'evil.example', [header]: value })).toMatchObject({ status: 421 });
      const other = header === 'forwarded' ? 'host=evil.example' : 'evil.example';
      expect(await send({ host: 'localhost', [header]: other })).toMatchObject({ status: 200 });
    },
  );

  test.each(['/graphql', '/metrics', '/', '/nowhere', '/graphql/', '/health', '/health/other'])(
    'on %s too',
    async (path) => {
      const { get } = await start();
      const { status, text } = await get(path, { host: 'evil.example' });
      expect({ status, answer: JSON.parse(text) }).toEqual({ status: 421, answer: NOT_ALLOWED });
    },
  );

  test.each(['/health/live', '/health/ready'])('except on %s, which orchestrators call by address', async (path) => {
    const { get } = await start();
    expect(await get(path, { host: '10.0.0.5:4000' })).toMatchObject({ status: 200 });
    expect(await get(path, { host: 'a b' })).toMatchObject({ status: 200 });
  });

  test('a request target with a host does not change the name', async () => {
    const { url } = await start();
    const { socket, received } = await openSocket(
      url,
      'GET http://localhost/metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    await closed(socket);
    expect(answersIn(received.text)).toMatchObject([{ status: 421 }]);
  });
});

test.each(['x-forwarded-host', 'x-forwarded-proto'])('%s of a trusted proxy is ignored', async (header) => {
  const { send } = await start({ access: { trustedProxies: ['127.0.0.1'] } });
  for (const value of ['a b', 'evil.example', ''])
    expect(await send({ [header]: value })).toMatchObject({ status: 200 });
  expect(await send({ host: 'evil.example', [header]: 'localhost' })).toMatchObject({ status: 421 });
});

describe('ALLOWED_HOSTS adds', () => {
  const web = { allowedHosts: ['Graph.example', 'other.example:8443', '[2001:db8::1]'] };

  test.each([
    'graph.example',
    'graph.example:1234',
    'GRAPH.EXAMPLE',
    'other.example:8443',
    '[2001:DB8:0::1]:80',
    'localhost',
  ])('%s', async (host) => {
    const { send } = await start({ web });
    expect(await send({ host })).toMatchObject({ status: 200 });
  });

  test.each(['other.example', 'other.example:8444', 'www.graph.example', 'example'])('but not %s', async (host) => {
    const { send } = await start({ web });
    expect(await send({ host })).toMatchObject({ status: 421 });
  });
});

/** The status of a request with this Host header to a server with these options. */
async function statusOf(host: string, hosts: TestHttpServerOptions['hosts'] = {}): Promise<number> {
  const { url } = await startHttpServer({ hosts });
  return (await request(`${url}/bytes/1`, { headers: { host } })).statusCode;
}

describe('HOST', () => {
  test.each([
    ['graph.internal', 'graph.internal:4000'],
    ['192.0.2.1', '192.0.2.1:4000'],
    ['2001:db8::1', '[2001:db8::1]:4000'],
  ])('%s is an allowed host', async (host, requested) => {
    expect(await statusOf(requested, { host })).toBe(200);
    expect(await statusOf('other.internal', { host })).toBe(421);
  });

  test.each([
    ['0.0.0.0', '0.0.0.0:4000'],
    ['::', '[::]:4000'],
  ])('%s is no host name', async (host, requested) => {
    expect(await statusOf(requested, { host })).toBe(421);
    expect(await statusOf('localhost', { host })).toBe(200);
  });
});

describe('with authentication', () => {
  test('any host is allowed by default', async () => {
    expect(await statusOf('anything.example', { isAuthenticated: true })).toBe(200);
    expect(await statusOf('a b', { isAuthenticated: true })).toBe(400);
  });

  test('the list applies if it is set', async () => {
    const hosts = { isAuthenticated: true, allowedHosts: ['graph.example'] };
    expect(await statusOf('graph.example', hosts)).toBe(200);
    expect(await statusOf('localhost', hosts)).toBe(200);
    expect(await statusOf('anything.example', hosts)).toBe(421);
  });
});
