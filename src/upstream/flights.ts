import type { Operation } from './operation.ts';

interface Flight {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
  passengers: number;
  /** Of the passenger who can wait longest. */
  deadline: number;
}

/** How long work goes on: until it is aborted, and with no attempt that starts after `deadline()`. */
export interface Course {
  readonly signal: AbortSignal;
  readonly deadline: () => number;
}

type Start<Value> = (course: Course) => Promise<Value>;

/** Work under way that several may wait for. It goes on as long as one of them does, and ends early when all have gone. */
export class Flights {
  readonly #underWay = new Map<string, Flight>();

  has(key: string): boolean {
    return this.#underWay.has(key);
  }

  /**
   * Waits for the work of this key, and starts it if it is not under way.
   *
   * @param passenger who waits
   * @throws the reason of the passenger's signal when it is aborted
   */
  async join<Value>(
    key: string,
    start: Start<Value>,
    { signal, deadline }: Pick<Operation, 'signal' | 'deadline'>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const flight = this.#underWay.get(key) ?? this.#start(key, start, deadline);
    flight.passengers += 1;
    flight.deadline = Math.max(flight.deadline, deadline);
    const arrived = flight.promise as Promise<Value>;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => {
      flight.passengers -= 1;
      if (flight.passengers === 0) {
        this.#forget(key, flight);
        flight.controller.abort(signal.reason);
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

  /** Ends all work that is under way. */
  close(): void {
    for (const { controller } of this.#underWay.values()) controller.abort();
    this.#underWay.clear();
  }

  #start(key: string, start: Start<unknown>, deadline: number): Flight {
    const controller = new AbortController();
    const course = { signal: controller.signal, deadline: () => flight.deadline };
    const flight: Flight = { promise: begin(start, course), controller, passengers: 0, deadline };
    const ended = () => this.#forget(key, flight);
    flight.promise.then(ended, ended);
    this.#underWay.set(key, flight);
    return flight;
  }

  /** Another one may have started under the same key meanwhile. */
  #forget(key: string, flight: Flight): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }
}

/** Begins in a later turn, when the flight is known that `course` tells of. */
async function begin<Value>(start: Start<Value>, course: Course): Promise<Value> {
  await null;
  return start(course);
}
