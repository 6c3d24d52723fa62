import type { UpstreamError, UpstreamProblemCode } from '../errors.ts';
import type { Upstream, UpstreamResponse } from './upstream.ts';

/** What only the provider can tell of a failed answer. */
export interface VendorDetails {
  readonly vendorCode?: string | null;
  /** By the vendor's own rate-limit header. `Retry-After` comes first where both are there. */
  readonly limitResetsAt?: Date | null;
  /** What else the status can mean with this vendor: a clause. */
  readonly hint?: string;
}

/** An answer that is no success, as an error, by its HTTP status. */
export function httpError(
  upstream: Upstream,
  response: UpstreamResponse,
  { vendorCode = null, limitResetsAt = null, hint = '' }: VendorDetails,
): UpstreamError {
  const [code, what] = classify(response.status);
  // Vendors say it with every answer; it is a reason to wait only when the limit is spent.
  const limitEndsAt = response.status === 429 ? limitResetsAt : null;
  return upstream.error(code, `Source "${upstream.source}" ${what} (HTTP ${response.status})${hint && `, ${hint}`}.`, {
    httpStatus: response.status,
    vendorCode,
    retryAt: validDate(retryAfter(response)) ?? validDate(limitEndsAt),
  });
}

function classify(status: number): [UpstreamProblemCode, string] {
  if (status === 401) return ['UPSTREAM_UNAUTHENTICATED', 'refused our credentials'];
  if (status === 403) return ['UPSTREAM_FORBIDDEN', 'does not allow this'];
  if (status === 408) return ['UPSTREAM_TIMEOUT', 'gave up waiting'];
  if (status === 429) return ['UPSTREAM_RATE_LIMITED', 'has spent its rate limit'];
  if (status >= 500) return ['UPSTREAM_UNAVAILABLE', 'is out of order'];
  if (status >= 400) return ['UPSTREAM_REJECTED', 'refused the request'];
  return ['UPSTREAM_MALFORMED', 'answered with a status that its vendor does not document'];
}

/** `Retry-After` in either form that RFC 9110 (10.2.3) allows: seconds, or a date. */
function retryAfter({ header, receivedAt }: UpstreamResponse): Date | null {
  const value = header('retry-after');
  if (value === null) return null;
  return new Date(/^\d+$/.test(value) ? receivedAt.getTime() + Number(value) * 1000 : value);
}

/** Null for what is no date, or beyond what a Date holds. */
function validDate(date: Date | null): Date | null {
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
