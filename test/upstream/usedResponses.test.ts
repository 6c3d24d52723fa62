import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UsedResponse } from '../../src/upstream/operation.ts';
import { failing, operation, rows, startUpstream } from './upstreamUnderTest.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const advanceClock = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** An upstream with a lifetime of a second, and an operation that collects what it used. */
async function start(settings: Parameters<typeof startUpstream>[1] = {}) {
  const started = await startUpstream((_request, response) => response.end('1'), {
    lifetimeMs: 1000,
    staleMs: 60_000,
    ...settings,
  });
  const used: UsedResponse[] = [];
  const areCurrent = () => used.map((response) => response.isCurrent());
  return { ...started, areCurrent, collecting: operation({ used }) };
}

describe('a response that an operation used', () => {
  test('is current until it would be refreshed, wherever it came from', async () => {
    const { upstream, collecting, areCurrent, served } = await start();

    await Promise.all([upstream.get(rows(), collecting), upstream.get(rows(), collecting)]);
    await upstream.get(rows(), collecting);
    advanceClock(799);

    expect(served).toEqual(['upstream', 'coalesced', 'cache']);
    expect(areCurrent()).toEqual([true, true, true]);
    advanceClock(1);
    expect(areCurrent()).toEqual([false, false, false]);
  });

  test('is not current any more when the clock is set back, because its age is unknown', async () => {
    const { upstream, collecting, areCurrent } = await start();

    await upstream.get(rows(), collecting);
    advanceClock(-1);

    expect(areCurrent()).toEqual([false]);
  });

  test('is not current any more when a newer one has replaced it', async () => {
    const { upstream, collecting, areCurrent } = await start();

    await upstream.get(rows(), collecting);
    await upstream.get(rows('/rows', true), collecting);

    expect(areCurrent()).toEqual([false, true]);
  });

  test('is not current any more when the cache has dropped it', async () => {
    const { upstream, collecting, areCurrent } = await start();
    await upstream.get(rows(), collecting);

    const rejected = failing('UPSTREAM_UNAUTHENTICATED', '/rejected');
    await expect(upstream.get(rejected, operation())).rejects.toThrow();

    expect(areCurrent()).toEqual([false]);
  });

  test('can be asked without a request, and counts as served only once', async () => {
    const { upstream, collecting, areCurrent, served, requests } = await start();
    await upstream.get(rows(), collecting);

    advanceClock(900);
    areCurrent();

    expect(served).toEqual(['upstream']);
    expect(requests).toHaveLength(1);
  });
});

describe('is never current:', () => {
  test('a response that is not cached', async () => {
    const { upstream, collecting, areCurrent } = await start({ lifetimeMs: 0 });

    await upstream.get(rows(), collecting);

    expect(areCurrent()).toEqual([false]);
  });

  test('a stale response', async () => {
    const { upstream, collecting, areCurrent } = await start();
    await upstream.get(rows(), operation());
    advanceClock(1000);

    const { quality } = await upstream.get(failing('UPSTREAM_UNAVAILABLE'), collecting);

    expect(quality.staleBecause).not.toBeNull();
    expect(areCurrent()).toEqual([false]);
  });

  test('a request that failed, also when a later one succeeds', async () => {
    const { upstream, collecting, areCurrent } = await start();

    await expect(upstream.get(failing('UPSTREAM_UNAVAILABLE'), collecting)).rejects.toThrow();
    await upstream.get(rows(), operation());

    expect(areCurrent()).toEqual([false]);
  });
});
