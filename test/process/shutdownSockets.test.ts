import { once } from 'node:events';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { linesOf, run, send, startBusy, urlOf } from '../support/program.ts';
import { closed, openSocket } from '../support/rawSocket.ts';
import { until } from '../support/until.ts';

/** The shutdown timeout is much longer than a shutdown takes, and much shorter than the timeouts of idle sockets. */
const TIMES = { SHUTDOWN_DELAY_MS: '0', SHUTDOWN_TIMEOUT_MS: '30000' };
const SETTINGS = { PORT: '0', EMS_URL: 'http://127.0.0.1:1', ...TIMES };

describe('SIGTERM closes a socket without a request in flight:', () => {
  test.each([
    ['a socket that has sent nothing', ''],
    ['a socket that has sent part of a header', 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-'],
    [
      'a socket that has sent part of a body, after a short grace period',
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"qu',
    ],
  ])('%s', async (_case, sent) => {
    const program = run(SETTINGS);
    const url = await urlOf(program);
    const { socket } = await openSocket(url, sent);
    // When this request is answered, the server has accepted the first socket and read from it.
    await send(url, '{ __typename }');

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await closed(socket);
    expect(linesOf(program).at(-1)).toMatchObject({ msg: 'Shutdown complete' });
  });

  test('a socket that is kept alive after an answer', async () => {
    const program = run(SETTINGS);
    const { socket, received } = await openSocket(
      await urlOf(program),
      'GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n',
    );
    await until(() => received.text.includes('"live"'));

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await closed(socket);
  });
});

test('idle sockets are closed immediately, and a request in flight is answered', async () => {
  const { program, url, sent, release } = await startBusy(TIMES);
  const { socket } = await openSocket(url, '');

  program.child.kill('SIGTERM');
  await closed(socket);
  release();

  expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
  expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
});

test('a shutdown that times out logs how many requests were dropped', async () => {
  const { program, url, sent } = await startBusy({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_TIMEOUT_MS: '300' });
  await openSocket(url, '');
  const dropped = sent.catch(() => 'dropped');

  program.child.kill('SIGTERM');

  expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
  expect(await dropped).toBe('dropped');
  expect(linesOf(program).at(-1)).toMatchObject({
    level: 'error',
    msg: 'Shutdown timed out after 300 ms; 1 request was dropped',
  });
});

test('a closed standard output does not prevent the shutdown', async () => {
  const program = run({ PORT: '0' });
  const url = await urlOf(program);
  program.child.stdout.destroy();
  await (await request(new URL('/health/live', url))).body.dump();

  program.child.kill('SIGINT');

  const [code, signal] = await once(program.child, 'exit');
  expect({ code, signal }).toEqual({ code: 0, signal: null });
});
