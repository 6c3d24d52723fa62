import { UpstreamError } from '../errors.ts';
import type { EventOrigin, UpstreamObserver } from '../telemetry/events.ts';
import type { Verdict } from './circuitBreaker.ts';
import type { Exchange, Exchanged, UpstreamRequest } from './exchange.ts';
import { operationTimeoutError, refusalError } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Health } from './health.ts';
import type { SharedWork } from './inFlight.ts';
import type { Charge } from './requestBudget.ts';
import { activeContext, type SpanContext } from './requestSpan.ts';
import type { UpstreamResult } from './result.ts';
import type { Retries } from './retries.ts';
import { pause, type Signal } from './signal.ts';
import { isOutage, isRejection } from './verdict.ts';

/** A response to cache. */
export interface Received {
  readonly result: UpstreamResult<unknown>;
  /** In UTF-16 code units. */
  readonly bodySize: number;
}

interface Attempt {
  readonly request: UpstreamRequest<string, unknown>;
  readonly charge: Charge;
  readonly work: SharedWork;
  /** From 1. */
  readonly number: number;
  readonly parent: SpanContext;
}

/** How an attempt ended. `durationMs` counts from sending; null if the request was not sent. `abandoned`: every waiter left. */
type AttemptEnd =
  | SentEnd
  | { readonly status: 'refused'; readonly error: UpstreamError; readonly durationMs: null }
  | { readonly status: 'abandoned'; readonly error: null; readonly durationMs: null };

type SentEnd =
  | { readonly status: 'received'; readonly received: Received; readonly durationMs: number }
  | { readonly status: 'failed'; readonly error: UpstreamError; readonly durationMs: number }
  /** The error is set if the deadline passed. */
  | { readonly status: 'abandoned'; readonly error: UpstreamError | null; readonly durationMs: number };

export interface SenderParts {
  readonly origin: EventOrigin;
  readonly exchange: Exchange;
  readonly gate: Gate;
  readonly retries: Retries;
  readonly health: Health;
  readonly observer: UpstreamObserver;
}

/** Sends a request through the gate, with retries, and records how each attempt ended. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(
    request: UpstreamRequest<string, unknown>,
    charge: Charge,
    work: SharedWork,
  ): Promise<Received | UpstreamError> {
    const { origin, health } = this.#parts;
    const parent = activeContext();
    // What counts against the health of the source; null if the upstream did not fail. A refused attempt does not count.
    let failure: UpstreamError | null = null;
    let error: UpstreamError | null = null;
    for (let number = 1; error === null && !work.signal.aborted; number += 1) {
      const attempt = { request, charge, work, number, parent };
      const end = await this.#attempt(attempt);
      failure = failureOf(end) ?? failure;
      const retryInMs = this.#retryDelay(end, attempt);
      this.#report(attempt, end, retryInMs);
      if (end.status === 'received') {
        health.succeeded(end.received.result.quality.observedAt);
        return end.received;
      }
      if (end.status === 'abandoned') break;
      if (retryInMs === null) error = end.error;
      else await pause(retryInMs, work.signal);
    }
    if (failure !== null && !isExpected(failure, request)) health.failed(failure);
    // Without an error, every waiter left, or the source is being closed.
    return error ?? operationTimeoutError(origin, work.signal.reason);
  }

  async #attempt(attempt: Attempt): Promise<AttemptEnd> {
    const { origin, gate, exchange, retries } = this.#parts;
    const { request, charge, work, number, parent } = attempt;
    const permit = await gate.enter(work, charge);
    if (permit === null) return { status: 'abandoned', error: null, durationMs: null };
    if (permit.refused !== null) return { status: 'refused', error: refusalError(origin, permit), durationMs: null };

    charge.sent();
    if (number === 1) retries.requestSent();
    let verdict: Verdict = 'unknown';
    try {
      const sentAt = performance.now();
      const exchanged = await exchange.send(request, work.signal, number, parent);
      const end = this.#endOf(exchanged, work.signal, performance.now() - sentAt);
      verdict = verdictOf(end);
      return end;
    } finally {
      // After an internal error too: a permit that never ends would block the queue or the circuit breaker permanently.
      permit.end(verdict);
    }
  }

  #endOf({ response, outcome }: Exchanged, signal: Signal, durationMs: number): SentEnd {
    const { origin, gate } = this.#parts;
    const error = outcome instanceof UpstreamError ? outcome : null;
    const refusedUntil = error?.problem.code === 'UPSTREAM_RATE_LIMITED' ? error.problem.retryAt : null;
    gate.noteRateLimit(response?.rateLimit ?? null, refusedUntil);

    if (signal.aborted) {
      // If the deadline passed while the upstream had the request, the upstream failed. If the client disconnected, it did not.
      const late = signal.isTimeout ? operationTimeoutError(origin, signal.reason) : null;
      return { status: 'abandoned', error: late, durationMs };
    }
    if (outcome instanceof UpstreamError) {
      if (isOutage(outcome)) gate.noteOutage(outcome);
      return { status: 'failed', error: outcome, durationMs };
    }
    return { status: 'received', received: { result: outcome, bodySize: response?.body.length ?? 0 }, durationMs };
  }

  #retryDelay(end: AttemptEnd, { work, number }: Attempt): number | null {
    if (end.status === 'received' || end.status === 'abandoned') return null;
    return this.#parts.retries.delayAfter(end.error, number, work.deadline);
  }

  #report({ request: { kind }, work, number }: Attempt, end: AttemptEnd, retryInMs: number | null): void {
    const error = end.status === 'received' ? null : end.error;
    this.#parts.observer.requestEnded({
      ...this.#parts.origin,
      kind,
      requestId: work.requesters.first.requestId,
      attempt: number,
      sent: end.durationMs !== null,
      durationMs: end.durationMs ?? 0,
      abandoned: end.status === 'abandoned',
      problem: error?.problem ?? null,
      reason: end.status === 'abandoned' ? null : reasonOf(error),
      retryInMs,
    });
  }
}

/** Whether the upstream rejected a request that it may reject. */
function isExpected(failure: UpstreamError, { mayBeRejectedWith }: UpstreamRequest<string, unknown>): boolean {
  return isRejection(failure) && mayBeRejectedWith?.(failure.problem.httpStatus ?? 0) === true;
}

function failureOf(end: AttemptEnd): UpstreamError | null {
  return end.status === 'failed' || end.status === 'abandoned' ? end.error : null;
}

function verdictOf(end: SentEnd): Verdict {
  if (end.status === 'abandoned') return 'unknown';
  return end.status === 'failed' && isOutage(end.error) ? 'outage' : 'works';
}

/** The runtime's error code or name, such as `ECONNREFUSED`. Never its message, which holds the address or the body. */
function reasonOf(error: UpstreamError | null): string | null {
  const cause = error?.cause;
  if (!(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
