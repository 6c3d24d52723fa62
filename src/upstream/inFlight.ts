import type { Operation } from './operation.ts';

interface InFlight {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  waiters: number;
  /** Of the waiter with the most time, in milliseconds since 1970. */
  deadline: number;
}

/** The limits of shared work: it stops when the signal is aborted, and starts no attempt after `deadline()`. */
export interface WorkLimits {
  readonly signal: AbortSignal;
  readonly deadline: () => number;
}

type Start<Value> = (limits: WorkLimits) => Promise<Value>;

/** Request coalescing: identical work in flight is shared. It goes on while one waiter is left, and is aborted when all have left. */
export class InFlightRequests {
  readonly #byKey = new Map<string, InFlight>();

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** For how many milliseconds the work of this key has been in flight; 0 if it is not. */
  ageOf(key: string): number {
    const inFlight = this.#byKey.get(key);
    return inFlight === undefined ? 0 : Date.now() - inFlight.startedAt;
  }

  /**
   * Waits for the work of this key, and starts it if none is in flight.
   *
   * @throws the reason of the waiter's signal when it is aborted
   */
  async join<Value>(
    key: string,
    start: Start<Value>,
    { signal, deadline }: Pick<Operation, 'signal' | 'deadline'>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const inFlight = this.#byKey.get(key) ?? this.#start(key, start, deadline);
    inFlight.waiters += 1;
    inFlight.deadline = Math.max(inFlight.deadline, deadline);
    const done = inFlight.promise as Promise<Value>;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => {
      inFlight.waiters -= 1;
      if (inFlight.waiters === 0) {
        this.#remove(key, inFlight);
        inFlight.controller.abort(signal.reason);
      }
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([done, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Aborts all work in flight. */
  close(): void {
    for (const { controller } of this.#byKey.values()) controller.abort();
    this.#byKey.clear();
  }

  #start(key: string, start: Start<unknown>, deadline: number): InFlight {
    const controller = new AbortController();
    const limits = { signal: controller.signal, deadline: () => inFlight.deadline };
    const inFlight: InFlight = {
      promise: startLater(start, limits),
      controller,
      startedAt: Date.now(),
      waiters: 0,
      deadline,
    };
    const remove = () => this.#remove(key, inFlight);
    inFlight.promise.then(remove, remove);
    this.#byKey.set(key, inFlight);
    return inFlight;
  }

  /** Leaves alone what was started under the same key since. */
  #remove(key: string, inFlight: InFlight): void {
    if (this.#byKey.get(key) === inFlight) this.#byKey.delete(key);
  }
}

/** Starts in a later microtask, when `limits` can be read. */
async function startLater<Value>(start: Start<Value>, limits: WorkLimits): Promise<Value> {
  await null;
  return start(limits);
}
