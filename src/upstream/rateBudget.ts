import { pause, type Signal } from './signal.ts';

/** A rate limit as response headers report it; the parent of the schema's type of the same name. */
export interface RateLimit {
  /** Requests allowed in a window. */
  readonly limit: number | null;
  /** Requests left in this window. */
  readonly remaining: number | null;
  /** When the next window begins. */
  readonly resetsAt: Date | null;
}

/** Delays requests that the vendor would reject because of its rate limit. */
export class RateBudget {
  /** The last rate limit that was reported; null if none has been. */
  lastSeen: RateLimit | null = null;
  /** Requests that the last reported limit still allows. */
  #left = Number.POSITIVE_INFINITY;
  #refusedUntil = 0;
  #resetsAt = 0;
  #inFlight = 0;
  #waiting: (() => void)[] = [];

  /** Takes a request, if the limit allows one now. Every request that is taken must be given back. */
  takeNow(): boolean {
    if (this.#endsAt(Date.now()) !== null) return false;
    this.#left -= 1;
    this.#inFlight += 1;
    return true;
  }

  /**
   * Waits until the limit allows a request, and takes it.
   *
   * @param latest when to stop waiting, in milliseconds since 1970
   * @returns null if the request is taken; the time of the reset if it is later than `latest`; `aborted` if the signal was aborted
   */
  async take(latest: number, signal: Signal): Promise<Date | 'aborted' | null> {
    while (!signal.aborted) {
      if (this.takeNow()) return null;
      const now = Date.now();
      const endsAt = this.#endsAt(now) ?? now;
      if (this.#refusedUntil <= now && this.#inFlight > 0 && now < latest) {
        // The last report may already include the requests in flight. The next response shows how many are left.
        await pause(Math.min(endsAt, latest) - now, signal, (end) => this.#waiting.push(end));
      } else if (endsAt > latest) {
        return new Date(endsAt);
      } else {
        await pause(endsAt - now, signal);
      }
    }
    return 'aborted';
  }

  /**
   * Whether this request would leave less than half of a window to all other operations. It counts only if a window that is used up
   * makes them fail: if the next one begins by `latest`, they wait for it.
   *
   * @param number counts the requests of one operation, from 1
   */
  exceedsShare(number: number, latest: number): boolean {
    const limit = this.lastSeen?.limit ?? null;
    return limit !== null && this.#resetsAt > latest && number > Math.max(1, Math.floor(limit / 2));
  }

  /** Records the limit that a response reported. To be called before its request is given back. */
  note(seen: RateLimit | null, refusedUntil: Date | null): void {
    if (seen !== null) {
      this.lastSeen = seen;
      this.#resetsAt = seen.resetsAt === null ? 0 : atMostAnHourAway(seen.resetsAt);
      this.#left = seen.remaining === null ? Number.POSITIVE_INFINITY : seen.remaining - (this.#inFlight - 1);
    }
    if (refusedUntil !== null) this.#refusedUntil = atMostAnHourAway(refusedUntil);
  }

  /** @param sent whether the request was sent, so that the vendor counts it */
  giveBack(sent: boolean): void {
    this.#inFlight -= 1;
    if (!sent) this.#left += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** When the exhausted limit resets; null if it is not exhausted. */
  #endsAt(now: number): number | null {
    if (this.#refusedUntil > now) return this.#refusedUntil;
    if (this.#left > 0) return null;
    const resetsAt = this.#resetsAt;
    if (resetsAt > now) return resetsAt;
    // A new window has begun. Its first response will show how many requests it allows.
    this.#left = this.lastSeen?.limit || Number.POSITIVE_INFINITY;
    return null;
  }
}

/** No vendor's window is longer. A later date is an error of the vendor: without this maximum the source would stay blocked. */
const MAX_WAIT_MS = 3_600_000;

function atMostAnHourAway(moment: Date): number {
  return Math.min(moment.getTime(), Date.now() + MAX_WAIT_MS);
}
