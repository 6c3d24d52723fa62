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
      if (this.#refusedUntil <= now && this.#underWay > 0) {
        // Those under way may be counted already: the next answer tells.
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
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
      this.#left = seen.remaining === null ? Number.POSITIVE_INFINITY : seen.remaining - (this.#underWay - 1);
    }
    if (refusedUntil !== null) this.#refusedUntil = refusedUntil.getTime();
  }

  giveBack(): void {
    this.#underWay -= 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** When the limit that is spent ends; null if it is not spent. */
  #endsAt(now: number): number | null {
    if (this.#refusedUntil > now) return this.#refusedUntil;
    if (this.#left > 0) return null;
    const resetsAt = this.lastSeen?.resetsAt?.getTime() ?? 0;
    if (resetsAt > now) return resetsAt;
    // A new window. How many it grants is known when the first answer comes.
    this.#left = this.lastSeen?.limit || Number.POSITIVE_INFINITY;
    return null;
  }
}
