import { setTimeout as sleep } from 'node:timers/promises';
import { UpstreamError } from '../errors.ts';
import type { EventOrigin, UpstreamObserver } from '../telemetry/events.ts';
import type { Exchange, UpstreamRequest } from './exchange.ts';
import { operationTimeoutError, refusalError } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Health } from './health.ts';
import type { WorkLimits } from './inFlight.ts';
import { isTimeout } from './operation.ts';
import { activeContext, type SpanContext } from './requestSpan.ts';
import type { UpstreamResult } from './result.ts';
import type { Retries } from './retries.ts';
import { isOutage } from './verdict.ts';

/** A response to cache. */
export interface Received {
  readonly result: UpstreamResult<unknown>;
  /** In UTF-16 code units. */
  readonly bodySize: number;
}

/** Which attempt of which request this is. */
interface Attempt {
  readonly request: UpstreamRequest<string, unknown>;
  /** Request ID of the operation. */
  readonly requestId: string;
  /** From 1. */
  readonly number: number;
  readonly parent: SpanContext;
}

/** How an attempt ended. `durationMs` counts from sending; null if it was not sent. */
type AttemptEnd =
  | { readonly status: 'received'; readonly received: Received; readonly durationMs: number }
  | { readonly status: 'failed'; readonly error: UpstreamError; readonly durationMs: number }
  | { readonly status: 'refused'; readonly error: UpstreamError; readonly durationMs: null }
  /** Every waiter left. */
  | { readonly status: 'abandoned'; readonly error: UpstreamError | null; readonly durationMs: number | null };

export interface SenderParts {
  readonly origin: EventOrigin;
  readonly exchange: Exchange;
  readonly gate: Gate;
  readonly retries: Retries;
  readonly health: Health;
  readonly observer: UpstreamObserver;
}

/** Sends a request through the gate, repeats it if that may help, and records how each attempt ended. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(
    request: UpstreamRequest<string, unknown>,
    requestId: string,
    limits: WorkLimits,
  ): Promise<Received | UpstreamError> {
    const { origin, retries, health } = this.#parts;
    const parent = activeContext();
    // A refused attempt shows nothing about the upstream, but what an earlier one showed still counts.
    let lastFailure: UpstreamError | null = null;
    for (let number = 1; !limits.signal.aborted; number += 1) {
      const attempt = { request, requestId, number, parent };
      const end = await this.#attempt(attempt, limits);
      if (end.status === 'received') {
        health.succeeded(end.received.result.quality.observedAt);
        this.#report(attempt, end, null);
        return end.received;
      }
      if (end.status === 'abandoned') {
        if (end.error !== null) health.failed(end.error);
        this.#report(attempt, end, null);
        break;
      }
      if (end.status === 'failed') lastFailure = end.error;
      const retryInMs = retries.delayAfter(end.error.problem, number, limits.deadline());
      if (retryInMs === null && lastFailure !== null) health.failed(lastFailure);
      this.#report(attempt, end, retryInMs);
      if (retryInMs === null) return end.error;
      await sleep(retryInMs, undefined, { signal: limits.signal }).catch(() => undefined);
    }
    // Nobody waits for this any more.
    return operationTimeoutError(origin, limits.signal.reason);
  }

  async #attempt(attempt: Attempt, { signal, deadline }: WorkLimits): Promise<AttemptEnd> {
    const { origin, gate, exchange, retries } = this.#parts;
    const permit = await gate.enter(signal, deadline);
    if (permit === null) return { status: 'abandoned', error: null, durationMs: null };
    if (permit.refused !== null) return { status: 'refused', error: refusalError(origin, permit), durationMs: null };

    if (attempt.number === 1) retries.requestSent();
    const sentAt = performance.now();
    const { response, outcome } = await exchange.send(attempt.request, signal, attempt.number, attempt.parent);
    const durationMs = performance.now() - sentAt;
    const error = outcome instanceof UpstreamError ? outcome : null;
    const refusedUntil = error?.problem.code === 'UPSTREAM_RATE_LIMITED' ? error.problem.retryAt : null;
    gate.noteRateLimit(response?.rateLimit ?? null, refusedUntil);

    if (signal.aborted) {
      permit.end('unknown');
      // A deadline that passed while the upstream had the request is the upstream's failure; a client that left is not.
      const late = isTimeout(signal) ? operationTimeoutError(origin, signal.reason) : null;
      return { status: 'abandoned', error: late, durationMs };
    }
    if (outcome instanceof UpstreamError) {
      if (isOutage(outcome)) gate.noteOutage(outcome);
      permit.end(isOutage(outcome) ? 'outage' : 'works');
      return { status: 'failed', error: outcome, durationMs };
    }
    permit.end('works');
    return { status: 'received', received: { result: outcome, bodySize: response?.body.length ?? 0 }, durationMs };
  }

  #report({ request: { kind }, requestId, number }: Attempt, end: AttemptEnd, retryInMs: number | null): void {
    const error = end.status === 'received' ? null : end.error;
    this.#parts.observer.requestEnded({
      ...this.#parts.origin,
      kind,
      requestId,
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

/** The runtime's error code or name, such as `ECONNREFUSED`. Never its message, which holds the address or the body. */
function reasonOf(error: UpstreamError | null): string | null {
  const cause = error?.cause;
  if (!(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
