import type { UpstreamError, UpstreamProblemCode } from '../errors.ts';
import { validDate } from './decode.ts';
import type { Upstream, UpstreamResponse } from './upstream.ts';

/** What only the provider can tell of a failed answer. */
export interface VendorDetails {
  readonly vendorCode?: string | null;
  /** What else the status can mean with this vendor: a clause. */
  readonly hint?: string;
  /** Set where neither waiting nor asking again helps, whatever the status says. */
  readonly final?: boolean;
}

/** An answer that is no success, as an error, by its HTTP status. */
export function httpError(
  upstream: Upstream,
  response: UpstreamResponse,
  { vendorCode = null, hint = '', final = false }: VendorDetails,
): UpstreamError {
  const { status, rateLimit } = response;
  const [code, what] = classify(status);
  // Vendors say it with every answer; it is a reason to wait only when the limit is spent.
  const limitEndsAt = status === 429 ? (rateLimit?.resetsAt ?? null) : null;
  return upstream.error(code, `Source "${upstream.source}" ${what} (HTTP ${status})${hint && `, ${hint}`}.`, {
    httpStatus: status,
    vendorCode,
    ...(final ? { retryable: false } : { retryAt: validDate(retryAfter(response)) ?? limitEndsAt }),
  });
}

function classify(status: number): [UpstreamProblemCode, string] {
  if (status === 401) return ['UPSTREAM_UNAUTHENTICATED', 'refused our credentials'];
  if (status === 403) return ['UPSTREAM_FORBIDDEN', 'does not allow this'];
  if (status === 408) return ['UPSTREAM_TIMEOUT', 'gave up waiting'];
  if (status === 425) return ['UPSTREAM_UNAVAILABLE', 'was asked too early'];
  if (status === 429) return ['UPSTREAM_RATE_LIMITED', 'has spent its rate limit'];
  if (status >= 500) return ['UPSTREAM_UNAVAILABLE', 'is out of order'];
  if (status >= 400) return ['UPSTREAM_REJECTED', 'refused the request'];
  if (status >= 300) return ['UPSTREAM_MALFORMED', 'sent us elsewhere, where we do not go with its credentials'];
  return ['UPSTREAM_MALFORMED', 'answered with a status that its vendor does not document'];
}

/** `Retry-After` in either form that RFC 9110 (10.2.3) allows: seconds, or a date. */
function retryAfter({ header, receivedAt }: UpstreamResponse): Date | null {
  const value = header('retry-after');
  if (value === null) return null;
  if (/^\s*\d+\s*$/.test(value)) return new Date(receivedAt.getTime() + Number(value) * 1000);
  // `Date` alone would make a date of "1.5" too.
  return /^[A-Za-z]+,? .*GMT$/.test(value) ? new Date(value) : null;
}
