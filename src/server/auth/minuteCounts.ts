import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;
/** Bounds the memory. A key that is dropped, because as many others were seen since, starts again. */
const MAX_KEYS = 10_000;

/** How much of a limit is used. */
export interface Usage {
  readonly remaining: number;
  readonly isExceeded: boolean;
  /** When the minute ends. */
  readonly resetsInSeconds: number;
}

/** Counts events per key, in minutes that begin with the first event of a key. */
export class MinuteCounts {
  readonly limit: number;
  readonly #limiter: RateLimiterMemory;
  readonly #keys: LRUCache<string, true>;

  constructor(limit: number) {
    this.limit = limit;
    const limiter = new RateLimiterMemory({ points: limit, duration: MINUTE_SECONDS });
    this.#limiter = limiter;
    this.#keys = new LRUCache({
      max: MAX_KEYS,
      dispose: (_value, key, reason) => {
        if (reason === 'evict') void limiter.delete(key);
      },
    });
  }

  /** Counts an event. It is too many if the limit is exceeded then. */
  async count(key: string): Promise<Usage> {
    this.#keys.set(key, true);
    // Unlike `consume`, it does not throw when the limit is exceeded.
    const { consumedPoints, msBeforeNext } = await this.#limiter.penalty(key);
    return this.#usage(consumedPoints, msBeforeNext);
  }

  /** Whether there is room for an event, without counting it. */
  async usage(key: string): Promise<Usage> {
    const counted = await this.#limiter.get(key);
    const isCurrent = counted !== null && counted.msBeforeNext > 0;
    return isCurrent ? this.#usage(counted.consumedPoints + 1, counted.msBeforeNext) : this.#usage(1, 0);
  }

  #usage(consumed: number, msBeforeNext: number): Usage {
    return {
      remaining: Math.max(0, this.limit - consumed),
      isExceeded: consumed > this.limit,
      resetsInSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    };
  }
}
