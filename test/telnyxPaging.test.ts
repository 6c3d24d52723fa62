import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MockRow } from '../src/sandbox/mockServer.ts';
import { readPages } from './support/readPages.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { inOrder, readList, rowAt, type Sort } from './support/telnyxList.ts';
import { startTelnyx } from './support/upstreams.ts';

/** The same examples in every run. */
const seed = 1;

const sort = fc.constantFrom<Sort>('CREATED_AT_ASC', 'CREATED_AT_DESC');
const direction = fc.record({
  backwards: fc.boolean(),
  size: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 250 })),
});

/** When each row of an account was created: few moments for many rows, so that there are ties of any length. */
const ticks = (most: number) =>
  fc.integer({ min: 0, max: 60 }).chain((latest) => fc.array(fc.nat(latest), { maxLength: most, size: 'max' }));

/** What becomes of an account between two requests: some rows are deleted, some added. */
const change = fc.record({
  removed: fc.array(fc.nat(), { maxLength: 30, size: 'max' }),
  added: fc.array(fc.nat(60), { maxLength: 5 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** An account that changes as it is told. */
class Account {
  rows: readonly MockRow[] = [];
  /** Those of the first rows that have not been deleted. */
  #lasting: readonly MockRow[] = [];
  #made = 0;
  #changes: readonly Change[] = [];

  begin(created: readonly number[], changes: readonly Change[] = []): void {
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
    // At the front of the array, where the stand-in lists them before older rows of the same moment.
    this.rows = [...next.added.map((tick) => this.#make(tick)), ...this.rows.filter((row) => !gone.has(row))];
  }

  lasting(order: Sort): string[] {
    return inOrder(this.#lasting, order);
  }

  #make(tick: number): MockRow {
    this.#made += 1;
    // Neither the array nor the time is in the order of the ids.
    return rowAt((this.#made * 7919) % 10_007, tick);
  }
}

/** An account that changes under every call. */
async function startRestless() {
  const account = new Account();
  const upstream = await startTelnyx(() => {
    const { rows } = account;
    account.change();
    return rows;
  });
  return { account, switchboard: await startSwitchboard(upstream.settings) };
}

describe('a list by creation time', () => {
  it('read page by page is the whole list, each page full and sure of what follows', async () => {
    const account = new Account();
    const upstream = await startTelnyx(() => account.rows);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(ticks(120), sort, direction, async (created, order, way) => {
        account.begin(created);
        const pages = await readPages(way, (page) => readList(switchboard, order, page));

        expect(idsOf(pages)).toEqual(account.lasting(order));
        const short = way.backwards ? pages.slice(1) : pages.slice(0, -1);
        expect(short.every(({ nodes }) => nodes.length === way.size)).toBe(true);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(created.length / way.size)));
      }),
      { seed, numRuns: 30 },
    );
  });

  it('loses and repeats nothing when connections come and go between its pages', async () => {
    const account = new Account();
    const upstream = await startTelnyx(() => account.rows);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(
        ticks(120),
        fc.array(change, { maxLength: 8 }),
        sort,
        direction,
        async (created, changes, order, way) => {
          account.begin(created, changes);
          const pages = await readPages(
            way,
            (page) => readList(switchboard, order, page),
            () => account.change(),
          );
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 30 },
    );
  });

  it('loses and repeats nothing when connections come and go between the calls of one operation', async () => {
    const { account, switchboard } = await startRestless();

    await fc.assert(
      fc.asyncProperty(
        ticks(120),
        fc.array(change, { maxLength: 30 }),
        sort,
        direction,
        async (created, changes, order, way) => {
          account.begin(created, changes);
          const pages = await readPages(way, (page) => readList(switchboard, order, page));
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 30 },
    );
  });

  it('is whole in an account of many pages that changes under every call', async () => {
    const { account, switchboard } = await startRestless();
    const many = fc
      .integer({ min: 1, max: 1000 })
      .chain((latest) => fc.array(fc.nat(latest), { minLength: 600, maxLength: 700 }));

    await fc.assert(
      fc.asyncProperty(
        many,
        // With more of them, a list that has to be read whole may not hold still in any of the attempts.
        fc.array(change, { maxLength: 4 }),
        sort,
        fc.boolean(),
        fc.integer({ min: 60, max: 250 }),
        async (created, changes, order, backwards, size) => {
          account.begin(created, changes);
          const pages = await readPages({ backwards, size }, (page) => readList(switchboard, order, page));
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 10 },
    );
  });
});

function idsOf(pages: readonly { readonly nodes: readonly { readonly id: string }[] }[]): string[] {
  return pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
}

/** Nothing twice; and of what was there from beginning to end everything, in order. */
function expectLasting(seen: readonly string[], lasting: readonly string[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  const there = new Set(lasting);
  expect(seen.filter((id) => there.has(id))).toEqual(lasting);
}
