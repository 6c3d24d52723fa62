import { LRUCache } from 'lru-cache';
import type { UsedResponse } from './operation.ts';
import type { UpstreamResult } from './result.ts';

/** How long responses of one kind are served from the cache. */
export interface Lifetime {
  /** How long a response is served without a request. 0: responses are not cached. */
  readonly lifetimeMs: number;
  /** How much longer it is served as stale while the upstream fails or is slow. 0: never. */
  readonly staleMs: number;
}

/** The part of the lifetime after which a response that is read is refreshed in the background. */
const REFRESH_FROM = 0.8;

const MAX_RESPONSES = 10_000;

/** The responses of one source, by path and query. Keys contain no credentials, because a source has only one set of them. */
export class ResponseCache {
  readonly #responses: LRUCache<string, UpstreamResult<unknown>> | null;

  /** @param maxSize of all keys and bodies together, in UTF-16 code units; 0 disables the cache */
  constructor(maxSize: number) {
    this.#responses =
      maxSize === 0 ? null : new LRUCache({ max: MAX_RESPONSES, maxSize, perf: Date, ttlResolution: 0 });
  }

  get size(): number {
    return this.#responses?.size ?? 0;
  }

  store(key: string, response: UpstreamResult<unknown>, bodySize: number, { lifetimeMs, staleMs }: Lifetime): void {
    if (lifetimeMs === 0) return;
    this.#responses?.set(key, response, { size: key.length + bodySize, ttl: lifetimeMs + staleMs });
  }

  delete(key: string): void {
    this.#responses?.delete(key);
  }

  clear(): void {
    this.#responses?.clear();
  }

  /** A response within its lifetime. `refreshDue`: the end of its lifetime is near. */
  fresh(key: string, { lifetimeMs }: Lifetime): { response: UpstreamResult<unknown>; refreshDue: boolean } | null {
    const response = this.#youngerThan(lifetimeMs, key);
    return response && { response, refreshDue: ageOf(response) >= lifetimeMs * REFRESH_FROM };
  }

  /** This response, as one that an operation used. It never becomes current if it was not stored. */
  use(key: string, response: UpstreamResult<unknown>, { lifetimeMs }: Lifetime): UsedResponse {
    const currentMs = lifetimeMs * REFRESH_FROM;
    return { isCurrent: () => this.#youngerThan(currentMs, key) === response };
  }

  /** A response that may be served while the upstream fails or is slow. */
  stale(key: string, { lifetimeMs, staleMs }: Lifetime): UpstreamResult<unknown> | null {
    return staleMs === 0 ? null : this.#youngerThan(lifetimeMs + staleMs, key);
  }

  #youngerThan(maxAgeMs: number, key: string): UpstreamResult<unknown> | null {
    const response = this.#responses?.get(key);
    if (response === undefined) return null;
    const age = ageOf(response);
    // If the age is negative, the clock was set back, and the real age is unknown.
    return age >= 0 && age < maxAgeMs ? response : null;
  }
}

function ageOf({ quality: { observedAt } }: UpstreamResult<unknown>): number {
  return Date.now() - observedAt.getTime();
}
