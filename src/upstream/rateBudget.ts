import { setTimeout as sleep } from 'node:timers/promises';

/** A rate limit as response headers tell it; the resolver's parent of the schema's type of the same name. */
export interface RateLimit {
  /** Calls allowed in a window. */
  readonly limit: number | null;
  /** Calls left in this window. */
  readonly remaining: number | null;
  /** When the next window begins. */
  readonly resetsAt: Date | null;
}

/** Keeps calls back that a vendor would refuse. */
export class RateBudget {
  /** What the headers last said; null where they have said nothing. */
  lastSeen: RateLimit | null = null;
  /** Of the calls that the headers last granted, those that nobody has taken yet. */
  #left = Number.POSITIVE_INFINITY;
  #refusedUntil = 0;
  #resetsAt = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  /**
   * Waits for a call to be free, and takes it. Every call taken must be given back.
   *
   * @param latest how long to wait, as milliseconds since 1970
   * @returns null if it is taken; when the limit ends, if that is later than `latest`
   */
  async take(latest: number, signal: AbortSignal): Promise<Date | null> {
    for (;;) {
      const now = Date.now();
      const endsAt = this.#endsAt(now);
      if (endsAt === null) break;
      if (this.#refusedUntil <= now && this.#underWay > 0 && now < latest) {
        // Those under way may be counted already: the next answer tells.
        await this.#answerOr(Math.min(endsAt, latest) - now, signal);
      } else if (endsAt > latest) {
        return new Date(endsAt);
      } else {
        await sleep(endsAt - now, undefined, { signal });
      }
      signal.throwIfAborted();
    }
    this.#left -= 1;
    this.#underWay += 1;
    return null;
  }

  /** What the answer to a call that is not yet given back said. */
  note(seen: RateLimit | null, refusedUntil: Date | null): void {
    if (seen !== null) {
      this.lastSeen = seen;
      this.#resetsAt = seen.resetsAt === null ? 0 : soon(seen.resetsAt);
      this.#left = seen.remaining === null ? Number.POSITIVE_INFINITY : seen.remaining - (this.#underWay - 1);
    }
    if (refusedUntil !== null) this.#refusedUntil = soon(refusedUntil);
  }

  /** @param sent whether the vendor can have counted it */
  giveBack(sent: boolean): void {
    this.#underWay -= 1;
    if (!sent) this.#left += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Until a call is given back, or so long. */
  async #answerOr(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const slept = new AbortController();
    try {
      await Promise.race([promise, sleep(ms, undefined, { signal: AbortSignal.any([signal, slept.signal]) })]);
    } finally {
      slept.abort();
    }
  }

  /** When the limit that is spent ends; null if it is not spent. */
  #endsAt(now: number): number | null {
    if (this.#refusedUntil > now) return this.#refusedUntil;
    if (this.#left > 0) return null;
    const resetsAt = this.#resetsAt;
    if (resetsAt > now) return resetsAt;
    // A new window. How many it grants is known when the first answer comes.
    this.#left = this.lastSeen?.limit || Number.POSITIVE_INFINITY;
    return null;
  }
}

/** No vendor's window is that long. A date further away is a slip, and must not silence a source: one call an hour finds out. */
const LONGEST_MS = 3_600_000;

function soon(moment: Date): number {
  return Math.min(moment.getTime(), Date.now() + LONGEST_MS);
}
