import { TransientMap } from './transientMap.ts';

interface Place<Item> {
  readonly item: Item;
  previous: Place<Item>;
  next: Place<Item>;
}

/** Different items in the order in which they were added. Every method takes constant time, unlike reading the first of a `Set`. */
export class Line<Item> {
  readonly #places = new TransientMap<Item, Place<Item>>();
  /** The places are a ring: the last one is before the first. */
  #first: Place<Item> | null = null;

  get size(): number {
    return this.#places.size;
  }

  get first(): Item | undefined {
    return this.#first?.item;
  }

  /** Adds an item at the end. */
  add(item: Item): void {
    const place = { item } as Place<Item>;
    const next = this.#first ?? place;
    const previous = next === place ? place : next.previous;
    place.next = next;
    place.previous = previous;
    previous.next = place;
    next.previous = place;
    this.#first = next;
    this.#places.set(item, place);
  }

  /** Moves the first item to the end, and returns it. */
  rotate(): Item | undefined {
    const moved = this.#first;
    if (moved !== null) this.#first = moved.next;
    return moved?.item;
  }

  delete(item: Item): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    place.previous.next = place.next;
    place.next.previous = place.previous;
    if (place === this.#first) this.#first = this.#places.size === 0 ? null : place.next;
  }
}
