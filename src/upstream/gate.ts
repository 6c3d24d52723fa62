import type { UpstreamError } from '../errors.ts';
import type { CircuitState } from '../telemetry/events.ts';
import { CircuitBreaker, type CircuitBreakerSettings, type Verdict } from './circuitBreaker.ts';
import type { SharedWork } from './inFlight.ts';
import { RateBudget, type RateLimit } from './rateBudget.ts';
import type { Charge } from './requestBudget.ts';
import { type QueueEnd, RequestQueue } from './requestQueue.ts';

export interface GateSettings extends CircuitBreakerSettings {
  /** Requests in flight at once, for all operations together. */
  readonly concurrency: number;
  /** The longest wait for a rate limit to reset. */
  readonly waitMs: number;
}

/** Why a request was not sent. */
export interface Refusal {
  readonly refused: 'queue' | 'deadline' | 'limit' | 'share' | 'circuit';
  /** When it can be sent; null if unknown. */
  readonly retryAt: Date | null;
  /** The outage that opened the circuit. */
  readonly lastOutage: UpstreamError | null;
}

/** Permission to send one request. It must be ended exactly once. */
export interface Permit {
  readonly refused: null;
  end(verdict: Verdict): void;
}

/** Null: the work was aborted. */
type Entered = Permit | Refusal | null;

/** A waiting request takes a few hundred bytes. Requests beyond this number would reach their deadline in the queue. */
const MAX_WAITING = 10_000;

/** Every request to one source passes the gate before it is sent: circuit breaker, queue, and the vendor's rate limit. */
export class Gate {
  readonly #waitMs: number;
  readonly #queue: RequestQueue;
  readonly #budget = new RateBudget();
  readonly #breaker: CircuitBreaker;
  #lastOutage: UpstreamError | null = null;

  constructor(settings: GateSettings, onCircuitChange: (state: CircuitState) => void) {
    this.#waitMs = settings.waitMs;
    this.#queue = new RequestQueue(settings.concurrency, MAX_WAITING);
    this.#breaker = new CircuitBreaker(settings, onCircuitChange);
  }

  get circuit(): CircuitState {
    return this.#breaker.state;
  }

  /** The last rate limit that the vendor's headers reported; null if they have reported none. */
  get rateLimit(): RateLimit | null {
    return this.#budget.lastSeen;
  }

  get load(): { readonly inFlight: number; readonly waiting: number } {
    const { inFlight, waiting } = this.#queue;
    return { inFlight, waiting };
  }

  /**
   * Waits until a request may be sent. Most need not wait.
   *
   * @returns null if the work was aborted while waiting
   */
  enter(work: SharedWork, { number }: Charge): Entered | Promise<Entered> {
    const refusal = this.#refusalOf(number);
    if (refusal !== null) return refusal;
    const end = this.#queue.enter(work);
    return end instanceof Promise
      ? end.then((later) => this.#queued(later, work, number))
      : this.#queued(end, work, number);
  }

  /**
   * Records the rate limit that a response reported.
   *
   * @param refusedUntil when to retry, if the vendor rejected the request because of its rate limit
   */
  noteRateLimit(seen: RateLimit | null, refusedUntil: Date | null): void {
    this.#budget.note(seen, refusedUntil);
  }

  /** Records the outage that is named in errors while the circuit is open. */
  noteOutage(error: UpstreamError): void {
    this.#lastOutage = error;
  }

  #queued(end: QueueEnd, work: SharedWork, number: number): Entered | Promise<Entered> {
    if (end === 'aborted') return null;
    if (end === 'full') return this.#refusal('queue', null);
    // Refreshes in the background wait for no client. Without this they would hold up those that come after them.
    const isLate = Date.now() >= work.deadline;
    const refusal = isLate ? this.#refusal('deadline', null) : this.#refusalOf(number);
    if (refusal !== null) return this.#turnedAway(refusal);
    return this.#budget.takeNow() ? this.#permit() : this.#enterAtReset(work, number);
  }

  /** Waits for the rate limit to reset. */
  async #enterAtReset({ signal, deadline }: SharedWork, number: number): Promise<Entered> {
    const exhaustedUntil = await this.#budget.take(Math.min(deadline, Date.now() + this.#waitMs), signal);
    if (exhaustedUntil === 'aborted') return this.#turnedAway(null);
    if (exhaustedUntil !== null) return this.#turnedAway(this.#refusal('limit', exhaustedUntil));
    const refusal = this.#refusalOf(number);
    if (refusal === null) return this.#permit();
    this.#budget.giveBack(false);
    return this.#turnedAway(refusal);
  }

  /** Gives back the place in the queue. */
  #turnedAway<Reason extends Refusal | null>(reason: Reason): Reason {
    this.#queue.leave();
    return reason;
  }

  #permit(): Permit {
    const isProbe = this.#breaker.started();
    return {
      refused: null,
      end: (verdict) => {
        this.#breaker.ended(isProbe, verdict);
        this.#budget.giveBack(true);
        this.#queue.leave();
      },
    };
  }

  /** Checked before and after each wait, so that requests fail at once while a probe request is in flight. */
  #refusalOf(number: number): Refusal | null {
    if (!this.#breaker.permits) return this.#refusal('circuit', this.#breaker.retryAt);
    if (this.#budget.exceedsShare(number, Date.now() + this.#waitMs)) return this.#refusal('share', null);
    return null;
  }

  #refusal(refused: Refusal['refused'], retryAt: Date | null): Refusal {
    return { refused, retryAt, lastOutage: this.#lastOutage };
  }
}
