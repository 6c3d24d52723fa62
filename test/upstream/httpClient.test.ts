import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { until } from '../support/until.ts';
import { startServerOf } from '../support/upstreams.ts';
import { operation, problemOf, rows, startUpstream } from './upstreamUnderTest.ts';

test('identifies Switchboard in the User-Agent header', async () => {
  const { upstream, requests } = await startUpstream((_request, response) => response.end('1'));

  await upstream.get(rows(), operation());

  expect(requests[0]?.headers).toMatchObject({
    'user-agent': expect.stringMatching(/^switchboard\/\d+\.\d+\.\d+$/),
    accept: 'application/json',
  });
});

test('does not follow a redirect, which would receive the credentials', async () => {
  const { upstream, requests } = await startUpstream(
    (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    { headers: { authorization: 'Bearer SECRET' } },
  );

  await problemOf(upstream.get(rows(), operation()));

  expect(requests.map(({ path }) => path)).toEqual(['/rows']);
});

describe('a response body', () => {
  test('may have up to `maxBodyBytes`', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end(JSON.stringify('x'.repeat(998))), {
      maxBodyBytes: 1000,
    });

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: 'x'.repeat(998) });
  });

  test('is aborted when it exceeds `maxBodyBytes`, also without a Content-Length', async () => {
    let closed = false;
    const { upstream } = await startUpstream(
      (_request, response) => {
        response.once('close', () => {
          closed = true;
        });
        const more = () => {
          if (response.destroyed) return;
          response.write('x'.repeat(100));
          setImmediate(more);
        };
        more();
      },
      { maxBodyBytes: 1000 },
    );

    expect(await problemOf(upstream.get(rows(), operation()))).toMatchObject({
      code: 'UPSTREAM_MALFORMED',
      retryable: false,
      message: expect.stringContaining('maxBodyBytes'),
    });
    await until(() => closed);
  });

  test.each([
    ['', /empty/],
    [' \r\n', /empty/],
    ['<!doctype html><p>Bad gateway', /HTML/],
    ['{"half":', /not JSON/],
    ['plain words', /not JSON/],
  ])('of %j is rejected with a message that says what it is', async (body, message) => {
    const { upstream } = await startUpstream((_request, response) => response.end(body));

    expect(await problemOf(upstream.get(rows(), operation()))).toMatchObject({
      code: 'UPSTREAM_MALFORMED',
      httpStatus: 200,
      message: expect.stringMatching(message),
    });
  });

  test('is decoded whatever its content type', async () => {
    const { upstream } = await startUpstream((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('{"a":1}'),
    );

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: { a: 1 } });
  });
});

test('the timeout covers the body, and the message includes the hint of the request', async () => {
  const { upstream } = await startUpstream((_request, response) => void response.write('"incomplete'), {
    timeoutMs: 60,
  });
  const request = { ...rows(), timeoutHint: 'It may be asleep.' };

  expect(await problemOf(upstream.get(request, operation()))).toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    message: 'Source "main" sent no complete response within 60 ms. It may be asleep.',
  });
});

describe('a port that does not speak HTTP', () => {
  async function startRaw(greeting: string) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(greeting));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each([
    ['a length prefix and JSON, as the JSON CLI of EMS does', '\u0000\u0000\u0000\u0015{"status":"FAIL"}\r\n\r\n'],
    ['an RTMP handshake', '\u0003\u0000\u0000\u0001'],
  ])('is reported as such, with the likely cause, when it sends %s', async (_what, greeting) => {
    const baseUrl = await startRaw(greeting);
    const { upstream, requests } = await startUpstream(() => undefined, { baseUrl, portHint: 'Use 7777.', retries: 2 });

    expect(await problemOf(upstream.get(rows(), operation()))).toMatchObject({
      code: 'UPSTREAM_MALFORMED',
      retryable: false,
      message: 'Source "main" does not speak HTTP on this port. Check the port in its URL. Use 7777.',
    });
    expect(requests).toEqual([]);
  });
});

describe('a proxy', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  async function startProxy() {
    const proxy = await startServerOf((_request, response) => response.end('"from the proxy"'));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    return proxy;
  }

  test('is used when HTTP_PROXY names it', async () => {
    const proxy = await startProxy();
    const { upstream } = await startUpstream(() => undefined, { baseUrl: 'http://upstream.invalid:7777' });

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: 'from the proxy' });
    expect(proxy.requests.map(({ target }) => target)).toEqual(['http://upstream.invalid:7777/rows']);
  });

  test('is not used for the hosts in NO_PROXY', async () => {
    const proxy = await startProxy();
    vi.stubEnv('NO_PROXY', 'example.com,upstream.invalid');
    const { upstream } = await startUpstream(() => undefined, { baseUrl: 'http://upstream.invalid:7777' });

    expect(await problemOf(upstream.get(rows(), operation()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(proxy.requests).toEqual([]);
  });

  test('is not used for loopback addresses, such as the mock servers and a local EMS', async () => {
    const proxy = await startProxy();
    const { upstream } = await startUpstream((_request, response) => response.end('"direct"'));

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: 'direct' });
    expect(proxy.requests).toEqual([]);
  });
});
