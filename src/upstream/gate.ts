import {
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
  #lastOutage: UpstreamError | null = null;

  constructor(settings: GateSettings, onCircuitChange: (state: CircuitState) => void) {
    this.#settings = settings;
    this.#bulkhead = bulkhead(settings.concurrency, MAX_QUEUE);
    const isFailure = (error: unknown) => error instanceof UpstreamError || error instanceof AbandonedProbe;
    this.#breaker = circuitBreaker(handleWhen(isFailure), {
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
    this.#assertCircuit();
    try {
      return await this.#bulkhead.execute(async () => {
        this.#assertCircuit();
        const spentUntil = await this.#budget.take(Math.min(deadline, Date.now() + waitMs), signal);
        if (spentUntil !== null) throw new Refusal('limit', { retryAt: spentUntil });
        let sent = false;
        try {
          this.#assertCircuit();
          sent = true;
          return await this.#sendJudged(send);
        } finally {
          this.#budget.giveBack(sent);
        }
      }, signal);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new Refusal('queue', { cause: error }) : error;
    }
  }

  /** Lets the circuit breaker see what a call says of the upstream, which is not the same as whether it went well. */
  async #sendJudged<Result>(send: () => Promise<Result>): Promise<Result> {
    const isProbe = this.circuit === 'open';
    const settled = async () => {
      try {
        return { result: await send() };
      } catch (error) {
        if (error instanceof UpstreamError) {
          // It works: what it says of this request is another matter.
          if (!isOutOfOrder(error)) return { error };
          this.#lastOutage = error;
        } else if (isProbe) throw new AbandonedProbe('Given up', { cause: error });
        throw error;
      }
    };
    const end = await this.#breaker.execute(settled).catch((error: unknown) => {
      throw error instanceof AbandonedProbe ? error.cause : error;
    });
    if ('error' in end) throw end.error;
    return end.result;
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
    const { circuit } = this;
    const mayProbeAt = this.#openedAt + this.#settings.breakMs;
    if (circuit === 'closed' || (circuit === 'open' && Date.now() >= mayProbeAt)) return;
    throw new Refusal('circuit', { retryAt: new Date(Math.max(Date.now(), mayProbeAt)), cause: this.#lastOutage });
  }
}

/** A call that was to try whether the upstream is back, and was given up. It proves nothing, so the circuit stays open. */
class AbandonedProbe extends Error {}
