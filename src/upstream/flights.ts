interface Flight {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
  passengers: number;
}

/** Work under way that several may wait for. It goes on as long as one of them does, and ends early when all have gone. */
export class Flights {
  readonly #underWay = new Map<string, Flight>();

  has(key: string): boolean {
    return this.#underWay.has(key);
  }

  /**
   * Waits for the work of this key, and starts it if it is not under way.
   *
   * @param signal of the one who waits; null for one who never goes
   * @throws the signal's reason when it is aborted
   */
  async join<Value>(
    key: string,
    start: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal | null,
  ): Promise<Value> {
    signal?.throwIfAborted();
    const flight = this.#underWay.get(key) ?? this.#start(key, start);
    flight.passengers += 1;
    const arrived = flight.promise as Promise<Value>;
    if (signal === null) return arrived;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => {
      flight.passengers -= 1;
      if (flight.passengers === 0) {
        this.#forget(key, flight);
        flight.controller.abort();
      }
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([arrived, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const controller = new AbortController();
    const promise = start(controller.signal).finally(() => this.#forget(key, flight));
    const flight: Flight = { promise, controller, passengers: 0 };
    // One whose passengers have all gone fails unheard.
    promise.catch(() => undefined);
    this.#underWay.set(key, flight);
    return flight;
  }

  /** Another one may have started under the same key meanwhile. */
  #forget(key: string, flight: Flight): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }
}
