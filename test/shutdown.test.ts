import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { linesOf, run, send, urlOf } from './support/program.ts';
import { startServerOf } from './support/upstreams.ts';

const LIST = '{ connections { totalCount } }';

/** The program with an operation under way, whose upstream answers when it is released. */
async function startBusy(settings: Readonly<Record<string, string>>) {
  const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const ems = await startServerOf((_request, response) => {
    nowAsked();
    void released.then(() => response.end('{"data":null,"description":"","status":"SUCCESS"}'));
  });
  const program = run({ PORT: '0', EMS_URL: ems.url, ...settings });
  const url = await urlOf(program);
  const sent = send(url, LIST);
  await asked;
  const ready = async () => {
    const { statusCode, body } = await request(new URL('/health/ready', url));
    return { statusCode, answer: await body.json() };
  };
  return { program, url, sent, release, ready };
}

describe('told to stop by SIGTERM', () => {
  test('it is not ready any more, serves on for a while, answers everything, and ends well', async () => {
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
    // A load balancer that has not looked yet.
    expect((await send(url, '{ sources { name } }')).answer).toEqual({ data: { sources: [{ name: 'ems' }] } });
    release();
    expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    const said = linesOf(program).map(({ msg }) => msg);
    expect(said.filter((msg) => msg === 'operation')).toHaveLength(2);
    expect(said.filter((msg) => msg !== 'operation')).toEqual([
      `Switchboard is at ${url} and reads ems`,
      'Switchboard stops: SIGTERM',
      'Switchboard has stopped',
    ]);
  });

  test('it ends in time whatever is still under way, and not well', async () => {
    const { program, sent } = await startBusy({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_TIMEOUT_MS: '300' });
    const left = sent.catch(() => 'nothing');
    const start = performance.now();

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
    // Far from the 30 seconds that the operation has.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await left).toBe('nothing');
    expect(linesOf(program).at(-1)).toMatchObject({ level: 'error', msg: expect.stringContaining('300 ms') });
  });

  test('twice, it ends at once', async () => {
    const { program, sent } = await startBusy({ SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '600000' });
    const left = sent.catch(() => 'nothing');
    program.child.kill('SIGTERM');
    await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Switchboard stops: SIGTERM' });

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
    expect(await left).toBe('nothing');
  });
});

test('told to stop by SIGINT, nobody is waited for who might look whether it is ready', async () => {
  const { program, sent, release } = await startBusy({ SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_TIMEOUT_MS: '600000' });
  program.child.kill('SIGINT');
  await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Switchboard stops: SIGINT' });
  release();
  expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
  expect(await program.ended).toMatchObject({ code: 0, signal: null });
});

test('a mistake that nobody catches is logged, and what is under way is answered before it ends', async () => {
  // Put together there, since the stack names the place of this code by the code itself.
  const mistake = `process.once('SIGWINCH', () => { throw new RangeError('too far', { cause: new Error('hunter' + 2) }) })`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(mistake)}`;
  const { program, sent, release } = await startBusy({ NODE_OPTIONS });

  program.child.kill('SIGWINCH');
  await expect.poll(() => linesOf(program).at(-1)).toMatchObject({ msg: 'Switchboard stops: a mistake of its own' });
  release();

  expect((await sent).answer).toEqual({ data: { connections: { totalCount: 0 } } });
  expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: '' });
  const logged = linesOf(program).find(({ level }) => level === 'error');
  expect(logged).toMatchObject({ type: 'RangeError', message: 'too far', stack: expect.stringContaining('too far') });
  expect(program.printed.stdout).not.toContain('hunter2');
});

test('metrics of the real process tell how its event loop is', async () => {
  const url = await urlOf(run({ PORT: '0' }));
  const { body } = await request(new URL('/metrics', url));
  expect(await body.text()).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
});
