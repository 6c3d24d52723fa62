/** Limits the number of requests in flight. The others wait, first in, first out. */
export class RequestQueue {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<() => void>();
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

  /** Waits for a place. After `entered`, the place must be given back with `leave`. */
  async enter(signal: AbortSignal): Promise<'entered' | 'full' | 'aborted'> {
    if (signal.aborted) return 'aborted';
    if (this.#inFlight < this.#concurrency) {
      this.#inFlight += 1;
      return 'entered';
    }
    if (this.#waiting.size >= this.#maxWaiting) return 'full';
    const { promise, resolve } = Promise.withResolvers<'entered' | 'aborted'>();
    const enter = () => resolve('entered');
    const abort = () => {
      this.#waiting.delete(enter);
      resolve('aborted');
    };
    this.#waiting.add(enter);
    signal.addEventListener('abort', abort, { once: true });
    const end = await promise;
    signal.removeEventListener('abort', abort);
    return end;
  }

  /** Gives a place back. The first waiting request gets it. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inFlight -= 1;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}
