import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startHttpServer } from '../support/httpServer.ts';
import { answersIn, closed, openSocket, postOf } from '../support/rawSocket.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startServerOf } from '../support/upstreams.ts';

const POST = 'POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Request-Id: mine\r\n';

/** More than the kernel buffers of a socket hold. */
const LARGE = 32_000_000;

const LATE = {
  errors: [{ message: 'The request did not arrive in time.', extensions: { code: 'REQUEST_TIMEOUT' } }],
};

describe('a request that does not arrive in time', () => {
  const sockets = { headersMs: 300, requestMs: 400, checkMs: 10 };

  test.each([
    ['part of a header', 'GET /bytes/1 HTTP/1.1\r\nHost: local', /^[0-9a-f-]{36}$/],
    ['part of a body', `${POST}Content-Length: 99\r\n\r\n{"qu`, /^mine$/],
    ['part of a chunked body', `${POST}Transfer-Encoding: chunked\r\n\r\n4\r\n{"qu\r\n`, /^mine$/],
  ])('is answered with HTTP 408 and closed: %s', async (_part, sent, id) => {
    const { url, lines, started } = await startHttpServer({ sockets });

    const { socket, received } = await openSocket(url, sent);
    await closed(socket);

    const [answer, ...others] = answersIn(received.text);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ status: 408, headers: { connection: 'close' } });
    expect(JSON.parse(answer?.body ?? '')).toEqual(LATE);
    expect(answer?.headers['x-request-id']).toMatch(id);
    expect(lines).toMatchObject([{ msg: 'request rejected', status: 408, requestId: answer?.headers['x-request-id'] }]);
    expect(started).toEqual([]);
  });

  test.each([
    ['headers', 'GET /bytes/1 HTTP/1.1\r\nX: ', 'x'],
    ['a body', `${POST}Content-Length: 99999\r\n\r\n`, ' '],
  ])('is closed: %s of which a byte arrives all the time', async (_part, sent, more) => {
    const { url } = await startHttpServer({ sockets });

    const { socket, received } = await openSocket(url, sent);
    const sending = setInterval(() => void socket.write(more), 5);
    onTestFinished(() => clearInterval(sending));
    await closed(socket);

    // The answer is lost if the client sends while the socket is being closed.
    expect(received.text).toMatch(/^(?:HTTP\/1\.1 408|$)/);
  });

  test('is answered with HTTP 408 if it is the second of a connection', async () => {
    const { url } = await startHttpServer({ sockets });
    const { socket, received } = await openSocket(url, 'GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expect.poll(() => received.text).toMatch(/x$/);

    socket.write(`${POST}Content-Length: 99\r\n\r\n{"qu`);
    await closed(socket);

    expect(answersIn(received.text)).toMatchObject([{ status: 200 }, { status: 408 }]);
  });
});

test('a connection on which nothing is sent is closed without an answer and without a log line', async () => {
  const { url, lines } = await startHttpServer({ sockets: { headersMs: 50, checkMs: 10 } });
  const { socket, received } = await openSocket(url, '');
  await closed(socket);
  expect([received.text, lines]).toEqual(['', []]);
});

test('a connection on which no further request is sent is closed', async () => {
  // Node.js adds one second.
  const { url } = await startHttpServer({ sockets: { idleMs: 1 } });
  const { socket, received } = await openSocket(url, 'GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await closed(socket);
  expect(answersIn(received.text)).toMatchObject([{ status: 200 }]);
});

test('an operation may take longer than its request', async () => {
  const sockets = { headersMs: 300, requestMs: 300, checkMs: 10, unreadMs: 300, answerMs: 300 };
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
  const ems = await startServerOf(async (_request, response) => {
    onRequest();
    await released;
    response.end('{"data":null,"description":"","status":"SUCCESS"}');
  });
  const { url, query } = await startSwitchboardWith({ sockets }, { provider: 'EMS', name: 'ems', url: ems.url });
  const answer = query('{ connections { totalCount } }');
  await received;

  // The deadlines of this request are later than those of the operation.
  const { socket } = await openSocket(url, 'GET / HTTP/1.1\r\n');
  await closed(socket);
  release();

  expect(await answer).toMatchObject({ status: 200, errors: [] });
});

describe('a client that does not read its answer', () => {
  test('is disconnected', async () => {
    const { url, closedConnections, openSockets } = await startHttpServer({ sockets: { unreadMs: 100 } });
    const { socket } = await openSocket(url, '');
    socket.pause();
    socket.write(`GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await expect.poll(openSockets).toBe(0);
    expect(await closedConnections()).toEqual({ unread_answer: 1 });
  });

  test('is disconnected too if it sends other requests instead', async () => {
    const { url, openSockets } = await startHttpServer({ sockets: { unreadMs: 100 } });
    const { socket } = await openSocket(url, '');
    socket.pause();
    socket.write(`GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const sending = setInterval(() => void socket.write('GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n'), 5);
    await expect
      .poll(openSockets)
      .toBe(0)
      .finally(() => clearInterval(sending));
  });

  test('is disconnected if it reads a little all the time, after a longer time', async () => {
    const { url, closedConnections, openSockets } = await startHttpServer({
      sockets: { unreadMs: 5_000, answerMs: 300 },
    });
    const { socket } = await openSocket(url, '');
    socket.pause();
    socket.write(`GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const reading = setInterval(() => void socket.read(1_000), 5);
    await expect
      .poll(openSockets)
      .toBe(0)
      .finally(() => clearInterval(reading));
    expect(await closedConnections()).toEqual({ unread_answer: 1 });
  });
});

test('a client that sends invalid URLs and reads nothing is disconnected', async () => {
  const { url, openSockets } = await startHttpServer({});
  const { socket } = await openSocket(url, '');
  socket.pause();
  socket.write('GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20_000));
  await expect.poll(openSockets).toBe(0);
});

test('a client that reads slowly but steadily gets its answer', async () => {
  const { url, closedConnections } = await startHttpServer({ sockets: { unreadMs: 500 } });
  const { socket, received } = await openSocket(url, '');
  socket.pause();
  socket.write(`GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const startedAt = performance.now();
  while (received.text.length < LARGE && !socket.closed) {
    await sleep(50);
    socket.resume();
    await sleep(1);
    socket.pause();
  }
  expect(performance.now() - startedAt).toBeGreaterThan(500);
  expect(answersIn(received.text)).toMatchObject([{ status: 200 }]);
  expect(await closedConnections()).toEqual({});
});

test('the deadlines of an answer do not apply to the next request of the connection', async () => {
  const { url, release, started, closedConnections } = await startHttpServer({
    sockets: { unreadMs: 50, answerMs: 50 },
  });
  const { socket, received } = await openSocket(url, 'GET /bytes/1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => received.text).toMatch(/x$/);

  socket.write(`${POST}Content-Length: 2\r\n\r\n{}`);
  await expect.poll(() => started).toHaveLength(1);
  // The deadline of this answer is later than that of the first.
  const { socket: other } = await openSocket(url, `GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  other.pause();
  await expect.poll(closedConnections).toEqual({ unread_answer: 1 });
  release();

  await expect.poll(() => received.text).toMatch(/mine"}$/);
});

test('garbage that follows a request does not end up in the middle of its answer', async () => {
  const { url } = await startHttpServer({});
  const { socket, received } = await openSocket(url, `GET /bytes/${LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, 'data');
  socket.pause();
  socket.write('garbage\r\n\r\n');
  socket.resume();
  await closed(socket);
  expect(received.text.length).toBeLessThan(LARGE);
  expect(received.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test('the built-in deadlines let a normal client work', async () => {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboardWith({}, ems.settings);
  const { received } = await openSocket(url, postOf('{ connections { totalCount } }'));
  await expect.poll(() => received.text).toContain('{"data":{"connections":{"totalCount":1}}}');
});
