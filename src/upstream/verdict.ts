import type { UpstreamError, UpstreamProblemCode } from '../errors.ts';

/*
 * What an error means for the upstream as a whole.
 */

/** Whether other requests would fail too. An upstream that reports a rate limit or sends unreadable data has no outage. */
export function isOutage({ problem: { code } }: UpstreamError): boolean {
  return code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT';
}

/** Whether the upstream rejected the content of the request, and not the account. */
export function isRejection({ problem: { code, httpStatus } }: UpstreamError): boolean {
  // 402 means that the account has no credits left.
  return code === 'UPSTREAM_REJECTED' && httpStatus !== null && httpStatus >= 400 && httpStatus !== 402;
}

/** The errors after which cached responses may still be served. Not if the credentials or the request were rejected. */
const STALE_SERVED: ReadonlySet<UpstreamProblemCode> = new Set([
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_RATE_LIMITED',
  'UPSTREAM_MALFORMED',
  'UPSTREAM_BUDGET_EXHAUSTED',
]);

export function mayServeStale({ problem: { code } }: UpstreamError): boolean {
  return STALE_SERVED.has(code);
}

/** Whether the request was not sent because of the operation that started it. Other operations can still send it. */
export function isBudgetExhausted({ problem: { code } }: UpstreamError): boolean {
  return code === 'UPSTREAM_BUDGET_EXHAUSTED';
}
