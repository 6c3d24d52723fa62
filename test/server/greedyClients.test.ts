import { once } from 'node:events';
import { Agent, request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startHttpServer } from '../support/httpServer.ts';
import { answersIn, closed, openSocket, postOf } from '../support/rawSocket.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

const GET_1 = 'GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n';
const waitWith = (bytes: number) =>
  `POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;
const WAIT = `${waitWith(2)}{}`;

describe('a client that sends requests without waiting for answers', () => {
  test('gets the first answer, and HTTP 400 for the second request', async () => {
    const { url, release, started, closedConnections } = await startHttpServer({});
    const { socket, received } = await openSocket(url, WAIT + WAIT);
    await expect.poll(() => started).toHaveLength(1);
    release();
    await closed(socket);

    const [first, second, ...others] = answersIn(received.text);
    expect([first?.status, second?.status, others]).toEqual([200, 400, []]);
    expect(second?.headers).toMatchObject({ connection: 'close', 'x-request-id': expect.any(String) });
    expect(JSON.parse(second?.body ?? '')).toEqual({
      errors: [
        {
          message: 'Send the next request of a connection when the previous one is answered.',
          extensions: { code: 'PIPELINED_REQUEST' },
        },
      ],
    });
    expect(started).toHaveLength(1);
    expect(await closedConnections()).toEqual({});
  });

  test('is disconnected at once if it sends more than two', async () => {
    const { url, started, lines, closedConnections } = await startHttpServer({});
    const { socket, received } = await openSocket(url, WAIT + GET_1.repeat(1_000));
    await closed(socket);
    expect(received.text).toBe('');
    expect(started.length).toBeLessThanOrEqual(1);
    expect(lines).toHaveLength(1);
    expect(await closedConnections()).toEqual({ pipelined_requests: 1 });
  });

  test('causes no more operations than the first', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const { url } = await startSwitchboardWith({}, ems.settings);
    const { socket } = await openSocket(url, postOf('{ connections { totalCount } }').repeat(150));
    await closed(socket);
    expect(ems.requests.length).toBeLessThanOrEqual(1);
  });
});

test('a client that waits for each answer uses one connection for any number of requests', async () => {
  const { url, closedConnections } = await startHttpServer({});
  const agent = new Agent({ connections: 1, pipelining: 1 });
  onTestFinished(() => agent.destroy());
  // Large answers are written in several parts.
  for (const count of [1, 5_000_000, 1, 300_000, 0, 5_000_000]) {
    const { statusCode, body } = await request(`${url}/bytes/${count}`, { dispatcher: agent });
    expect(statusCode).toBe(200);
    expect(await body.text()).toHaveLength(count);
  }
  expect(await closedConnections()).toEqual({});
});

describe('beyond the limit of connections, a new one is closed:', () => {
  test.each([
    ['of all clients', { maxConnections: 3 }, { connections: 1 }],
    ['of one client', { maxConnectionsPerClient: 3 }, { connections_per_client: 1 }],
  ])('%s', async (_limit, connections, counted) => {
    const { url, closedConnections, openSockets } = await startHttpServer({ connections });
    const [first] = [await openSocket(url, ''), await openSocket(url, ''), await openSocket(url, GET_1)];

    const { socket, received } = await openSocket(url, GET_1);
    await closed(socket);

    expect(received.text).toBe('');
    expect(await closedConnections()).toEqual(counted);

    // The others are served, and a place becomes free.
    first.socket.write(GET_1);
    await expect.poll(() => first.received.text).toMatch(/x$/);
    first.socket.destroy();
    await expect.poll(openSockets).toBe(2);
    const next = await openSocket(url, GET_1);
    await expect.poll(() => next.received.text).toMatch(/x$/);
  });

  test('but not one of a client with another address', async () => {
    const { url } = await startHttpServer({ connections: { maxConnectionsPerClient: 1 } });
    await openSocket(url, '');
    const { socket: refused } = await openSocket(url, GET_1);
    await closed(refused);

    const { received } = await openSocket(url, GET_1, '127.0.0.1', '127.0.0.2');

    await expect.poll(() => received.text).toMatch(/x$/);
  });
});

describe('beyond the memory limit of a client, its oldest requests are dropped:', () => {
  test('answers that it does not read', async () => {
    const { url, closedConnections, openSockets } = await startHttpServer({ sockets: { clientBytes: 70_000_000 } });
    const clients = [await openSocket(url, ''), await openSocket(url, ''), await openSocket(url, '')];
    for (const { socket } of clients) {
      socket.write('GET /bytes/32000000 HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(socket, 'data');
      socket.pause();
    }

    await expect.poll(closedConnections).toEqual({ memory: 1 });
    expect(await openSockets()).toBe(2);
    for (const { socket } of clients) socket.resume();
    const isComplete = () => clients.map(({ received }) => received.text.length > 32_000_000);
    await expect.poll(isComplete).toEqual([false, true, true]);
  });

  test('half-sent bodies', async () => {
    // A parsed body counts eight times.
    const { url, closedConnections } = await startHttpServer({ sockets: { clientBytes: 2_000_000 } });
    const { socket: oldest } = await openSocket(url, waitWith(120_000));
    // The server has read the headers of the first socket when it answers this request.
    const { socket: second, received } = await openSocket(url, GET_1);
    await expect.poll(() => received.text).toMatch(/x$/);

    second.write(waitWith(140_000));
    await closed(oldest);

    expect(second.closed).toBe(false);
    expect(await closedConnections()).toEqual({ memory: 1 });
  });

  test('requests that are being executed', async () => {
    const { url, started, closedConnections } = await startHttpServer({ sockets: { clientBytes: 2_000_000 } });
    const body = (count: number) => waitWith(count) + JSON.stringify('x'.repeat(count - 2));
    const { socket: oldest } = await openSocket(url, body(120_000));
    await expect.poll(() => started).toHaveLength(1);
    await openSocket(url, body(140_000));
    await closed(oldest);
    await expect.poll(() => started).toHaveLength(2);
    expect(await closedConnections()).toEqual({ memory: 1 });
  });

  test('and nothing is held for requests that have ended', async () => {
    const { url, closedConnections } = await startHttpServer({ sockets: { clientBytes: 2_000_000 } });
    for (let count = 0; count < 5; count += 1) {
      const { body } = await request(`${url}/bytes/1500000`);
      expect(await body.text()).toHaveLength(1_500_000);
      // A client that disconnects before its answer.
      const { socket } = await openSocket(url, waitWith(200_000));
      socket.destroy();
    }
    expect((await request(`${url}/bytes/1900000`)).statusCode).toBe(200);
    expect(await closedConnections()).toEqual({});
  });
});

test('beyond the memory limit of all clients, the oldest request of all is dropped', async () => {
  const { url, closedConnections } = await startHttpServer({ sockets: { totalBytes: 2_000_000 } });
  const { socket: oldest } = await openSocket(url, waitWith(120_000), '127.0.0.1', '127.0.0.2');
  const { socket: second, received } = await openSocket(url, GET_1, '127.0.0.1', '127.0.0.3');
  await expect.poll(() => received.text).toMatch(/x$/);
  second.write(waitWith(140_000));
  await closed(oldest);
  expect(second.closed).toBe(false);
  expect(await closedConnections()).toEqual({ memory: 1 });
});
