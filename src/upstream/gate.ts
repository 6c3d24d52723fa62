import {
  BrokenCircuitError,
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState as CockatielState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { UpstreamError } from '../errors.ts';
import type { CircuitState } from './observer.ts';
import { RateBudget, type RateLimit } from './rateBudget.ts';

export interface GateSettings {
  /** How many calls may be under way at once, for all operations together; more of them wait. */
  readonly concurrency: number;
  /** After so many calls in a row that found the upstream out of order, none is sent for a while. */
  readonly breakAfter: number;
  /** How long that while is; then one call tries whether the upstream is back. */
  readonly breakMs: number;
}

/** Why a call was not sent. */
export class Refusal extends Error {
  readonly reason: 'queue' | 'limit' | 'circuit';
  /** When it may be tried again, if that is known. */
  readonly retryAt: Date | null;

  constructor(reason: Refusal['reason'], { retryAt = null, cause }: { retryAt?: Date | null; cause?: unknown }) {
    super(`Not sent: ${reason}`, { cause });
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

/** The upstream does not work, whatever it is asked. A full rate limit or a nonsensical answer comes from one that does. */
export function isOutOfOrder({ problem: { code } }: UpstreamError): boolean {
  return code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT';
}

/** Waiting calls are closures and promises; so many of them are a few megabytes, and more than can be answered in time. */
const MAX_QUEUE = 10_000;

/** What every call to one source passes before it is sent: its turn, the vendor's rate limit, the circuit breaker. */
export class Gate {
  readonly #settings: GateSettings;
  readonly #bulkhead: BulkheadPolicy;
  readonly #budget = new RateBudget();
  readonly #breaker: CircuitBreakerPolicy;
  #openedAt = 0;

  constructor(settings: GateSettings, onCircuitChange: (state: CircuitState) => void) {
    this.#settings = settings;
    this.#bulkhead = bulkhead(settings.concurrency, MAX_QUEUE);
    // A probe that its caller gave up ends with another error. It proves nothing, so it must not close the circuit.
    const failed = (error: unknown) =>
      error instanceof UpstreamError ? isOutOfOrder(error) : this.circuit === 'half-open';
    this.#breaker = circuitBreaker(handleWhen(failed), {
      breaker: new ConsecutiveBreaker(settings.breakAfter),
      halfOpenAfter: settings.breakMs,
    });
    this.#breaker.onStateChange(() => {
      if (this.circuit === 'open') this.#openedAt = Date.now();
      onCircuitChange(this.circuit);
    });
  }

  get circuit(): CircuitState {
    const { state } = this.#breaker;
    return state === CockatielState.Closed ? 'closed' : state === CockatielState.HalfOpen ? 'half-open' : 'open';
  }

  /** What the vendor's headers last said; null where they have said nothing. */
  get rateLimit(): RateLimit | null {
    return this.#budget.lastSeen;
  }

  /** How many calls are under way, and how many wait for their turn. */
  get load(): { readonly underWay: number; readonly waiting: number } {
    return {
      underWay: this.#settings.concurrency - this.#bulkhead.executionSlots,
      waiting: MAX_QUEUE - this.#bulkhead.queueSlots,
    };
  }

  /**
   * Sends when it may.
   *
   * @param waitMs how long to wait for the rate limit to reset, once it is this call's turn
   * @param deadline when to stop waiting for it in any case, as milliseconds since 1970
   * @throws Refusal
   */
  async pass<Result>(
    send: () => Promise<Result>,
    { signal, waitMs, deadline }: { readonly signal: AbortSignal; readonly waitMs: number; readonly deadline: number },
  ): Promise<Result> {
    try {
      return await this.#bulkhead.execute(async () => {
        this.#assertCircuit();
        const spentUntil = await this.#budget.take(Math.min(deadline, Date.now() + waitMs), signal);
        if (spentUntil !== null) throw new Refusal('limit', { retryAt: spentUntil });
        try {
          this.#assertCircuit();
          return await this.#breaker.execute(send, signal);
        } finally {
          this.#budget.giveBack();
        }
      }, signal);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) throw new Refusal('queue', { cause: error });
      throw error instanceof BrokenCircuitError ? this.#circuitRefusal() : error;
    }
  }

  /**
   * What an answer said of the rate limit.
   *
   * @param refusedUntil when the vendor takes calls again, if it refused this one
   */
  note(seen: RateLimit | null, refusedUntil: Date | null): void {
    this.#budget.note(seen, refusedUntil);
  }

  /** While one call tries whether the upstream is back, the others are told at once rather than made to wait for it. */
  #assertCircuit(): void {
    if (this.circuit === 'half-open') throw this.#circuitRefusal();
  }

  #circuitRefusal(): Refusal {
    const retryAt = new Date(Math.max(Date.now(), this.#openedAt + this.#settings.breakMs));
    return new Refusal('circuit', { retryAt });
  }
}
