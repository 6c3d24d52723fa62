import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairOrder } from '../../src/upstream/fairOrder.ts';
import { requester } from './requesterUnderTest.ts';

/** Requesters named by caller and operation: `a1` and `a2` are two operations of the caller `a`. */
const requesters = new Map(
  ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map((name) => [name, requester({ key: name.slice(0, 1) })]),
);

function add(order: FairOrder<string>, ...names: readonly string[]): void {
  for (const [index, name] of names.entries()) order.add(`${name}#${index}`, find(name));
}

function find(name: string) {
  const found = requesters.get(name);
  if (found === undefined) throw new Error(`No requester ${name}`);
  return found;
}

function drain<Item>(order: FairOrder<Item>): Item[] {
  const items: Item[] = [];
  // An order with a bug may have no end.
  for (let item = order.next(); item !== undefined && items.length < 1000; item = order.next()) items.push(item);
  return items;
}

describe('waiting requests are served', () => {
  test('first in, first out within one operation', () => {
    const order = new FairOrder<string>();
    add(order, 'a1', 'a1', 'a1');

    expect(drain(order)).toEqual(['a1#0', 'a1#1', 'a1#2']);
  });

  test('round robin over the operations, whatever the number that each has', () => {
    const order = new FairOrder<string>();
    add(order, 'a1', 'a1', 'a1', 'a1', 'a2', 'a2', 'a3');

    expect(drain(order)).toEqual(['a1#0', 'a2#4', 'a3#6', 'a1#1', 'a2#5', 'a1#2', 'a1#3']);
  });

  test('round robin over the callers, whatever the number of operations that each has', () => {
    const order = new FairOrder<string>();
    add(order, 'a1', 'a2', 'a3', 'a1', 'b1', 'b1', 'b1');

    expect(drain(order)).toEqual(['a1#0', 'b1#4', 'a2#1', 'b1#5', 'a3#2', 'b1#6', 'a1#3']);
  });

  test('without those that left', () => {
    const order = new FairOrder<string>();
    add(order, 'a1', 'a1', 'b1', 'b1');
    for (const item of ['a1#0', 'b1#2', 'b1#3', 'b1#3']) order.delete(item);

    expect(order.size).toBe(1);
    expect(drain(order)).toEqual(['a1#1']);
  });

  test('once, as early as any of the operations that share them', () => {
    const order = new FairOrder<string>();
    add(order, 'a1', 'a1', 'a1');
    order.add('a1#2', find('b1'));

    expect(order.size).toBe(3);
    expect(drain(order)).toEqual(['a1#0', 'a1#2', 'a1#1']);
    expect(order.size).toBe(0);
  });
});

/** The same order, in the plainest way: arrays of callers, of their operations and of their items, the next ones first. */
class PlainOrder {
  readonly #callers: { key: unknown; lines: { name: string; items: number[] }[] }[] = [];

  add(item: number, name: string): void {
    const { key } = find(name).caller;
    const caller = this.#callers.find((one) => one.key === key) ?? { key, lines: [] };
    const line = caller.lines.find((one) => one.name === name) ?? { name, items: [] };
    line.items.push(item);
    if (line.items.length === 1) caller.lines.push(line);
    if (!this.#callers.includes(caller)) this.#callers.push(caller);
  }

  next(): number | undefined {
    const caller = this.#callers.shift();
    const line = caller?.lines.shift();
    const item = line?.items[0];
    if (caller === undefined || line === undefined || item === undefined) return undefined;
    caller.lines.push(line);
    this.#callers.push(caller);
    this.delete(item);
    return item;
  }

  delete(item: number): void {
    for (const caller of [...this.#callers]) {
      for (const line of caller.lines) line.items = line.items.filter((one) => one !== item);
      caller.lines = caller.lines.filter(({ items }) => items.length > 0);
      if (caller.lines.length === 0) this.#callers.splice(this.#callers.indexOf(caller), 1);
    }
  }

  get callers(): readonly unknown[] {
    return this.#callers.map(({ key }) => key);
  }
}

type Step =
  | { readonly add: string }
  | { readonly share: readonly [number, string] }
  | { readonly delete: number }
  | 'next';

const name = fc.constantFrom(...requesters.keys());
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: name }) },
  { weight: 1, arbitrary: fc.record({ share: fc.tuple(fc.nat(60), name) }) },
  { weight: 1, arbitrary: fc.record({ delete: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.constant('next' as const) },
);

describe('whatever is added, shared, removed and served', () => {
  test('the order is that of the plain round robin', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const order = new FairOrder<number>();
        const plain = new PlainOrder();
        /** The names of the lines that each waiting item is in. */
        const waiting = new Map<number, Set<string>>();
        const addBoth = (item: number, line: string) => {
          order.add(item, find(line));
          plain.add(item, line);
          waiting.set(item, (waiting.get(item) ?? new Set()).add(line));
        };
        let added = 0;
        for (const one of steps) {
          if (one === 'next') {
            const item = order.next();
            expect(item).toBe(plain.next());
            if (item !== undefined) waiting.delete(item);
          } else if ('add' in one) {
            addBoth(added, one.add);
            added += 1;
          } else if ('share' in one) {
            const [item, line] = one.share;
            if (waiting.get(item)?.has(line) === false) addBoth(item, line);
          } else {
            order.delete(one.delete);
            plain.delete(one.delete);
            waiting.delete(one.delete);
          }
          expect(order.size).toBe(waiting.size);
        }
        const rest = drain(order);
        expect(rest).toEqual(drain(plain as unknown as FairOrder<number>));
        expect(rest.toSorted()).toEqual([...waiting.keys()].toSorted());
      }),
      { numRuns: 500 },
    );
  });

  test('with k callers waiting, each of them is served within k requests', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(name, fc.constant('next')), { maxLength: 200 }), (steps) => {
        const order = new FairOrder<{ readonly caller: unknown }>();
        /** For each waiting caller: how many wait, and the most requests that may be served before its next one. */
        const callers = new Map<unknown, { waiting: number; bound: number }>();
        for (const one of steps) {
          if (one === 'next') {
            const caller = order.next()?.caller;
            for (const state of callers.values()) state.bound -= 1;
            const served = callers.get(caller);
            if (served === undefined) continue;
            served.waiting -= 1;
            served.bound = callers.size;
            if (served.waiting === 0) callers.delete(caller);
          } else {
            const { key } = find(one).caller;
            order.add({ caller: key }, find(one));
            const known = callers.get(key);
            if (known === undefined) callers.set(key, { waiting: 1, bound: callers.size + 1 });
            else known.waiting += 1;
          }
          for (const { bound } of callers.values()) expect(bound).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
