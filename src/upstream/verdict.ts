import type { UpstreamError } from '../errors.ts';

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

/** Whether cached responses may still be served. Not after the credentials or the request were rejected. */
export function mayServeStale(error: UpstreamError): boolean {
  const { code } = error.problem;
  return isOutage(error) || code === 'UPSTREAM_RATE_LIMITED' || code === 'UPSTREAM_MALFORMED';
}
