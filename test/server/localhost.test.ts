import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ListenError, startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { answersIn, closed, openSocket } from '../support/rawSocket.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';

const ofThisMachine = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
const hasIpv6 = ofThisMachine.some(({ address }) => address === '::1');

const start = (options: Partial<Parameters<typeof startServer>[0]> = {}) =>
  startServer({
    ...DEFAULTS,
    host: 'localhost',
    sources: [],
    telemetry: { log: createLog('silent'), metrics: createMetrics() },
    ...options,
  });

describe.each(hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'])('with HOST=localhost, on the address %s', (address) => {
  test('requests are answered', async () => {
    const server = await start();
    onTestFinished(() => server.close());
    const { received } = await openSocket(server.url, 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n', address);
    await expect.poll(() => received.text).toContain('{"status":"live"}');
  });

  test('invalid HTTP is answered with a request ID', async () => {
    const server = await start();
    onTestFinished(() => server.close());
    const { socket, received } = await openSocket(server.url, 'hello\r\n\r\n', address);
    await closed(socket);
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(answersIn(received.text)).toMatchObject([{ status: 400, headers: { 'x-request-id': id } }]);
  });

  test('slow requests are cut off', async () => {
    const server = await start({ sockets: { headersMs: 50, checkMs: 10 } });
    onTestFinished(() => server.close());
    const { socket, received } = await openSocket(server.url, 'GET / HT', address);
    await closed(socket);
    expect(answersIn(received.text)).toMatchObject([{ status: 408 }]);
  });

  test('connections are limited', async () => {
    const server = await start({ web: { ...DEFAULTS.web, maxConnections: 1 } });
    onTestFinished(() => server.close());
    await openSocket(server.url, '', '127.0.0.1');
    const { socket } = await openSocket(server.url, '', address);
    await closed(socket);
  });

  test('idle connections are closed at a shutdown, and no new ones are accepted', async () => {
    const server = await start();
    const live = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const { socket, received } = await openSocket(server.url, live, address);
    await expect.poll(() => received.text).toContain('{"status":"live"}');
    await server.close();
    await closed(socket);
    await expect(openSocket(server.url, '', address)).rejects.toThrow('ECONNREFUSED');
  });
});

test.runIf(hasIpv6)('with HOST=localhost, a port that another process uses on ::1 prevents the start', async () => {
  const other = createServer().listen(0, '::1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(ListenError);
  await expect(openSocket(`http://localhost:${port}`, '', '127.0.0.1')).rejects.toThrow('ECONNREFUSED');
});
