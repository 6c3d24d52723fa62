import fc from 'fast-check';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { inOrder, rowAt, type Sort } from './telnyxList.ts';

/** Creation times of the rows of an account: few distinct times for many rows, so that many tie. */
export const creationTicks = (most: number) =>
  fc.integer({ min: 0, max: 60 }).chain((latest) => fc.array(fc.nat(latest), { maxLength: most, size: 'max' }));

/** How an account changes between two requests: rows are deleted and added. */
export const accountChange = fc.record({
  removed: fc.array(fc.nat(), { maxLength: 30, size: 'max' }),
  added: fc.array(fc.nat(60), { maxLength: 5 }),
});
type AccountChange = typeof accountChange extends fc.Arbitrary<infer Change> ? Change : never;

/** An account whose rows a test adds and deletes. */
export class ChangingAccount {
  rows: readonly MockRow[] = [];
  /** The rows of the last reset that have not been deleted. */
  #remaining: readonly MockRow[] = [];
  #made = 0;
  #changes: readonly AccountChange[] = [];

  /**
   * Replaces all rows by new ones.
   *
   * @param created their creation times
   * @param changes what each call of `change` does
   */
  reset(created: readonly number[], changes: readonly AccountChange[] = []): void {
    this.#made = 0;
    this.rows = this.#remaining = created.map((tick) => this.#make(tick));
    this.#changes = changes;
  }

  change(): void {
    const [next, ...later] = this.#changes;
    if (next === undefined) return;
    this.#changes = later;
    const deleted = new Set(next.removed.map((number) => this.rows[number % this.rows.length]));
    this.#remaining = this.#remaining.filter((row) => !deleted.has(row));
    // First in the array, where the mock server lists them before older rows with the same creation time.
    this.rows = [...next.added.map((tick) => this.#make(tick)), ...this.rows.filter((row) => !deleted.has(row))];
  }

  /** Global IDs of the rows that have been in the account since the reset, in the order that the schema promises. */
  remaining(sort: Sort): string[] {
    return inOrder(this.#remaining, sort);
  }

  #make(tick: number): MockRow {
    this.#made += 1;
    // Neither the array nor the creation time is in the order of the IDs.
    return rowAt((this.#made * 7919) % 10_007, tick);
  }
}
