import { setTimeout as sleep } from 'node:timers/promises';

/** A rate limit as response headers report it; the parent of the schema's type of the same name. */
export interface RateLimit {
  /** Requests allowed in a window. */
  readonly limit: number | null;
  /** Requests left in this window. */
  readonly remaining: number | null;
  /** When the next window begins. */
  readonly resetsAt: Date | null;
}

/** Holds back requests that the vendor would refuse. */
export class RateBudget {
  /** The last rate limit that was reported; null if none has been. */
  lastSeen: RateLimit | null = null;
  /** Requests that the last report allowed and nobody has taken yet. */
  #left = Number.POSITIVE_INFINITY;
  #refusedUntil = 0;
  #resetsAt = 0;
  #inFlight = 0;
  #waiting: (() => void)[] = [];

  /**
   * Waits until a request is allowed, and takes it. Every request taken must be given back.
   *
   * @param latest how long to wait, in milliseconds since 1970
   * @returns null if it is taken; when the limit resets, if that is later than `latest`; `aborted` if the signal is
   */
  async take(latest: number, signal: AbortSignal): Promise<Date | 'aborted' | null> {
    for (;;) {
      const now = Date.now();
      const endsAt = this.#endsAt(now);
      if (endsAt === null) break;
      if (this.#refusedUntil <= now && this.#inFlight > 0 && now < latest) {
        // The report may count requests in flight already: the next response tells.
        await this.#responseOr(Math.min(endsAt, latest) - now, signal);
      } else if (endsAt > latest) {
        return new Date(endsAt);
      } else {
        await sleep(endsAt - now, undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) return 'aborted';
    }
    this.#left -= 1;
    this.#inFlight += 1;
    return null;
  }

  /** Records the report of a response whose request is not given back yet. */
  note(seen: RateLimit | null, refusedUntil: Date | null): void {
    if (seen !== null) {
      this.lastSeen = seen;
      this.#resetsAt = seen.resetsAt === null ? 0 : atMostAnHourAway(seen.resetsAt);
      this.#left = seen.remaining === null ? Number.POSITIVE_INFINITY : seen.remaining - (this.#inFlight - 1);
    }
    if (refusedUntil !== null) this.#refusedUntil = atMostAnHourAway(refusedUntil);
  }

  /** @param sent whether the vendor can have counted it */
  giveBack(sent: boolean): void {
    this.#inFlight -= 1;
    if (!sent) this.#left += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Waits until a request is given back, or for so long. */
  async #responseOr(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const timer = new AbortController();
    const elapsed = sleep(ms, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined);
    await Promise.race([promise, elapsed]);
    timer.abort();
  }

  /** When an exhausted limit resets; null if it is not exhausted. */
  #endsAt(now: number): number | null {
    if (this.#refusedUntil > now) return this.#refusedUntil;
    if (this.#left > 0) return null;
    const resetsAt = this.#resetsAt;
    if (resetsAt > now) return resetsAt;
    // A new window. How many requests it allows is known when its first response arrives.
    this.#left = this.lastSeen?.limit || Number.POSITIVE_INFINITY;
    return null;
  }
}

/** No vendor's window is longer. A date further away is an error, and must not silence a source: one request an hour finds out. */
const LONGEST_MS = 3_600_000;

function atMostAnHourAway(moment: Date): number {
  return Math.min(moment.getTime(), Date.now() + LONGEST_MS);
}
