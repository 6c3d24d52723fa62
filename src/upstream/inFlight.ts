import type { Operation, Requester } from './operation.ts';
import { Requesters } from './requesters.ts';
import { TransientMap } from './transientMap.ts';

interface InFlight {
  readonly promise: Promise<unknown>;
  readonly requesters: Requesters;
  readonly controller: AbortController;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  waiters: number;
  /** The latest deadline of all waiters, in milliseconds since 1970. */
  deadline: number;
}

/** Work for one or more requesters. It stops when the signal is aborted, and starts no attempt after `deadline()`. */
export interface SharedWork {
  readonly signal: AbortSignal;
  readonly deadline: () => number;
  readonly requesters: Requesters;
}

type Start<Value> = (work: SharedWork) => Promise<Value>;

/** Request coalescing: identical work in flight is shared. It is aborted when the last waiter leaves. */
export class InFlightRequests {
  readonly #byKey = new TransientMap<string, InFlight>();

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** How long the work of this key has been in flight, in milliseconds; 0 if it is not in flight. */
  ageOf(key: string): number {
    const inFlight = this.#byKey.get(key);
    return inFlight === undefined ? 0 : performance.now() - inFlight.startedAt;
  }

  /**
   * Waits for the work of this key, and starts it if none is in flight.
   *
   * @throws the reason of the waiter's signal when it is aborted
   */
  async join<Value>(
    key: string,
    start: Start<Value>,
    requester: Requester,
    { signal, deadline }: Pick<Operation, 'signal' | 'deadline'>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const inFlight = this.#byKey.get(key) ?? this.#start(key, start, requester, deadline);
    inFlight.requesters.add(requester);
    inFlight.waiters += 1;
    inFlight.deadline = Math.max(inFlight.deadline, deadline);
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const leave = () => {
      inFlight.waiters -= 1;
      if (inFlight.waiters === 0) {
        this.#remove(key, inFlight);
        inFlight.controller.abort(signal.reason);
      }
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    (inFlight.promise as Promise<Value>).then(resolve, reject);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Aborts all work in flight. */
  close(): void {
    for (const [key, { controller }] of [...this.#byKey.entries()]) {
      controller.abort();
      this.#byKey.delete(key);
    }
  }

  #start(key: string, start: Start<unknown>, requester: Requester, deadline: number): InFlight {
    const controller = new AbortController();
    const requesters = new Requesters(requester);
    const inFlight: InFlight = {
      promise: startLater(start, { signal: controller.signal, deadline: () => inFlight.deadline, requesters }),
      requesters,
      controller,
      startedAt: performance.now(),
      waiters: 0,
      deadline,
    };
    const remove = () => this.#remove(key, inFlight);
    inFlight.promise.then(remove, remove);
    this.#byKey.set(key, inFlight);
    return inFlight;
  }

  /** Newer work with the same key is not removed. */
  #remove(key: string, inFlight: InFlight): void {
    if (this.#byKey.get(key) === inFlight) this.#byKey.delete(key);
  }
}

/** Starts in a later microtask, because the work refers to the in-flight entry that is being created. */
async function startLater<Value>(start: Start<Value>, work: SharedWork): Promise<Value> {
  await null;
  return start(work);
}
