import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { linesOf, run, send, startBusy, urlOf } from '../support/program.ts';

describe('SIGTERM', () => {
  test('reports not ready, serves for SHUTDOWN_DELAY_MS, answers all requests, and exits with code 0', async () => {
    const { program, url, sent, release, ready } = await startBusy({
      SHUTDOWN_DELAY_MS: '5000',
      SHUTDOWN_TIMEOUT_MS: '60000',
    });
    expect(await ready()).toEqual({ statusCode: 200, answer: { status: 'ready' } });

    program.child.kill('SIGTERM');

    await expect.poll(ready).toEqual({ statusCode: 503, answer: { status: 'stopping' } });
    const live = await request(new URL('/health/live', url));
    await live.body.dump();
    expect(live.statusCode).toBe(200);
    // A load balancer may send requests until its next readiness check.
    expect((await send(url, '{ sources { name } }')).answer).toEqual({ data: { sources: [{ name: 'ems' }] } });
    release();
    expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    const messages = linesOf(program).map(({ msg }) => msg);
    expect(messages.filter((msg) => msg === 'operation')).toHaveLength(2);
    expect(messages.filter((msg) => msg !== 'operation')).toEqual([
      `Switchboard is running at ${url} with the sources ems`,
      expect.stringMatching(/^No authentication is configured/),
      'Shutting down: SIGTERM',
      'Shutdown complete',
    ]);
  });

  test('exits with code 1 after SHUTDOWN_TIMEOUT_MS if a request is still in flight', async () => {
    const { program, sent } = await startBusy({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_TIMEOUT_MS: '300' });
    const dropped = sent.catch(() => 'dropped');
    const start = performance.now();

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
    // Well before the operation times out, which takes 30 seconds.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await dropped).toBe('dropped');
    expect(linesOf(program).at(-1)).toMatchObject({ level: 'error', msg: expect.stringContaining('300 ms') });
  });

  test('exits immediately when received twice', async () => {
    const { program, sent } = await startBusy({ SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '600000' });
    const dropped = sent.catch(() => 'dropped');
    program.child.kill('SIGTERM');
    await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Shutting down: SIGTERM' });

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
    expect(await dropped).toBe('dropped');
  });
});

test('SIGINT shuts down without SHUTDOWN_DELAY_MS', async () => {
  const { program, sent, release } = await startBusy({ SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '600000' });
  program.child.kill('SIGINT');
  await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Shutting down: SIGINT' });
  release();
  expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
  expect(await program.ended).toMatchObject({ code: 0, signal: null });
});

test('an uncaught exception is logged, and the process answers requests in flight before it exits with code 1', async () => {
  // The secret is concatenated because the stack contains this line of code.
  const bug = `process.once('SIGWINCH', () => { throw new RangeError('too far', { cause: new Error('hunter' + 2) }) })`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(bug)}`;
  const { program, sent, release } = await startBusy({ NODE_OPTIONS });

  program.child.kill('SIGWINCH');
  await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Shutting down: uncaught exception' });
  release();

  expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
  expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
  const logged = linesOf(program).find(({ level }) => level === 'error');
  expect(logged).toMatchObject({ type: 'RangeError', message: 'too far', stack: expect.stringContaining('too far') });
  expect(program.printed.stdout).not.toContain('hunter2');
});

test('metrics include the event loop lag of the process', async () => {
  const url = await urlOf(run({ PORT: '0' }));
  const { body } = await request(new URL('/metrics', url));
  expect(await body.text()).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
});
