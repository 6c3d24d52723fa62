import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { get, startUpstream } from './upstreamUnderTest.ts';

type Settings = NonNullable<Parameters<typeof startUpstream>[1]>;

/** Answers with these statuses in turn, then with 200; a status may come with headers. */
function startWith(statuses: readonly (number | [number, Record<string, string>])[], settings: Settings = {}) {
  const left = [...statuses];
  return startUpstream(
    (_request, response) => {
      const next = left.shift() ?? 200;
      const [status, headers] = typeof next === 'number' ? [next, {}] : next;
      if (status === 0) response.destroy();
      else response.writeHead(status, headers).end('"answer"');
    },
    { retries: 2, ...settings },
  );
}

describe('a call that failed', () => {
  test.each([
    ['a broken connection', 0],
    ['HTTP 408', 408],
    ['HTTP 425', 425],
    ['HTTP 500', 500],
    ['HTTP 503', 503],
  ])('with %s is sent again', async (_what, status) => {
    const started = await startWith([status, status]);

    expect(await get(started)).toMatchObject({ value: '"answer"' });
    expect(started.requests).toHaveLength(3);
    expect(started.ended.map(({ attempt, retryInMs }) => [attempt, retryInMs !== null])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(started.upstream.health).toMatchObject({ status: 'UP', lastProblem: null });
  });

  test.each([400, 401, 402, 403, 404, 409, 422, 429])('with HTTP %i is not', async (status) => {
    const started = await startWith([status]);

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: status } });
    expect(started.requests).toHaveLength(1);
  });

  test('by our own deadline is not', async () => {
    const started = await startUpstream(() => undefined, { retries: 2, timeoutMs: 50 });

    await expect(get(started)).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    expect(started.requests).toHaveLength(1);
  });

  test('is given up after as many retries as are set', async () => {
    const started = await startWith([500, 502, 503]);

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(3);
    expect(started.upstream.health.status).toBe('DOWN');
  });

  test('is sent again when Retry-After says, and no sooner', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const sent = Date.now();
    await get(started);

    expect(Date.now() - sent).toBeGreaterThanOrEqual(1000);
  });

  test.each([
    ['seconds', () => '10'],
    ['a date', () => new Date(Date.now() + 10_000).toUTCString()],
  ])('is given up at once if Retry-After, as %s, asks for more patience than is set', async (_form, value) => {
    const started = await startWith([[503, { 'retry-after': value() }]], { waitMs: 5000 });

    await expect(get(started)).rejects.toMatchObject({ problem: { retryAt: expect.any(Date) } });
    expect(started.requests).toHaveLength(1);
  });

  test.each(['1.5', '-1', '3, 3', 'soon'])(
    'is sent again soon if Retry-After says %j, which says nothing',
    async (value) => {
      const started = await startWith([[503, { 'retry-after': value }]]);

      await get(started);

      expect(started.ended[0]?.problem).toMatchObject({ retryAt: null });
    },
  );

  test('is not waited with for Retry-After if there is to be no waiting', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]], { waitMs: 0 });

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(1);
  });

  test('is not sent again once its source is closed', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const answer = expect(get(started)).rejects.toThrow();
    await until(() => started.ended.length === 1);
    await started.upstream.close();

    await answer;
    expect(started.requests).toHaveLength(1);
  });

  test('is given up at once if the operation ends before it could be sent again', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    await expect(get(started, { deadline: Date.now() + 900 })).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(1);
  });

  test('is not sent again once its caller has gone', async () => {
    const caller = new AbortController();
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const answer = expect(get(started, { signal: caller.signal })).rejects.toThrow();
    await until(() => started.ended.length === 1);
    caller.abort();

    await answer;
    expect(started.requests).toHaveLength(1);
  });
});

test('an outage is not multiplied: retries run out, and come back with ended that need none', async () => {
  let down = true;
  const started = await startUpstream((_request, response) => response.writeHead(down ? 500 : 200).end('"answer"'), {
    retries: 1,
  });
  const askTimes = async (times: number) => {
    const before = started.requests.length;
    for (let number = 0; number < times; number += 1) await get(started).catch(() => undefined);
    return started.requests.length - before - times;
  };

  expect(await askTimes(30)).toBe(12);
  down = false;
  expect(await askTimes(50)).toBe(0);
  down = true;
  expect(await askTimes(30)).toBeGreaterThanOrEqual(7);
});
