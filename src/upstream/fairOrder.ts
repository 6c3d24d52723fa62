import { Line } from './line.ts';
import type { Requester } from './operation.ts';
import { TransientMap } from './transientMap.ts';

/** The items of one caller that wait, by operation. None of its lines is empty. */
interface CallerLines<Item> {
  readonly key: Requester['caller']['key'];
  readonly byRequester: Map<Requester, RequesterLine<Item>>;
  readonly round: Line<RequesterLine<Item>>;
}

interface RequesterLine<Item> {
  readonly requester: Requester;
  readonly caller: CallerLines<Item>;
  readonly items: Line<Item>;
}

/**
 * Waiting items in a fair order: round robin over the callers, then over the operations of a caller, then first in, first out. An
 * item can wait in the lines of several requesters, and leaves all of them at once.
 */
export class FairOrder<Item> {
  readonly #byCaller = new TransientMap<Requester['caller']['key'], CallerLines<Item>>();
  readonly #round = new Line<CallerLines<Item>>();
  readonly #linesOf = new TransientMap<Item, RequesterLine<Item>[]>();

  get size(): number {
    return this.#linesOf.size;
  }

  /** Adds an item to the line of this requester. */
  add(item: Item, requester: Requester): void {
    const line = this.#lineOf(requester);
    line.items.add(item);
    const lines = this.#linesOf.get(item);
    if (lines === undefined) this.#linesOf.set(item, [line]);
    else lines.push(line);
  }

  /** Removes and returns the next item. */
  next(): Item | undefined {
    const caller = this.#round.rotate();
    const item = caller?.round.rotate()?.items.first;
    if (item !== undefined) this.delete(item);
    return item;
  }

  delete(item: Item): void {
    for (const line of this.#linesOf.get(item) ?? []) {
      line.items.delete(item);
      if (line.items.size === 0) this.#remove(line);
    }
    this.#linesOf.delete(item);
  }

  /** The first item of the longest line; null if the requester's own line would be as long with one item more. */
  firstOfLonger(requester: Requester): Item | null {
    const own = this.#byCaller.get(requester.caller.key)?.byRequester.get(requester);
    let mostItems = (own?.items.size ?? 0) + 1;
    let longest: RequesterLine<Item> | null = null;
    for (const { byRequester } of this.#byCaller.values()) {
      for (const line of byRequester.values()) {
        if (line.items.size <= mostItems) continue;
        mostItems = line.items.size;
        longest = line;
      }
    }
    return longest?.items.first ?? null;
  }

  #lineOf(requester: Requester): RequesterLine<Item> {
    const { key } = requester.caller;
    let caller = this.#byCaller.get(key);
    if (caller === undefined) {
      caller = { key, byRequester: new Map(), round: new Line() };
      this.#byCaller.set(key, caller);
      this.#round.add(caller);
    }
    let line = caller.byRequester.get(requester);
    if (line === undefined) {
      line = { requester, caller, items: new Line() };
      caller.byRequester.set(requester, line);
      caller.round.add(line);
    }
    return line;
  }

  #remove(line: RequesterLine<Item>): void {
    const { caller, requester } = line;
    caller.byRequester.delete(requester);
    caller.round.delete(line);
    if (caller.round.size > 0) return;
    this.#byCaller.delete(caller.key);
    this.#round.delete(caller);
  }
}
