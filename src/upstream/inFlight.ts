import type { Operation, Requester } from './operation.ts';
import { Requesters } from './requesters.ts';
import { Signal } from './signal.ts';
import { TransientMap } from './transientMap.ts';

/** Work for one or more requesters. It stops when the signal is aborted. */
export interface SharedWork {
  readonly signal: Signal;
  /** The latest deadline of all waiters, in milliseconds since 1970. No attempt starts after it. */
  readonly deadline: number;
  readonly requesters: Requesters;
}

class InFlight implements SharedWork {
  readonly signal = new Signal();
  readonly requesters: Requesters;
  readonly startedAt = performance.now();
  deadline: number;
  waiters = 0;
  promise: Promise<unknown> | null = null;

  constructor(requester: Requester, deadline: number) {
    this.requesters = new Requesters(requester);
    this.deadline = deadline;
  }
}

type Start<Value> = (work: SharedWork) => Promise<Value>;

/** What a work is aborted with when its source is closed. */
const CLOSED = new DOMException('The source is being closed', 'AbortError');

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
   * @returns a promise that rejects with the reason of the waiter's signal when it is aborted
   */
  join<Value>(
    key: string,
    start: Start<Value>,
    requester: Requester,
    { signal, deadline }: Pick<Operation, 'signal' | 'deadline'>,
  ): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    if (signal.reason !== null) {
      reject(signal.reason);
      return promise;
    }
    const inFlight = this.#byKey.get(key) ?? this.#start(key, start, requester, deadline);
    inFlight.requesters.add(requester);
    inFlight.waiters += 1;
    inFlight.deadline = Math.max(inFlight.deadline, deadline);
    const leave = (reason: Error) => {
      inFlight.waiters -= 1;
      if (inFlight.waiters === 0) {
        this.#remove(key, inFlight);
        inFlight.signal.abort(reason);
      }
      reject(reason);
    };
    signal.onAbort(leave);
    const done = (value: Value) => {
      signal.offAbort(leave);
      resolve(value);
    };
    const failed = (error: unknown) => {
      signal.offAbort(leave);
      reject(error);
    };
    (inFlight.promise as Promise<Value>).then(done, failed);
    return promise;
  }

  /** Aborts all work in flight. */
  close(): void {
    for (const [key, { signal }] of [...this.#byKey.entries()]) {
      signal.abort(CLOSED);
      this.#byKey.delete(key);
    }
  }

  #start(key: string, start: Start<unknown>, requester: Requester, deadline: number): InFlight {
    const inFlight = new InFlight(requester, deadline);
    this.#byKey.set(key, inFlight);
    inFlight.promise = start(inFlight);
    const remove = () => this.#remove(key, inFlight);
    inFlight.promise.then(remove, remove);
    return inFlight;
  }

  /** Newer work with the same key is not removed. */
  #remove(key: string, inFlight: InFlight): void {
    if (this.#byKey.get(key) === inFlight) this.#byKey.delete(key);
  }
}
