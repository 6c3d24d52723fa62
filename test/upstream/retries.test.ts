import { describe, expect, test } from 'vitest';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { get, startUpstream } from './upstreamUnderTest.ts';

type Settings = NonNullable<Parameters<typeof startUpstream>[1]>;

/** Responds with these statuses in turn, then with 200. A status may have headers; 0 closes the socket. */
function startWith(statuses: readonly (number | [number, Record<string, string>])[], settings: Settings = {}) {
  const remaining = [...statuses];
  return startUpstream(
    (_request, response) => {
      const next = remaining.shift() ?? 200;
      const [status, headers] = typeof next === 'number' ? [next, {}] : next;
      if (status === 0) response.destroy();
      else response.writeHead(status, headers).end('"response"');
    },
    { retries: 2, ...settings },
  );
}

describe('a failed request', () => {
  test.each([
    ['a closed socket', 0],
    ['HTTP 408', 408],
    ['HTTP 425', 425],
    ['HTTP 500', 500],
    ['HTTP 503', 503],
  ])('is retried after %s', async (_what, status) => {
    const started = await startWith([status, status]);

    expect(await get(started)).toMatchObject({ value: '"response"' });
    expect(started.requests).toHaveLength(3);
    expect(started.ended.map(({ attempt, retryInMs }) => [attempt, retryInMs !== null])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(started.upstream.health).toMatchObject({ status: 'UP', lastProblem: null });
  });

  test.each([400, 401, 402, 403, 404, 409, 422, 429])('is not retried after HTTP %i', async (status) => {
    const started = await startWith([status]);

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: status } });
    expect(started.requests).toHaveLength(1);
  });

  test('is not retried after `timeoutMs`', async () => {
    const started = await startUpstream(() => undefined, { retries: 2, timeoutMs: 50 });

    await expect(get(started)).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    expect(started.requests).toHaveLength(1);
  });

  test('is retried at most `retries` times', async () => {
    const started = await startWith([500, 502, 503]);

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(3);
    expect(started.upstream.health.status).toBe('DOWN');
  });

  test('is retried after the Retry-After delay, and no sooner', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const sent = Date.now();
    await get(started);

    expect(Date.now() - sent).toBeGreaterThanOrEqual(1000);
  });

  test.each([
    ['seconds', () => '10'],
    ['the form of a date', () => new Date(Date.now() + 10_000).toUTCString()],
  ])('is not retried if Retry-After, in %s, exceeds `waitMs`', async (_form, value) => {
    const started = await startWith([[503, { 'retry-after': value() }]], { waitMs: 5000 });

    await expect(get(started)).rejects.toMatchObject({ problem: { retryAt: expect.any(Date) } });
    expect(started.requests).toHaveLength(1);
  });

  test.each(['1.5', '-1', '3, 3', 'soon'])('ignores an invalid Retry-After of %j', async (value) => {
    const started = await startWith([[503, { 'retry-after': value }]]);

    await get(started);

    expect(started.ended[0]?.problem).toMatchObject({ retryAt: null });
  });

  test('is not retried if it has a Retry-After and `waitMs` is 0', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]], { waitMs: 0 });

    await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(1);
  });

  test('is not retried once its source is closed', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const rejection = expect(get(started)).rejects.toThrow();
    await until(() => started.ended.length === 1);
    await started.upstream.close();

    await rejection;
    expect(started.requests).toHaveLength(1);
  });

  test('is not retried if Retry-After ends after the deadline of the operation', async () => {
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    await expect(get(started, { deadline: Date.now() + 900 })).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(1);
  });

  test('is not retried once its caller has left', async () => {
    const caller = new Signal();
    const started = await startWith([[503, { 'retry-after': '1' }]]);

    const rejection = expect(get(started, { signal: caller })).rejects.toThrow();
    await until(() => started.ended.length === 1);
    caller.abort(LEFT);

    await rejection;
    expect(started.requests).toHaveLength(1);
  });
});

test('limits retries during an outage by a budget that successful requests refill', async () => {
  let down = true;
  const started = await startUpstream((_request, response) => response.writeHead(down ? 500 : 200).end('"response"'), {
    retries: 1,
  });
  const retriesOf = async (requests: number) => {
    const before = started.requests.length;
    for (let sent = 0; sent < requests; sent += 1) await get(started).catch(() => undefined);
    return started.requests.length - before - requests;
  };

  expect(await retriesOf(30)).toBe(12);
  down = false;
  expect(await retriesOf(50)).toBe(0);
  down = true;
  expect(await retriesOf(30)).toBeGreaterThanOrEqual(7);
});
