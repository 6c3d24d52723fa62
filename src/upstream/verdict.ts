import type { UpstreamError } from '../errors.ts';

/*
 * What an error says about the upstream as a whole.
 */

/** The upstream does not work, whatever is requested. An exhausted rate limit or an unreadable response comes from one that does. */
export function isOutage({ problem: { code } }: UpstreamError): boolean {
  return code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT';
}

/** The upstream rejected this one request, for what the client put into it. That says nothing about the upstream's health. */
export function isCausedByRequest({ problem: { code, httpStatus } }: UpstreamError): boolean {
  // 402 means that the account has no credits left.
  return code === 'UPSTREAM_REJECTED' && httpStatus !== null && httpStatus >= 400 && httpStatus !== 402;
}

/** Whether cached responses may still be served. Not after the credentials or the request were rejected. */
export function mayServeStale(error: UpstreamError): boolean {
  const { code } = error.problem;
  return isOutage(error) || code === 'UPSTREAM_RATE_LIMITED' || code === 'UPSTREAM_MALFORMED';
}
