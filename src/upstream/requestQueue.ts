import { FairOrder } from './fairOrder.ts';
import type { SharedWork } from './inFlight.ts';
import type { Requester } from './operation.ts';

/** How the wait ended. */
export type QueueEnd = 'entered' | 'full' | 'aborted';

/**
 * Limits the number of requests in flight. The others wait in a fair order, so that a small operation does not wait for all requests of a
 * large one. A request that is shared by several operations waits in the lines of all of them, and leaves with the first.
 */
export class RequestQueue {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  /** The functions that end the waiting. */
  readonly #waiting = new FairOrder<(end: QueueEnd) => void>();
  #inFlight = 0;

  constructor(concurrency: number, maxWaiting: number) {
    this.#concurrency = concurrency;
    this.#maxWaiting = maxWaiting;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Waits for a place, unless there is one. After `entered`, the place must be given back with `leave`. */
  enter({ signal, requesters }: Pick<SharedWork, 'signal' | 'requesters'>): QueueEnd | Promise<QueueEnd> {
    if (signal.aborted) return 'aborted';
    if (this.#inFlight < this.#concurrency) {
      this.#inFlight += 1;
      return 'entered';
    }
    if (this.#waiting.size >= this.#maxWaiting && !this.#makeRoomFor(requesters.first)) return 'full';
    const { promise, resolve } = Promise.withResolvers<QueueEnd>();
    const end = (how: QueueEnd) => {
      this.#waiting.delete(end);
      stopWatching();
      signal.offAbort(abort);
      resolve(how);
    };
    const abort = () => end('aborted');
    const stopWatching = requesters.watch((requester) => this.#waiting.add(end, requester));
    signal.onAbort(abort);
    return promise;
  }

  /** Gives a place back. The next waiting request gets it. */
  leave(): void {
    const next = this.#waiting.next();
    if (next === undefined) this.#inFlight -= 1;
    else next('entered');
  }

  /** Removes a request of the operation that has the most in the queue, unless that is the one that asks. */
  #makeRoomFor(requester: Requester): boolean {
    const removed = this.#waiting.firstOfLonger(requester);
    removed?.('full');
    return removed !== null;
  }
}
