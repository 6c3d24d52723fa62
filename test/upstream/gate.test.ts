import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rateLimitOf } from '../../src/upstream/rateLimitHeaders.ts';
import type { UpstreamResponse } from '../../src/upstream/response.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { get, problemOf, startUpstream } from './upstreamUnderTest.ts';

describe('the circuit breaker', () => {
  /** Responds with `state.status`; 0 closes the socket. */
  async function start(settings: Parameters<typeof startUpstream>[1] = {}) {
    const state = { status: 500 };
    const started = await startUpstream(
      (_request, response) => {
        if (state.status === 0) response.destroy();
        else response.writeHead(state.status).end('"response"');
      },
      { breakAfter: 3, breakMs: 60_000, ...settings },
    );
    return { state, ...started };
  }

  test('opens after `breakAfter` consecutive failures, and then sends no request', async () => {
    const started = await start();
    for (let failures = 0; failures < 3; failures += 1) await problemOf(get(started));
    expect(started.upstream.circuit).toBe('open');

    const problem = await problemOf(get(started));

    expect(problem).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true, httpStatus: null });
    expect(problem.retryAt.getTime()).toBeGreaterThan(Date.now());
    expect(problem.message).toMatch(/circuit breaker .* is open.*HTTP 500/);
    expect(started.requests).toHaveLength(3);
    expect(started.ended.at(-1)).toMatchObject({ sent: false, durationMs: 0, retryInMs: null });
    expect(started.circuit).toEqual(['open']);
  });

  test('counts retries as failures, and ends them when it opens', async () => {
    const started = await start({ retries: 9, breakAfter: 2 });

    await problemOf(get(started));

    expect(started.requests).toHaveLength(2);
  });

  test.each([400, 401, 404])('stays closed on HTTP %i, because the upstream works', async (status) => {
    const started = await start();
    started.state.status = status;

    for (let failures = 0; failures < 6; failures += 1) await problemOf(get(started));

    expect(started.requests).toHaveLength(6);
  });

  test('stays closed while the failures are not consecutive', async () => {
    const started = await start();
    for (const status of [500, 0, 200, 500, 500, 404, 500, 500, 429, 500]) {
      started.state.status = status;
      await problemOf(get(started));
    }
    expect(started.circuit).toEqual([]);
  });

  test('names the failure that opened it while the failed requests still wait for their retries', async () => {
    const started = await start({ retries: 2 });
    const failing = ['/1', '/2', '/3'].map((target) => get(started, {}, target).catch(() => undefined));
    await until(() => started.upstream.circuit === 'open');

    expect((await problemOf(get(started))).message).toMatch(/HTTP 500/);
    await Promise.all(failing);
  });

  test('ignores an older request that is aborted during the probe request', async () => {
    const responses: ServerResponse[] = [];
    const started = await startUpstream((_request, response) => responses.push(response), {
      breakAfter: 2,
      breakMs: 1,
    });
    const caller = new Signal();
    const older = expect(get(started, { signal: caller }, '/older')).rejects.toThrow();
    await until(() => responses.length === 1);
    for (const target of ['/1', '/2']) {
      const failed = expect(get(started, {}, target)).rejects.toThrow();
      await until(() => responses.length === (target === '/1' ? 2 : 3));
      responses.at(-1)?.writeHead(500).end();
      await failed;
    }
    const openedAt = Date.now();
    await until(() => Date.now() > openedAt + 1);
    const probe = get(started, {}, '/probe');
    await until(() => responses.length === 4);

    caller.abort(LEFT);
    await older;
    await until(() => started.ended.some(({ abandoned }) => abandoned));
    responses.at(-1)?.end('"response"');
    await probe;

    expect(started.circuit).toEqual(['open', 'half-open', 'closed']);
  });

  test.each([
    [200, ['open', 'half-open', 'closed']],
    // The upstream is back, even if it rejects this request.
    [404, ['open', 'half-open', 'closed']],
    [503, ['open', 'half-open', 'open']],
  ])('sends one probe request after `breakMs`; HTTP %i leads to %j', async (status, states) => {
    const started = await start({ breakMs: 1 });
    for (let failures = 0; failures < 3; failures += 1) await problemOf(get(started));
    const openedAt = Date.now();
    await until(() => Date.now() > openedAt + 1);
    started.state.status = status;

    await problemOf(get(started));

    expect(started.requests).toHaveLength(4);
    expect(started.circuit).toEqual(states);
  });

  test('rejects other requests at once during the probe request, and opens again if the probe request is aborted', async () => {
    let hangs = false;
    const started = await startUpstream((_request, response) => void (hangs || response.writeHead(500).end()), {
      breakAfter: 1,
      breakMs: 1,
      // The other request must not queue behind the probe request either.
      concurrency: 1,
    });
    await problemOf(get(started));
    const openedAt = Date.now();
    await until(() => Date.now() > openedAt + 1);
    hangs = true;
    const caller = new Signal();
    const probe = expect(get(started, { signal: caller }, '/probe')).rejects.toThrow();
    await until(() => started.requests.length === 2);

    expect(await problemOf(get(started))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', httpStatus: null });
    expect(started.requests).toHaveLength(2);

    caller.abort(LEFT);
    await probe;
    await until(() => started.upstream.circuit === 'open');
  });
});

describe('the rate limit', () => {
  test.each([
    ['no time', {}],
    ['a reset in the past', { limit: '5', remaining: '0', reset: '0' }],
  ])('is not retried after a 429 with %s, even if `waitMs` is longer than the hold', async (_what, headers) => {
    const settings = { readRateLimit, retries: 2, waitMs: 60_000 };
    const started = await startUpstream((_request, response) => response.writeHead(429, headers).end(), settings);
    const earliest = Date.now() + 10_000;

    const problem = await problemOf(get(started));

    expect(started.requests).toHaveLength(1);
    expect(problem.retryAt.getTime()).toBeGreaterThanOrEqual(earliest);
  });

  test('blocks the source for 10 seconds after a 429 that does not say when to retry', async () => {
    const started = await startUpstream((_request, response) => response.writeHead(429).end(), { retries: 2 });
    const before = Date.now();

    const rejected = await problemOf(get(started));
    const blocked = await problemOf(get(started));

    expect(started.requests).toHaveLength(1);
    expect(rejected).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', httpStatus: 429, retryable: true });
    expect(rejected.retryAt.getTime()).toBeGreaterThanOrEqual(before + 10_000);
    expect(rejected.retryAt.getTime()).toBeLessThanOrEqual(Date.now() + 10_000);
    expect(blocked).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', httpStatus: null, retryAt: rejected.retryAt });
  });

  const readRateLimit = ({ header, receivedAt }: Pick<UpstreamResponse, 'header' | 'receivedAt'>) =>
    rateLimitOf({
      limit: header('limit'),
      remaining: header('remaining'),
      reset: header('reset'),
      resetsAt: (seconds) => new Date(receivedAt.getTime() + seconds * 1000),
    });

  test('rejects requests that would exceed it, with the time of its reset', async () => {
    const started = await startUpstream(
      (_request, response) => response.writeHead(200, { limit: '5', remaining: '0', reset: '900' }).end('"response"'),
      { readRateLimit },
    );
    await get(started);

    const problem = await problemOf(get(started));

    expect(problem).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryable: true, httpStatus: null });
    expect(problem.retryAt).toEqual(started.upstream.rateLimit?.resetsAt);
    expect(started.upstream.rateLimit).toMatchObject({ limit: 5, remaining: 0 });
    expect(started.requests).toHaveLength(1);
    expect(started.upstream.health.status).toBe('UP');
  });

  test('waits for a reset that is near', async () => {
    let left = 1;
    const started = await startUpstream(
      (_request, response) => {
        left -= 1;
        response.writeHead(200, { limit: '5', remaining: String(Math.max(0, left)), reset: left === 0 ? '1' : '900' });
        response.end('"response"');
      },
      { readRateLimit },
    );
    await get(started);
    const { resetsAt } = started.upstream.rateLimit ?? {};

    expect(await get(started)).toMatchObject({ value: '"response"' });
    expect(Date.now()).toBeGreaterThanOrEqual(resetsAt?.getTime() ?? Number.NaN);
  });

  test('is not used up by requests that were not sent', async () => {
    const state = { status: 200 };
    const headers = { limit: '25', remaining: '9', reset: '900' };
    const started = await startUpstream(
      (_request, response) => response.writeHead(state.status, state.status === 200 ? headers : {}).end('1'),
      { readRateLimit, breakAfter: 3, breakMs: 50 },
    );
    await get(started);
    state.status = 503;
    for (let failures = 0; failures < 3; failures += 1) await problemOf(get(started));
    for (let unsent = 0; unsent < 20 && started.upstream.circuit === 'open'; unsent += 1) await problemOf(get(started));
    state.status = 200;
    const openedAt = Date.now();
    await until(() => Date.now() > openedAt + 50);

    expect(await get(started)).toMatchObject({ value: '1' });
  });

  test('blocks the source for one hour at most, whatever a header says', async () => {
    const started = await startUpstream((_request, response) =>
      // The year 2100 as a Unix time, where a number of seconds should be.
      response.writeHead(429, { 'retry-after': '4102444800' }).end(),
    );
    await problemOf(get(started));
    await problemOf(get(started));
    expect(started.requests).toHaveLength(1);

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    await problemOf(get(started));

    expect(started.requests).toHaveLength(2);
  });

  test('rejects all requests after a 429 for as long as its Retry-After says', async () => {
    const started = await startUpstream((_request, response) =>
      response.writeHead(429, { 'retry-after': '900' }).end(),
    );
    const rejected = await problemOf(get(started));

    expect(await problemOf(get(started))).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAt: rejected.retryAt });
    expect(started.requests).toHaveLength(1);
  });
});
