import { int, validDate } from './decode.ts';
import type { RateLimit } from './rateBudget.ts';

/** A vendor's rate-limit headers; null for a header that was not sent. */
export interface RateLimitHeaders {
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly reset: string | null;
  /** The meaning of the number in `reset`, which differs between vendors. */
  readonly resetsAt: (seconds: number) => Date;
}

/** The rate limit in these headers; null if no header contains a number. */
export function rateLimitOf({ limit, remaining, reset, resetsAt }: RateLimitHeaders): RateLimit | null {
  const seconds = number(reset);
  const seen = {
    limit: number(limit),
    remaining: number(remaining),
    resetsAt: seconds === null ? null : validDate(resetsAt(seconds)),
  };
  return seen.limit === null && seen.remaining === null && seen.resetsAt === null ? null : seen;
}

/** The first number, because vendors with several limits list all of them. */
function number(header: string | null): number | null {
  if (header === null) return null;
  const digits = /^\s*(\d+)/.exec(header)?.[1];
  return digits === undefined ? null : int(Number(digits));
}
