import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UpstreamError } from '../../src/errors.ts';
import type { Operation } from '../../src/upstream/operation.ts';
import { RequestBudget } from '../../src/upstream/requestBudget.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { get, operation, problemOf, rows, startHolding, startUpstream } from './upstreamUnderTest.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const advanceClock = (ms: number) => vi.setSystemTime(Date.now() + ms);

const ems = { provider: 'EMS', source: 'main' };
const otherEms = { provider: 'EMS', source: 'other' };
const x = { provider: 'X', source: 'x' };

describe('a budget', () => {
  test('allows as many requests as it has, to all sources together', () => {
    const budget = new RequestBudget(3);
    for (const origin of [ems, otherEms, x]) expect(budget.take(origin)).not.toBeInstanceOf(UpstreamError);

    expect(budget.take(x)).toMatchObject({
      message: 'This operation has reached its budget of 3 upstream requests. No request was sent to source "x".',
      extensions: { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: false, provider: 'X', source: 'x' },
    });
  });

  test('has one error for all requests to a source beyond it, because there can be thousands', () => {
    const budget = new RequestBudget(1);
    budget.take(ems);

    expect(budget.take(ems)).toBe(budget.take(ems));
    expect(budget.take(x)).toMatchObject({ extensions: { source: 'x' } });
  });

  test('counts what was sent by provider, each request once', () => {
    const budget = new RequestBudget(10);
    for (const origin of [ems, otherEms, x, x]) {
      const charge = budget.take(origin);
      if (charge instanceof UpstreamError) throw charge;
      charge.sent();
      charge.sent();
    }
    budget.take(x);
    budget.take({ provider: 'TELNYX', source: 'never sent' });

    expect(budget.spent).toEqual(
      new Map([
        ['EMS', 2],
        ['X', 2],
      ]),
    );
  });
});

const exhausted = { code: 'UPSTREAM_BUDGET_EXHAUSTED', retryable: false };
const sentBy = ({ budget }: Pick<Operation, 'budget'>) => budget.spent.get('EMS') ?? 0;

describe('a request beyond the budget of its operation', () => {
  test('is not sent, and counts neither for the health nor for the circuit breaker', async () => {
    const started = await startUpstream((_request, response) => response.end('1'), { retries: 2, breakAfter: 1 });
    const one = operation({ budget: new RequestBudget(1) });
    await started.upstream.get(rows('/1'), one);

    for (const target of ['/2', '/3']) {
      expect(await problemOf(started.upstream.get(rows(target), one))).toMatchObject(exhausted);
    }

    expect(started.requests).toHaveLength(1);
    expect(started.upstream.health).toMatchObject({ status: 'UP', lastProblem: null });
    expect(started.circuit).toEqual([]);
    // Nothing is reported as a failed request.
    expect(started.ended).toMatchObject([{ problem: null }]);
    expect(await get(started)).toMatchObject({ value: '1' });
  });

  test('is served from the cache, even if the cached response is stale', async () => {
    const started = await startUpstream((_request, response) => response.end('1'), {
      lifetimeMs: 1000,
      staleMs: 60_000,
    });
    await started.upstream.get(rows(), operation());
    advanceClock(1000);

    const stale = await started.upstream.get(rows(), operation({ budget: new RequestBudget(0) }));

    expect(stale).toMatchObject({ value: 1, quality: { staleBecause: { problem: exhausted } } });
    expect(started.requests).toHaveLength(1);
    expect(await started.upstream.get(rows(), operation())).toMatchObject({ quality: { staleBecause: null } });
  });
});

describe('the budget does not pay for', () => {
  test('a cached response', async () => {
    const { upstream } = await startUpstream((_request, response) => response.end('1'), { lifetimeMs: 60_000 });
    const [first, second] = [operation(), operation({ budget: new RequestBudget(0) })];
    await upstream.get(rows(), first);

    expect(await upstream.get(rows(), second)).toMatchObject({ value: 1 });
    expect([sentBy(first), sentBy(second)]).toEqual([1, 0]);
  });

  test('a request in flight that another operation has started', async () => {
    const { upstream, respond, received } = await startHolding();
    const [first, second] = [operation(), operation({ budget: new RequestBudget(0) })];
    const both = [upstream.get(rows(), first), upstream.get(rows(), second)];
    await received(1);
    respond();

    expect(await Promise.all(both)).toMatchObject(Array(2).fill({ value: 'response' }));
    expect([sentBy(first), sentBy(second)]).toEqual([1, 0]);
  });

  test('a request in flight whose operation has left', async () => {
    const { upstream, respond, received } = await startHolding();
    const caller = new Signal();
    const first = upstream.get(rows(), operation({ signal: caller }));
    const second = upstream.get(rows(), operation({ budget: new RequestBudget(0) }));
    await received(1);
    caller.abort(LEFT);
    await problemOf(first);
    respond();

    expect(await second).toMatchObject({ value: 'response' });
  });

  test('retries', async () => {
    let failures = 2;
    const { upstream, requests } = await startUpstream(
      (_request, response) => response.writeHead(failures-- > 0 ? 503 : 200).end('1'),
      { retries: 2 },
    );
    const one = operation({ budget: new RequestBudget(1) });

    expect(await upstream.get(rows(), one)).toMatchObject({ value: 1 });
    expect(requests).toHaveLength(3);
    expect(sentBy(one)).toBe(1);
  });

  test('the refresh of a cached response that is about to expire', async () => {
    const started = await startUpstream((_request, response) => response.end('1'), { lifetimeMs: 1000 });
    await started.upstream.get(rows(), operation());
    advanceClock(800);
    const one = operation({ budget: new RequestBudget(0) });

    await started.upstream.get(rows(), one);
    await until(() => started.ended.length === 2);

    expect(started.ended[1]).toMatchObject({ requestId: 'refresh', problem: null });
    expect(sentBy(one)).toBe(0);
  });
});

describe('what an operation spent', () => {
  test('includes the refresh of an expired response that continues in the background', async () => {
    const started = await startHolding({ lifetimeMs: 1000, staleMs: 60_000, maxRefreshWaitMs: 0 });
    const first = started.upstream.get(rows(), operation());
    await started.received(1);
    started.respond();
    await first;
    advanceClock(1000);
    const one = operation();

    expect(await started.upstream.get(rows(), one)).toMatchObject({ quality: { staleBecause: expect.anything() } });
    await started.received(2);
    started.respond();

    expect(sentBy(one)).toBe(1);
  });

  test('does not include requests that were not sent, because the circuit breaker was open', async () => {
    const started = await startUpstream((_request, response) => response.writeHead(500).end(), { breakAfter: 1 });
    const one = operation();
    for (const target of ['/1', '/2', '/3']) await problemOf(started.upstream.get(rows(target), one));

    expect(started.requests).toHaveLength(1);
    expect(sentBy(one)).toBe(1);
  });

  test('does not include requests that left the queue, because the client disconnected', async () => {
    const { upstream, received, respond } = await startHolding({ concurrency: 1 });
    const caller = new Signal();
    const one = operation({ signal: caller });
    const all = ['/1', '/2', '/3'].map((target) => problemOf(upstream.get(rows(target), one)));
    await received(1);
    caller.abort(LEFT);
    await Promise.all(all);
    respond();

    expect(sentBy(one)).toBe(1);
  });
});
