import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HttpResponse } from '../../src/upstream/httpClient.ts';
import type { Operation } from '../../src/upstream/operation.ts';
import { rateLimitOf } from '../../src/upstream/rateLimitHeaders.ts';
import { until } from '../support/until.ts';
import { operation, problemOf, rows, startUpstream } from './upstreamUnderTest.ts';

/*
 * One operation sends at most half of the requests that a vendor allows in a window.
 */

const readRateLimit = ({ header, receivedAt }: HttpResponse) =>
  rateLimitOf({
    limit: header('limit'),
    remaining: header('remaining'),
    reset: header('reset'),
    resetsAt: (seconds) => new Date(receivedAt.getTime() + seconds * 1000),
  });

/** An upstream that allows so many requests in a window, which resets in so many seconds. */
function startLimited(limit: number, { reset = 900, ...settings }: Settings = {}) {
  let remaining = limit;
  const handle: RequestListener = (_request, response) => {
    remaining -= 1;
    response.writeHead(200, { limit, remaining: Math.max(0, remaining), reset }).end('1');
  };
  return startUpstream(handle, { readRateLimit, ...settings });
}

/** An upstream that always reports this rate limit, until a reset in 15 minutes. */
function startReporting(limit: { readonly limit: number; readonly remaining: number }, settings: Settings = {}) {
  const handle: RequestListener = (_request, response) => response.writeHead(200, { ...limit, reset: 900 }).end('1');
  return startUpstream(handle, { readRateLimit, ...settings });
}

type Settings = NonNullable<Parameters<typeof startUpstream>[1]> & { readonly reset?: number };

type Started = Awaited<ReturnType<typeof startLimited>>;

/** The codes of the problems of `count` different requests that are made at once; null for a request that succeeds. */
async function codesOf({ upstream }: Started, one: Operation, count: number, prefix = '') {
  const targets = Array.from({ length: count }, (_, index) => `/${prefix}${index}`);
  const problems = await Promise.all(targets.map((target) => problemOf(upstream.get(rows(target), one))));
  return problems.map((problem) => problem?.code ?? null);
}

const refused = (count: number) => Array(count).fill('UPSTREAM_BUDGET_EXHAUSTED');
const succeeded = (count: number) => Array(count).fill(null);

describe('one operation', () => {
  test('sends at most half of the requests in a window, and leaves the rest to others', async () => {
    const started = await startLimited(25);
    const [greedy, other] = [operation(), operation()];

    expect(await codesOf(started, greedy, 20)).toEqual([...succeeded(12), ...refused(8)]);
    expect(await codesOf(started, other, 12, 'other')).toEqual(succeeded(12));

    expect(started.requests).toHaveLength(24);
    expect([greedy.budget.spent, other.budget.spent]).toEqual([new Map([['EMS', 12]]), new Map([['EMS', 12]])]);
  });

  test('gets an error that names the reason, and that counts neither for the health nor for the circuit breaker', async () => {
    const started = await startLimited(2, { breakAfter: 1, retries: 2 });
    const one = operation();
    await started.upstream.get(rows('/1'), one);

    expect(await problemOf(started.upstream.get(rows('/2'), one))).toMatchObject({
      code: 'UPSTREAM_BUDGET_EXHAUSTED',
      message: expect.stringContaining('half of the rate limit of source "main"'),
      retryable: false,
      retryAt: null,
    });
    expect(started.requests).toHaveLength(1);
    expect(started.upstream.health).toMatchObject({ status: 'UP', lastProblem: null });
    expect(started.circuit).toEqual([]);
    expect(started.upstream.load).toEqual({ inFlight: 0, waiting: 0 });
  });

  test('sends at least one request', async () => {
    const started = await startReporting({ limit: 1, remaining: 1 });
    await started.upstream.get(rows('/1'), operation());

    expect(await codesOf(started, operation(), 2)).toEqual([null, 'UPSTREAM_BUDGET_EXHAUSTED']);
  });

  test('is not limited while the vendor has reported no limit', async () => {
    const started = await startUpstream((_request, response) => response.end('1'), { readRateLimit });

    expect(await codesOf(started, operation(), 50)).toEqual(succeeded(50));
  });

  test('is not limited by a window that resets within `waitMs`, because others wait for that', async () => {
    const started = await startLimited(25, { reset: 2, waitMs: 10_000 });

    expect(await codesOf(started, operation(), 20)).toEqual(succeeded(20));
  });
});

test('a request that others have joined is sent for one of them, if the operation that started it has used its share', async () => {
  const started = await startLimited(2, { concurrency: 1 });
  const [greedy, other] = [operation(), operation()];
  const first = started.upstream.get(rows('/1'), greedy);
  const refusedRequest = problemOf(started.upstream.get(rows('/2'), greedy));
  const joined = started.upstream.get(rows('/2'), other);
  await first;

  expect(await refusedRequest).toMatchObject({ code: 'UPSTREAM_BUDGET_EXHAUSTED' });
  expect(await joined).toMatchObject({ value: 1 });
  expect(started.requests.map(({ path }) => path)).toEqual(['/1', '/2']);
  expect(other.budget.spent).toEqual(new Map([['EMS', 1]]));
});

test('refreshes in the background are not limited', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const started = await startReporting({ limit: 4, remaining: 4 }, { lifetimeMs: 1000 });
  const targets = ['/1', '/2', '/3', '/4'];
  for (const target of targets) await started.upstream.get(rows(target), operation());
  vi.setSystemTime(Date.now() + 800);

  const one = operation();
  for (const target of targets) await started.upstream.get(rows(target), one);
  await until(() => started.ended.length === 8);

  expect(started.ended.slice(4)).toMatchObject(Array(4).fill({ requestId: 'refresh', sent: true, problem: null }));
});
