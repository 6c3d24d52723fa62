import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { failing, get, operation, rows, startUpstream } from './upstreamUnderTest.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const advanceClock = (ms: number) => vi.setSystemTime(Date.now() + ms);
const afterStart = (ms: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + ms);

/** A handler that responds with the number of the request, and with an error while `status` is not 200. */
function countRequests() {
  const state = { status: 200, received: 0 };
  const handle: Parameters<typeof startUpstream>[0] = (_request, response) => {
    state.received += 1;
    response.writeHead(state.status).end(JSON.stringify({ number: state.received, nested: { list: [1] } }));
  };
  return { state, handle };
}

describe('a cached response', () => {
  test('is served within its lifetime, with the time of its request', async () => {
    const { handle } = countRequests();
    const { upstream, requests, served } = await startUpstream(handle, { lifetimeMs: 1000 });

    const first = await upstream.get(rows(), operation());
    advanceClock(799);
    const second = await upstream.get(rows(), operation());

    expect(second).toEqual(first);
    expect(first).toMatchObject({ value: { number: 1 }, quality: { observedAt: afterStart(0), staleBecause: null } });
    expect(requests).toHaveLength(1);
    expect(served).toEqual(['upstream', 'cache']);
  });

  test('is requested again after its lifetime', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });

    await upstream.get(rows(), operation());
    advanceClock(1000);

    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { observedAt: afterStart(1000) },
    });
  });

  test('is requested again if the clock was set back, because its age is unknown', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    advanceClock(-3_600_000);

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: { number: 2 } });
  });

  test('is never served with a lifetime of 0', async () => {
    const { handle } = countRequests();
    const { upstream, requests } = await startUpstream(handle, { lifetimeMs: 0, staleMs: 5000 });

    await upstream.get(rows(), operation());
    await upstream.get(rows(), operation());

    expect(requests).toHaveLength(2);
  });

  test('is replaced by the response to a reload', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    const reloaded = await upstream.get(rows('/rows', true), operation());

    expect(reloaded).toMatchObject({ value: { number: 2 } });
    expect(await upstream.get(rows(), operation())).toEqual(reloaded);
  });

  test('is refreshed in the background shortly before its lifetime ends', async () => {
    const { handle, state } = countRequests();
    const { upstream, ended } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    advanceClock(800);
    expect(await upstream.get(rows(), operation())).toMatchObject({ value: { number: 1 } });
    await until(() => ended.length === 2);

    advanceClock(900);
    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { observedAt: afterStart(800) },
    });
    expect(ended.map(({ requestId }) => requestId)).toEqual(['r1', 'refresh']);
    // The lifetime of the second response is about to end as well.
    await until(() => state.received === 3);
  });

  test('can be frozen by an observer, so that tests fail if anything changes shared data', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    const { value } = await upstream.get(rows(), operation());

    expect(() => Object.assign(value as object, { number: 7 })).toThrow(TypeError);
    expect(() => (value as { nested: { list: number[] } }).nested.list.push(2)).toThrow(TypeError);
  });

  test('is served only for the same path and query', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows('/rows?a=1'), operation());

    expect(await upstream.get(rows('/rows?a=2'), operation())).toMatchObject({ value: { number: 2 } });
  });

  test('is served only with the same credentials', async () => {
    const echo: Parameters<typeof startUpstream>[0] = ({ headers }, response) =>
      response.end(JSON.stringify(headers.authorization));
    const { upstream: one, url } = await startUpstream(echo, { lifetimeMs: 1000, headers: { authorization: 'one' } });
    const { upstream: other } = await startUpstream(echo, {
      lifetimeMs: 1000,
      baseUrl: url,
      headers: { authorization: 'other' },
    });

    expect(await one.get(rows(), operation())).toMatchObject({ value: 'one' });
    expect(await other.get(rows(), operation())).toMatchObject({ value: 'other' });
  });

  test('is evicted for newer ones when the cache is full', async () => {
    const body = JSON.stringify('x'.repeat(400));
    const { upstream, requests } = await startUpstream((_request, response) => response.end(body), {
      lifetimeMs: 1000,
      cacheBytes: 1000,
    });

    for (const target of ['/1', '/2', '/3']) await upstream.get(rows(target), operation());
    expect(upstream.cachedResponses).toBe(2);

    await upstream.get(rows('/3'), operation());
    expect(requests).toHaveLength(3);
    await upstream.get(rows('/1'), operation());
    expect(requests).toHaveLength(4);
  });

  test('counts towards `cacheBytes` with its path and query, whose length clients control', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end('1'), {
      lifetimeMs: 1000,
      cacheBytes: 1000,
    });

    for (const name of ['a', 'b', 'c']) await upstream.get(rows(`/rows?filter=${name.repeat(400)}`), operation());

    expect(upstream.cachedResponses).toBe(2);
  });
});

test('refreshes that reach their deadline in the queue are not sent, so that they hold up no other request', async () => {
  const state = { hangs: false };
  const { upstream, requests, ended } = await startUpstream(
    (_request, response) => void (state.hangs || response.end('1')),
    { lifetimeMs: 1000, staleMs: 60_000, maxRefreshWaitMs: 0, timeoutMs: 100, concurrency: 1 },
  );
  const targets = ['/1', '/2', '/3', '/4', '/5'];
  for (const target of targets) await upstream.get(rows(target), operation());
  advanceClock(1000);
  state.hangs = true;

  for (const target of targets) await upstream.get(rows(target), operation());
  advanceClock(1000);
  await until(() => ended.length === 10);

  expect(requests).toHaveLength(6);
  expect(ended.slice(5).map(({ sent }) => sent)).toEqual([true, false, false, false, false]);
});

describe('when the upstream fails', () => {
  test('serves a stale cached response for up to `staleMs`, with the reason', async () => {
    const { handle, state } = countRequests();
    const { upstream, served } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });
    await upstream.get(rows(), operation());

    state.status = 500;
    advanceClock(5999);
    const stale = await upstream.get(failing('UPSTREAM_UNAVAILABLE'), operation());
    expect(stale).toMatchObject({
      value: { number: 1 },
      quality: { observedAt: afterStart(0), staleBecause: { problem: { code: 'UPSTREAM_UNAVAILABLE' } } },
    });
    expect(served).toEqual(['upstream', 'stale']);

    advanceClock(1);
    const get = upstream.get(failing('UPSTREAM_UNAVAILABLE'), operation());
    await expect(get).rejects.toMatchObject({ problem: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  test.each([
    ['UPSTREAM_UNAVAILABLE', true],
    ['UPSTREAM_TIMEOUT', true],
    ['UPSTREAM_RATE_LIMITED', true],
    ['UPSTREAM_MALFORMED', true],
    ['UPSTREAM_UNAUTHENTICATED', false],
    ['UPSTREAM_FORBIDDEN', false],
    ['UPSTREAM_REJECTED', false],
  ] as const)('after %s, serves a stale cached response: %s', async (code, servesStale) => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });
    await upstream.get(rows(), operation());
    advanceClock(1000);

    const get = upstream.get(failing(code), operation());

    if (servesStale)
      expect(await get).toMatchObject({ value: { number: 1 }, quality: { staleBecause: { problem: { code } } } });
    else await expect(get).rejects.toMatchObject({ problem: { code } });
  });

  test.each([401, 403, 404])(
    'with HTTP %i, removes the cached response, so that no later failure serves it',
    async (status) => {
      const { handle, state } = countRequests();
      const started = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 60_000 });
      await get(started);
      advanceClock(1000);
      state.status = status;
      await expect(get(started)).rejects.toThrow();
      state.status = 503;

      await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    },
  );

  test('with HTTP 401, empties the cache, because nothing in it is for invalid credentials', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end('1'), { lifetimeMs: 1000 });
    await upstream.get(rows('/rows'), operation());
    expect(upstream.cachedResponses).toBe(1);

    const rejected = failing('UPSTREAM_UNAUTHENTICATED', '/rejected');
    await expect(upstream.get(rejected, operation())).rejects.toThrow();

    expect(upstream.cachedResponses).toBe(0);
  });

  test('rejects the request of a caller that has left, and reports no served response', async () => {
    const { upstream, served, requests } = await startUpstream(respondOnce(), { lifetimeMs: 1000, staleMs: 60_000 });
    await upstream.get(rows(), operation());
    advanceClock(1000);
    const caller = new Signal();
    const abandoned = expect(upstream.get(rows(), operation({ signal: caller }))).rejects.toThrow();
    await until(() => requests.length === 2);
    caller.abort(LEFT);
    await abandoned;

    expect(served).toEqual(['upstream']);
  });

  test('serves the stale cached response to a caller whose deadline has passed', async () => {
    const { upstream, requests } = await startUpstream(respondOnce(), { lifetimeMs: 1000, staleMs: 60_000 });
    await upstream.get(rows(), operation());
    advanceClock(1000);
    const caller = new Signal();
    const result = upstream.get(rows(), operation({ signal: caller }));
    await until(() => requests.length === 2);
    caller.abort(new DOMException('', 'TimeoutError'));

    expect(await result).toMatchObject({
      value: 1,
      quality: { staleBecause: { problem: { code: 'UPSTREAM_TIMEOUT' } } },
    });
  });

  test('waits for a source that hangs only once, then serves the stale cached response at once until the source recovers', async () => {
    const state = { hanging: false };
    const { upstream, requests, ended } = await startUpstream(
      (_request, response) => void (state.hanging || response.end(JSON.stringify(requests.length))),
      { lifetimeMs: 1000, staleMs: 60_000, timeoutMs: 100 },
    );
    await upstream.get(rows(), operation());
    advanceClock(1000);
    state.hanging = true;
    const afterWaiting = await upstream.get(rows(), operation());
    const sent = ended.length;

    const atOnce = await upstream.get(rows(), operation());

    expect([afterWaiting, atOnce]).toMatchObject(
      Array(2).fill({ value: 1, quality: { staleBecause: { problem: { code: 'UPSTREAM_TIMEOUT' } } } }),
    );
    // A refresh runs in the background, and no caller waits for it.
    expect(ended).toHaveLength(sent);
    await until(() => ended.length === sent + 1);
    state.hanging = false;
    await upstream.get(rows(), operation());
    await until(() => ended.at(-1)?.problem === null);
    expect(await upstream.get(rows(), operation())).toMatchObject({ quality: { staleBecause: null } });
  });

  test('does not cache errors', async () => {
    const { handle } = countRequests();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });

    const get = upstream.get(failing('UPSTREAM_UNAVAILABLE'), operation());
    await expect(get).rejects.toThrow();

    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { staleBecause: null },
    });
  });
});

/** Responds to the first request only. */
function respondOnce(): RequestListener {
  let received = 0;
  return (_request, response) => {
    received += 1;
    if (received === 1) response.end('1');
  };
}
