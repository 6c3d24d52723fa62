import { expect, test } from 'vitest';
import { RateBudget, type RateLimit } from '../../src/upstream/rateBudget.ts';

const never = new AbortController().signal;
const inMs = (ms: number) => new Date(Date.now() + ms);
const seen = (remaining: number | null, resetsAt: Date | null): RateLimit => ({ limit: 100, remaining, resetsAt });

/** One call that went out, and whose answer said this. */
async function answered(budget: RateBudget, rateLimit: RateLimit | null, refusedUntil: Date | null = null) {
  expect(await budget.take(Date.now() + 60_000, never)).toBeNull();
  budget.note(rateLimit, refusedUntil);
  budget.giveBack(true);
}

test('nothing is kept back before the vendor has said anything', async () => {
  const budget = new RateBudget();

  for (let call = 0; call < 50; call += 1) expect(await budget.take(0, never)).toBeNull();

  expect(budget.lastSeen).toBeNull();
});

test('what the headers last said is there to be shown', async () => {
  const budget = new RateBudget();
  const rateLimit = seen(7, inMs(60_000));

  await answered(budget, rateLimit);
  await answered(budget, null);

  expect(budget.lastSeen).toEqual(rateLimit);
});

test('a call too many is refused, and told when to come back', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(60_000);
  await answered(budget, seen(0, resetsAt));

  expect(await budget.take(Date.now() + 1000, never)).toEqual(resetsAt);
});

test('a call too many waits for a window that begins soon', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(80);
  await answered(budget, seen(0, resetsAt));

  expect(await budget.take(Date.now() + 60_000, never)).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(resetsAt.getTime());
});

test('a new window grants what the old one did', async () => {
  const budget = new RateBudget();
  await answered(budget, { limit: 2, remaining: 0, resetsAt: inMs(-1) });

  expect(await budget.take(0, never)).toBeNull();
  expect(await budget.take(0, never)).toBeNull();
});

test('calls under way count: the last one granted is sent alone, and its answer decides for the others', async () => {
  const budget = new RateBudget();
  await answered(budget, seen(1, inMs(60_000)));
  const order: string[] = [];

  expect(await budget.take(0, never)).toBeNull();
  const second = budget
    .take(Date.now() + 60_000, never)
    .then((refused) => order.push(refused === null ? 'sent' : 'refused'));
  order.push('answered');
  budget.note(seen(3, inMs(60_000)), null);
  budget.giveBack(true);
  await second;

  expect(order).toEqual(['answered', 'sent']);
});

test('a refusal that names a time keeps everything back until then, whatever is left', async () => {
  const budget = new RateBudget();
  const until = inMs(60_000);
  await answered(budget, seen(50, inMs(1_000)), until);

  expect(await budget.take(Date.now() + 1000, never)).toEqual(until);
});

test('who waits for an answer under way waits no longer than for a new window, and can go', async () => {
  const budget = new RateBudget();
  const resetsAt = inMs(60);
  await answered(budget, seen(1, resetsAt));
  // This one never ends.
  expect(await budget.take(0, never)).toBeNull();
  const caller = new AbortController();

  const hasty = budget.take(Date.now() + 10, never);
  const patient = budget.take(Date.now() + 60_000, never);
  const gone = expect(budget.take(Date.now() + 60_000, caller.signal)).resolves.toBe('aborted');
  caller.abort();

  await gone;
  expect(await hasty).toEqual(resetsAt);
  expect(await patient).toBeNull();
  expect(Date.now()).toBeGreaterThanOrEqual(resetsAt.getTime());
});

test('who waits can go', async () => {
  const budget = new RateBudget();
  await answered(budget, seen(0, inMs(60_000)));
  const caller = new AbortController();

  const waiting = expect(budget.take(Date.now() + 120_000, caller.signal)).resolves.toBe('aborted');
  caller.abort();

  await waiting;
});
