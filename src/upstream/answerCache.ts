import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.ts';

/** How long answers of one kind are good for. */
export interface Lifetime {
  /** For so long an answer is given again without asking. 0: every question is asked. */
  readonly lifetimeMs: number;
  /** For so much longer it is shown, and marked, while the upstream fails. 0: never. */
  readonly staleMs: number;
}

export type CachedAnswer = Omit<Answer<unknown>, 'staleBecause'>;

/** An answer this far into its lifetime is renewed behind the caller's back. */
const RENEW_FROM = 0.8;

const MAX_ANSWERS = 10_000;

/**
 * The answers of one source, by what was asked. They are kept with their source, whose credentials they were read with, so no
 * other credentials ever see them.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, CachedAnswer> | null;

  /** @param maxSize of all answers together, by the length of the bodies they came in; 0 for none */
  constructor(maxSize: number) {
    this.#answers = maxSize === 0 ? null : new LRUCache({ max: MAX_ANSWERS, maxSize, perf: Date, ttlResolution: 0 });
  }

  get size(): number {
    return this.#answers?.size ?? 0;
  }

  store(key: string, answer: CachedAnswer, bodySize: number, { lifetimeMs, staleMs }: Lifetime): void {
    if (lifetimeMs === 0) return;
    this.#answers?.set(key, answer, { size: Math.max(1, bodySize), ttl: lifetimeMs + staleMs });
  }

  forget(key: string): void {
    this.#answers?.delete(key);
  }

  clear(): void {
    this.#answers?.clear();
  }

  /** One that needs no asking; `renew` when its lifetime is about to end. */
  fresh(key: string, { lifetimeMs }: Lifetime): { answer: CachedAnswer; renew: boolean } | null {
    const answer = this.#youngerThan(lifetimeMs, key);
    return answer && { answer, renew: ageOf(answer) >= lifetimeMs * RENEW_FROM };
  }

  /** One that will do while the upstream fails, within the ceiling. */
  stale(key: string, { lifetimeMs, staleMs }: Lifetime): CachedAnswer | null {
    return staleMs === 0 ? null : this.#youngerThan(lifetimeMs + staleMs, key);
  }

  #youngerThan(maxAgeMs: number, key: string): CachedAnswer | null {
    const answer = this.#answers?.get(key);
    if (answer === undefined) return null;
    const age = ageOf(answer);
    // The clock was set back: how old it is, nobody knows.
    return age >= 0 && age < maxAgeMs ? answer : null;
  }
}

function ageOf({ observedAt }: CachedAnswer): number {
  return Date.now() - observedAt.getTime();
}
