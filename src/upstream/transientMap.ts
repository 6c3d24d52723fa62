/**
 * A map whose entries come and go with requests. When V8 enlarges or compacts the table of a `Map`, the old table keeps its entries and
 * refers to the new one. Once an old table has outlived two minor garbage collections, everything that has been in the map since then stays in
 * memory until the next full one. So this map starts anew whenever it is empty.
 */
export class TransientMap<Key, Value> {
  #entries = new Map<Key, Value>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.set(key, value);
  }

  delete(key: Key): void {
    if (this.#entries.delete(key) && this.#entries.size === 0) this.#entries = new Map();
  }

  keys(): MapIterator<Key> {
    return this.#entries.keys();
  }

  values(): MapIterator<Value> {
    return this.#entries.values();
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#entries.entries();
  }
}
