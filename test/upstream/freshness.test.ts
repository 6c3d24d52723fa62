import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { until } from '../support/until.ts';
import { failing, get, operation, rows, startUpstream } from './upstreamUnderTest.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const passes = (ms: number) => vi.setSystemTime(Date.now() + ms);
const later = (ms: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + ms);

/** Answers with the number of the request; fails while `status` is another than 200. */
function counting() {
  const state = { status: 200, asked: 0 };
  const handle: Parameters<typeof startUpstream>[0] = (_request, response) => {
    state.asked += 1;
    response.writeHead(state.status).end(JSON.stringify({ number: state.asked, nested: { list: [1] } }));
  };
  return { state, handle };
}

describe('an answer', () => {
  test('is given again for its lifetime, and says when it was read', async () => {
    const { handle } = counting();
    const { upstream, requests, served } = await startUpstream(handle, { lifetimeMs: 1000 });

    const first = await upstream.get(rows(), operation());
    passes(799);
    const second = await upstream.get(rows(), operation());

    expect(second).toEqual(first);
    expect(first).toMatchObject({ value: { number: 1 }, quality: { observedAt: later(0), staleBecause: null } });
    expect(requests).toHaveLength(1);
    expect(served).toEqual(['upstream', 'cache']);
  });

  test('is asked for anew when its lifetime is over', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });

    await upstream.get(rows(), operation());
    passes(1000);

    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { observedAt: later(1000) },
    });
  });

  test('is asked for anew when the clock was set back, for nobody knows how old it is', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    passes(-3_600_000);

    expect(await upstream.get(rows(), operation())).toMatchObject({ value: { number: 2 } });
  });

  test('is asked for every time with a lifetime of 0', async () => {
    const { handle } = counting();
    const { upstream, requests } = await startUpstream(handle, { lifetimeMs: 0, staleMs: 5000 });

    await upstream.get(rows(), operation());
    await upstream.get(rows(), operation());

    expect(requests).toHaveLength(2);
  });

  test('is asked for anew where a remembered one will not do, and that one is remembered', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    const reloaded = await upstream.get(rows('/rows', true), operation());

    expect(reloaded).toMatchObject({ value: { number: 2 } });
    expect(await upstream.get(rows(), operation())).toEqual(reloaded);
  });

  test('is renewed behind the caller’s back when its lifetime is about to end', async () => {
    const { handle, state } = counting();
    const { upstream, ended } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows(), operation());
    passes(800);
    expect(await upstream.get(rows(), operation())).toMatchObject({ value: { number: 1 } });
    await until(() => ended.length === 2);

    passes(900);
    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { observedAt: later(800) },
    });
    expect(ended.map(({ requestId }) => requestId)).toEqual(['r1', 'refresh']);
    // That one is about to end as well.
    await until(() => state.asked === 3);
  });

  test('cannot be changed by those it is given to', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    const { value } = await upstream.get(rows(), operation());

    expect(() => Object.assign(value as object, { number: 7 })).toThrow(TypeError);
    expect(() => (value as { nested: { list: number[] } }).nested.list.push(2)).toThrow(TypeError);
  });

  test('is for one path and query only', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000 });

    await upstream.get(rows('/rows?a=1'), operation());

    expect(await upstream.get(rows('/rows?a=2'), operation())).toMatchObject({ value: { number: 2 } });
  });

  test('is for its own credentials only', async () => {
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

  test('makes room for newer ones when memory is full', async () => {
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

  test('counts with its path and query, which clients can make as long as they like', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end('1'), {
      lifetimeMs: 1000,
      cacheBytes: 1000,
    });

    for (const name of ['a', 'b', 'c']) await upstream.get(rows(`/rows?filter=${name.repeat(400)}`), operation());

    expect(upstream.cachedResponses).toBe(2);
  });
});

describe('when the upstream fails', () => {
  test('the last answer stands in up to the ceiling, and says why', async () => {
    const { handle, state } = counting();
    const { upstream, served } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });
    await upstream.get(rows(), operation());

    state.status = 500;
    passes(5999);
    const stale = await upstream.get(failing('UPSTREAM_UNAVAILABLE'), operation());
    expect(stale).toMatchObject({
      value: { number: 1 },
      quality: { observedAt: later(0), staleBecause: { problem: { code: 'UPSTREAM_UNAVAILABLE' } } },
    });
    expect(served).toEqual(['upstream', 'stale']);

    passes(1);
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
  ] as const)('with %s, that an old answer stands in is %s', async (code, standsIn) => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });
    await upstream.get(rows(), operation());
    passes(1000);

    const get = upstream.get(failing(code), operation());

    if (standsIn)
      expect(await get).toMatchObject({ value: { number: 1 }, quality: { staleBecause: { problem: { code } } } });
    else await expect(get).rejects.toMatchObject({ problem: { code } });
  });

  test.each([401, 403, 404])(
    'with HTTP %i the last answer is forgotten, and stands in for no later failure',
    async (status) => {
      const { handle, state } = counting();
      const started = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 60_000 });
      await get(started);
      passes(1000);
      state.status = status;
      await expect(get(started)).rejects.toThrow();
      state.status = 503;

      await expect(get(started)).rejects.toMatchObject({ problem: { httpStatus: 503 } });
    },
  );

  test('with HTTP 401 everything is forgotten: no answer is for credentials that are refused', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end('1'), { lifetimeMs: 1000 });
    await upstream.get(rows('/rows'), operation());
    expect(upstream.cachedResponses).toBe(1);

    const refused = failing('UPSTREAM_UNAUTHENTICATED', '/refused');
    await expect(upstream.get(refused, operation())).rejects.toThrow();

    expect(upstream.cachedResponses).toBe(0);
  });

  test('a caller who has left is given nothing, and counts for nothing', async () => {
    const { upstream, served, requests } = await startUpstream(onlyOnce(), { lifetimeMs: 1000, staleMs: 60_000 });
    await upstream.get(rows(), operation());
    passes(1000);
    const caller = new AbortController();
    const left = expect(upstream.get(rows(), operation({ signal: caller.signal }))).rejects.toThrow();
    await until(() => requests.length === 2);
    caller.abort();
    await left;

    expect(served).toEqual(['upstream']);
  });

  test('a caller whose time is up is given the last answer', async () => {
    const { upstream, requests } = await startUpstream(onlyOnce(), { lifetimeMs: 1000, staleMs: 60_000 });
    await upstream.get(rows(), operation());
    passes(1000);
    const caller = new AbortController();
    const answer = upstream.get(rows(), operation({ signal: caller.signal }));
    await until(() => requests.length === 2);
    caller.abort(new DOMException('', 'TimeoutError'));

    expect(await answer).toMatchObject({
      value: 1,
      quality: { staleBecause: { problem: { code: 'UPSTREAM_TIMEOUT' } } },
    });
  });

  test('a source that hangs keeps a caller waiting once: after that the last answer is given at once, until it is back', async () => {
    const state = { hanging: false };
    const { upstream, requests, ended } = await startUpstream(
      (_request, response) => void (state.hanging || response.end(JSON.stringify(requests.length))),
      { lifetimeMs: 1000, staleMs: 60_000, timeoutMs: 100 },
    );
    await upstream.get(rows(), operation());
    passes(1000);
    state.hanging = true;
    const waited = await upstream.get(rows(), operation());
    const sent = ended.length;

    const atOnce = await upstream.get(rows(), operation());

    expect([waited, atOnce]).toMatchObject(
      Array(2).fill({ value: 1, quality: { staleBecause: { problem: { code: 'UPSTREAM_TIMEOUT' } } } }),
    );
    // It is asked all the same, behind the answer; and it has not been waited for.
    expect(ended).toHaveLength(sent);
    await until(() => ended.length === sent + 1);
    state.hanging = false;
    await upstream.get(rows(), operation());
    await until(() => ended.at(-1)?.problem === null);
    expect(await upstream.get(rows(), operation())).toMatchObject({ quality: { staleBecause: null } });
  });

  test('it is asked again the next time: errors are not remembered', async () => {
    const { handle } = counting();
    const { upstream } = await startUpstream(handle, { lifetimeMs: 1000, staleMs: 5000 });

    const get = upstream.get(failing('UPSTREAM_UNAVAILABLE'), operation());
    await expect(get).rejects.toThrow();

    expect(await upstream.get(rows(), operation())).toMatchObject({
      value: { number: 2 },
      quality: { staleBecause: null },
    });
  });
});

/** Answers the first request, and then never again. */
function onlyOnce(): RequestListener {
  let asked = 0;
  return (_request, response) => {
    asked += 1;
    if (asked === 1) response.end('1');
  };
}
