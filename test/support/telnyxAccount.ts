import fc from 'fast-check';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { inOrder, rowAt, type Sort } from './telnyxList.ts';

/** Creation times of an account's rows: few distinct times for many rows, so that there are ties of any length. */
export const creationTicks = (most: number) =>
  fc.integer({ min: 0, max: 60 }).chain((latest) => fc.array(fc.nat(latest), { maxLength: most, size: 'max' }));

/** How an account changes between two requests: some rows are deleted, some added. */
export const accountChange = fc.record({
  removed: fc.array(fc.nat(), { maxLength: 30, size: 'max' }),
  added: fc.array(fc.nat(60), { maxLength: 5 }),
});
type AccountChange = typeof accountChange extends fc.Arbitrary<infer Change> ? Change : never;

/** An account whose rows are added and deleted as a test says. */
export class ChangingAccount {
  rows: readonly MockRow[] = [];
  /** Those of the first rows that have not been deleted. */
  #lasting: readonly MockRow[] = [];
  #made = 0;
  #changes: readonly AccountChange[] = [];

  begin(created: readonly number[], changes: readonly AccountChange[] = []): void {
    this.#made = 0;
    this.rows = this.#lasting = created.map((tick) => this.#make(tick));
    this.#changes = changes;
  }

  change(): void {
    const [next, ...later] = this.#changes;
    if (next === undefined) return;
    this.#changes = later;
    const gone = new Set(next.removed.map((number) => this.rows[number % this.rows.length]));
    this.#lasting = this.#lasting.filter((row) => !gone.has(row));
    // First in the array, where the mock server lists them before older rows with the same creation time.
    this.rows = [...next.added.map((tick) => this.#make(tick)), ...this.rows.filter((row) => !gone.has(row))];
  }

  /** Global IDs of the rows that were there all the time, in the order that the schema promises. */
  lasting(order: Sort): string[] {
    return inOrder(this.#lasting, order);
  }

  #make(tick: number): MockRow {
    this.#made += 1;
    // Neither the array nor the creation time is in the order of the IDs.
    return rowAt((this.#made * 7919) % 10_007, tick);
  }
}
