import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits for something to become true, without a clock: it works with fake dates too. The test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}
