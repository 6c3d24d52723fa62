import { UpstreamError, type UpstreamProblemCode } from '../errors.ts';
import type { EventOrigin } from '../telemetry/events.ts';
import { validDate } from './decode.ts';
import type { UpstreamResponse } from './response.ts';

/** The vendor-specific details of a failed response. */
export interface FailureDetails {
  /** The vendor's own error code. */
  readonly vendorCode?: string | null;
  /** What else the status can mean with this vendor: a clause for the message. */
  readonly hint?: string;
  /** True if a retry cannot succeed, even if the status is one that is usually retried. */
  readonly final?: boolean;
  /** Set if the status has another meaning with this vendor. */
  readonly code?: UpstreamProblemCode;
}

/** How long no request is sent to a source after a 429 that does not say when to retry. */
const HOLD_AFTER_429_MS = 10_000;

/** The error for a response with another HTTP status than 200. */
export function httpError(
  origin: EventOrigin,
  response: UpstreamResponse,
  { vendorCode = null, hint = '', final = false, code }: FailureDetails,
): UpstreamError {
  const { status } = response;
  const [usualCode, what] = classify(status);
  const message = `Source "${origin.source}" ${what} (HTTP ${status})${hint && `, ${hint}`}.`;
  return new UpstreamError(code ?? usualCode, message, {
    ...origin,
    httpStatus: status,
    vendorCode,
    ...(final ? { retryable: false } : retryTime(response)),
  });
}

function classify(status: number): [UpstreamProblemCode, string] {
  if (status === 401) return ['UPSTREAM_UNAUTHENTICATED', 'rejected the credentials'];
  if (status === 403) return ['UPSTREAM_FORBIDDEN', 'denied permission'];
  if (status === 408) return ['UPSTREAM_TIMEOUT', 'reported a timeout'];
  if (status === 425) return ['UPSTREAM_UNAVAILABLE', 'was queried too early'];
  if (status === 429) return ['UPSTREAM_RATE_LIMITED', 'reported that its rate limit is exhausted'];
  if (status >= 500) return ['UPSTREAM_UNAVAILABLE', 'failed'];
  if (status >= 400) return ['UPSTREAM_REJECTED', 'rejected the request'];
  if (status >= 300)
    return [
      'UPSTREAM_MALFORMED',
      'sent a redirect, which is not followed because that would send the credentials to another server',
    ];
  return ['UPSTREAM_MALFORMED', 'sent a status that its vendor does not document'];
}

/** When a retry makes sense. After a 429 that names no time to come, Switchboard holds the source back for a while. */
function retryTime(response: UpstreamResponse): { readonly retryAt: Date | null; readonly isHold?: boolean } {
  const { status, rateLimit, receivedAt } = response;
  const named = validDate(retryAfter(response));
  if (named !== null || status !== 429) return { retryAt: named };
  // Vendors send the reset time with every response. It is a reason to wait only if the limit is exhausted.
  const resetsAt = rateLimit?.resetsAt ?? null;
  if (resetsAt !== null && resetsAt > receivedAt) return { retryAt: resetsAt };
  return { retryAt: new Date(receivedAt.getTime() + HOLD_AFTER_429_MS), isHold: true };
}

/** `Retry-After` in either form of RFC 9110 (10.2.3): seconds or a date. */
function retryAfter({ header, receivedAt }: UpstreamResponse): Date | null {
  const value = header('retry-after');
  if (value === null) return null;
  if (/^\s*\d+\s*$/.test(value)) return new Date(receivedAt.getTime() + Number(value) * 1000);
  // `Date` alone would also accept "1.5".
  return /^[A-Za-z]+,? .*GMT$/.test(value) ? new Date(value) : null;
}
