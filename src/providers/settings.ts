import { z } from 'zod';

/*
 * The settings that all providers share, and the kinds of values that settings have.
 */

/** A whole number, given as a number or as text, because environment variables are text. */
export function wholeNumberIn(min: number, max: number) {
  const read = (value: unknown) => (typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value);
  return z
    .unknown()
    .transform(read)
    .pipe(
      z.custom<number>((value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max, {
        error: `must be a whole number from ${min} to ${max}`,
        abort: true,
      }),
    );
}

/** The same with a default. */
export function wholeNumber(min: number, max: number, defaultValue: number) {
  return wholeNumberIn(min, max).default(defaultValue);
}

/** A switch: `on` or `off`. `true` and `false` mean the same. */
export const onOrOff = z
  .string()
  .trim()
  .pipe(z.enum(['on', 'off', 'true', 'false'], 'must be on or off'))
  .transform((text) => text === 'on' || text === 'true');

const DAY_MS = 86_400_000;

/** How long responses of one kind are served from the cache. */
export function lifetimeSetting(defaultMs: number) {
  return wholeNumber(0, DAY_MS, defaultMs);
}

/** The settings of every source. */
export const commonSettings = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
  /** For one request, from sending to the last byte of the response. */
  timeoutMs: wholeNumber(1, 600_000, 10_000),
  /** Requests in flight at once, for all operations together. */
  concurrency: wholeNumber(1, 1000, 8),
  /** Maximum number of retries of one request. */
  retries: wholeNumber(0, 10, 2),
  /** The longest wait for a rate limit to reset, or for the time in `Retry-After`. */
  waitMs: wholeNumber(0, 60_000, 2_000),
  /** Consecutive outages that open the circuit breaker. */
  breakAfter: wholeNumber(1, 1000, 5),
  /** How long the circuit breaker stays open before it sends a probe request. */
  breakMs: wholeNumber(1, 600_000, 5_000),
  /** How long past its lifetime a cached response is served as stale, while the source fails or is slow. */
  staleMs: wholeNumber(0, DAY_MS, 300_000),
  /** How long a query waits for a slow source before a stale response is served. */
  maxRefreshWaitMs: wholeNumber(0, 600_000, 1_000),
  /** The largest response body that is read. */
  maxBodyBytes: wholeNumber(1_024, 1_073_741_824, 33_554_432),
  /** Size of the cache: the total length of paths and bodies, in UTF-16 code units. */
  cacheBytes: wholeNumber(0, 1_073_741_824, 16_777_216),
});

export type SourceSettings = z.infer<typeof commonSettings>;

/** Whether a text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** An http or https URL. Messages do not repeat it, because it can contain a password. */
export const httpUrl = z
  .string()
  .refine(isHttpUrl, 'must be an http:// or https:// URL')
  .refine((text) => !/[?#]/.test(text), 'must not contain a query ("?") or a fragment ("#")');

/** A credential that is valid in an HTTP header. Never printed. */
export const secret = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .regex(/^[\x21-\x7e]+$/, 'must not contain spaces, line breaks or characters beyond ASCII');
