import { expect, test } from 'vitest';
import { RateBudget, type RateLimit } from '../../src/upstream/rateBudget.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { LEFT } from './requesterUnderTest.ts';

const never = new Signal();
const inMs = (ms: number) => new Date(Date.now() + ms);
const report = (remaining: number | null, resetsAt: Date | null): RateLimit => ({ limit: 100, remaining, resetsAt });

/** Takes one request, whose response reports this. */
async function takeAndReport(budget: RateBudget, rateLimit: RateLimit | null, refusedUntil: Date | null = null) {
  expect(await budget.take(Date.now() + 60_000, never)).toBeNull();
  budget.note(rateLimit, refusedUntil);
  budget.giveBack(true);
}

test('allows every request until the vendor has reported a limit', async () => {
  const budget = new RateBudget();

  for (let requests = 0; requests < 50; requests += 1) expect(await budget.take(0, never)).toBeNull();

  expect(budget.lastSeen).toBeNull();
});

test('keeps the last reported limit', async () => {
  const budget = new RateBudget();
  const rateLimit = report(7, inMs(60_000));

  await takeAndReport(budget, rateLimit);
  await takeAndReport(budget, null);

  expect(budget.lastSeen).toEqual(rateLimit);
});

test('rejects a request beyond the limit, with the time of the reset', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(60_000);
  await takeAndReport(budget, report(0, resetsAt));

  expect(await budget.take(Date.now() + 1000, never)).toEqual(resetsAt);
});

test('makes a request beyond the limit wait for a reset that is near', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(80);
  await takeAndReport(budget, report(0, resetsAt));

  expect(await budget.take(Date.now() + 60_000, never)).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(resetsAt.getTime());
});

test('allows as many requests after a reset as before it', async () => {
  const budget = new RateBudget();
  await takeAndReport(budget, { limit: 2, remaining: 0, resetsAt: inMs(-1) });

  expect(await budget.take(0, never)).toBeNull();
  expect(await budget.take(0, never)).toBeNull();
});

test('counts requests in flight: when the last allowed one is in flight, its response decides about the others', async () => {
  const budget = new RateBudget();
  await takeAndReport(budget, report(1, inMs(60_000)));
  const order: string[] = [];

  expect(await budget.take(0, never)).toBeNull();
  const second = budget
    .take(Date.now() + 60_000, never)
    .then((resetsAt) => order.push(resetsAt === null ? 'sent' : 'rejected'));
  order.push('response');
  budget.note(report(3, inMs(60_000)), null);
  budget.giveBack(true);
  await second;

  expect(order).toEqual(['response', 'sent']);
});

test('rejects all requests until the time that a 429 names, whatever remains of the limit', async () => {
  const budget = new RateBudget();
  const until = inMs(60_000);
  await takeAndReport(budget, report(50, inMs(1_000)), until);

  expect(await budget.take(Date.now() + 1000, never)).toEqual(until);
});

test('waits for a response in flight until the reset at most, and stops waiting when the caller leaves', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(1_000);
  await takeAndReport(budget, report(1, resetsAt));
  // The response to this request never arrives.
  expect(await budget.take(0, never)).toBeNull();
  const caller = new Signal();

  const impatient = budget.take(Date.now() + 10, never);
  const patient = budget.take(Date.now() + 60_000, never);
  const abandoned = expect(budget.take(Date.now() + 60_000, caller)).resolves.toBe('aborted');
  caller.abort(LEFT);

  await abandoned;
  expect(await impatient).toEqual(resetsAt);
  expect(await patient).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(resetsAt.getTime());
});

test('stops waiting for a reset when the caller leaves', async () => {
  const budget = new RateBudget();
  await takeAndReport(budget, report(0, inMs(60_000)));
  const caller = new Signal();

  const waiting = expect(budget.take(Date.now() + 120_000, caller)).resolves.toBe('aborted');
  caller.abort(LEFT);

  await waiting;
});
