import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits until the condition holds. Uses no clock, so it works with fake dates; the timeout of the test is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}
