import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../support/until.ts';
import { operation, rows, startHolding } from './upstreamUnderTest.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An upstream with one request in flight at a time. */
async function start(settings: Parameters<typeof startHolding>[0] = {}) {
  const started = await startHolding({ concurrency: 1, ...settings });
  const { held, respond, requests } = started;
  return {
    ...started,
    /** Sends so many responses, each when its request has arrived. */
    async respondTo(count: number) {
      for (let sent = 0; sent < count; sent += 1) {
        await until(() => held.length > 0);
        respond(1);
      }
    },
    paths: () => requests.map(({ path }) => path),
  };
}

test('operations share the queue equally, even if clients choose the same request ID for them', async () => {
  const { upstream, respondTo, paths } = await start();
  const [large, small] = [operation(), operation()];
  const all = ['/1', '/2', '/3'].map((target) => upstream.get(rows(target), large));
  all.push(upstream.get(rows('/small'), small));
  await respondTo(4);
  await Promise.all(all);

  expect(paths()).toEqual(['/1', '/2', '/small', '/3']);
});

test('callers share the queue equally, whatever the number of their operations', async () => {
  const { upstream, respondTo, paths } = await start();
  const all = ['/1', '/2', '/3'].map((target) => upstream.get(rows(target), operation({ caller: { key: 'busy' } })));
  all.push(upstream.get(rows('/other'), operation({ caller: { key: 'other' } })));
  await respondTo(4);
  await Promise.all(all);

  expect(paths()).toEqual(['/1', '/2', '/other', '/3']);
});

test('a request in the queue that another operation joins is sent as early as if that operation had started it', async () => {
  const { upstream, respondTo, paths } = await start();
  const large = operation();
  const targets = ['/1', '/2', '/3', '/4', '/5'];
  const all = targets.map((target) => upstream.get(rows(target), large));
  const joined = upstream.get(rows('/5'), operation());
  await respondTo(3);
  await joined;
  await respondTo(2);
  await Promise.all(all);

  expect(paths()).toEqual(['/1', '/2', '/5', '/3', '/4']);
});

test('all refreshes in the background together have the share of one caller', async () => {
  const { upstream, respondTo, paths } = await start({ lifetimeMs: 1000 });
  const targets = ['/1', '/2', '/3', '/4'];
  const cached = targets.map((target) => upstream.get(rows(target), operation()));
  await respondTo(4);
  await Promise.all(cached);
  vi.setSystemTime(Date.now() + 800);

  // All four are served from the cache and refreshed.
  const reader = operation();
  for (const target of targets) await upstream.get(rows(target), reader);
  const other = upstream.get(rows('/other'), reader);
  await respondTo(3);
  await other;
  await respondTo(2);
  await until(() => paths().length === 9);

  expect(paths().slice(4)).toEqual(['/1', '/2', '/other', '/3', '/4']);
});
