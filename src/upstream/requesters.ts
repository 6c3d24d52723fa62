import type { Requester } from './operation.ts';

/** Everyone who has asked for one request. Those who have left are still included, because the request continues for the others. */
export class Requesters {
  /** Who started the request. */
  readonly first: Requester;
  readonly #all: Set<Requester>;
  #onJoin: ((requester: Requester) => void) | null = null;

  constructor(first: Requester) {
    this.first = first;
    this.#all = new Set([first]);
  }

  add(requester: Requester): void {
    if (this.#all.has(requester)) return;
    this.#all.add(requester);
    this.#onJoin?.(requester);
  }

  /**
   * Calls a function with each requester, those that join later included. There can be one such function at a time.
   *
   * @returns a function that ends this
   */
  watch(onJoin: (requester: Requester) => void): () => void {
    for (const requester of this.#all) onJoin(requester);
    this.#onJoin = onJoin;
    return () => {
      this.#onJoin = null;
    };
  }
}
