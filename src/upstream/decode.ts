import { z } from 'zod';
import type { Decoded } from './result.ts';

/*
 * How upstream members are read. A member that is absent, null or of the wrong type becomes null, never an exception, because no
 * vendor keeps to its own list of required members.
 */

function member<Value>(read: (value: unknown) => Value | null) {
  // Without `optional`, an object that lacks the member would be rejected before `read` is called.
  return z.unknown().optional().transform(read);
}

/** Text. Numbers become their digits, because some IDs arrive as JSON integers. */
export const text = member((value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
});

/** Text that a row cannot do without. */
export const requiredText = text.pipe(z.string());

/** More rows than any vendor lists in one response. */
const MAX_ROWS = 100_000;

/** The rows that can be read. One unreadable row costs only that row; it is counted, as are rows beyond `MAX_ROWS`. */
export function readRows<Row>(
  schema: z.ZodType<Row>,
  rows: readonly unknown[],
): Required<Pick<Decoded<Row[]>, 'value' | 'omittedRows'>> {
  const value = rows.slice(0, MAX_ROWS).flatMap((row) => schema.safeParse(row).data ?? []);
  return { value, omittedRows: rows.length - value.length };
}

/**
 * A body with at least one of these members, or with no members at all: no vendor promises any. A body with other members only,
 * such as a maintenance message, must not pass for an empty list.
 */
export function bodyOf(...known: readonly string[]) {
  return z.record(z.string(), z.unknown()).refine((body) => {
    const members = Object.keys(body);
    return members.length === 0 || members.some((member) => known.includes(member));
  });
}

/** A vendor's error code: one word. Anything longer might be any text, and is not shown. */
export const word = text.transform((code) => (code !== null && /^[\w-]{1,64}$/.test(code) ? code : null));

export const flag = member((value) => (typeof value === 'boolean' ? value : null));

/** A whole number within GraphQL's Int. */
export const int = member((value) => (typeof value === 'number' && value === (value | 0) ? value : null));

/** Any JSON number, such as milliseconds with decimals. */
export const float = member((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));

/** A time in milliseconds since 1970, with decimals; null if a Date cannot hold it. */
export const milliseconds = member((value) => (typeof value === 'number' && Math.abs(value) <= 8.64e15 ? value : null));

/** A whole number of any size. */
export const integer = member((value) =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)) ? value : null,
);

/** A JSON object with members that the vendor chooses. */
export const members = member((value) => (isObject(value) ? value : null));

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A moment as RFC 3339 text, with any number of decimals of a second. */
export const moment = member((value) => {
  // `Date` alone would make a date of "Line 1" too.
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return null;
  return validDate(new Date(value));
});

/** Null if it is not a date, or if a Date cannot hold it. */
export function validDate(date: Date | null): Date | null {
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
