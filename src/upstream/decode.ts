import { z } from 'zod';
import { parseMoment } from './moment.ts';
import type { Decoded } from './result.ts';

/*
 * Schemas for the members of upstream responses. A member that is absent, null or of the wrong type becomes null instead of an
 * error, because all three vendors omit members that they document as required.
 */

function member<Value>(read: (value: unknown) => Value | null) {
  // Without `optional`, an object that lacks the member would be rejected before `read` is called.
  return z.unknown().optional().transform(read);
}

/**
 * Text. Numbers become their digits, because some IDs arrive as JSON integers. Lone surrogates, which UTF-8 cannot encode,
 * become U+FFFD.
 */
export const text = member((value) => {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
});

/** Text without which a row is omitted. */
export const requiredText = text.pipe(z.string());

/** More rows than any vendor lists in one response. */
export const MAX_ROWS = 250_000;

/** The rows that can be read. Unreadable rows and rows beyond `MAX_ROWS` are omitted and counted. */
export function readRows<Row>(
  schema: z.ZodType<Row>,
  rows: readonly unknown[],
): Required<Pick<Decoded<Row[]>, 'value' | 'omittedRows'>> {
  const value = rows.slice(0, MAX_ROWS).flatMap((row) => schema.safeParse(row).data ?? []);
  return { value, omittedRows: rows.length - value.length };
}

/**
 * A body with at least one of these members, or with no members at all, because no vendor guarantees any. A body that has only
 * other members, such as a maintenance message, is rejected: it is not an empty list.
 */
export function bodyOf(...known: readonly string[]) {
  return z.record(z.string(), z.unknown()).refine((body) => {
    const members = Object.keys(body);
    return members.length === 0 || members.some((member) => known.includes(member));
  });
}

/**
 * A vendor's error code: a number, or words of letters. Anything else could be any text, such as a key that an error repeats, and
 * becomes null.
 */
export const word = text.transform((code) => {
  const isCode = code !== null && code.length <= 64 && /^(?:\d{1,6}|[A-Za-z]+(?:[-_][A-Za-z]+)*)$/.test(code);
  return isCode ? code : null;
});

export const flag = member((value) => (typeof value === 'boolean' ? value : null));

/** A whole number within GraphQL's Int. */
export const int = member((value) => (typeof value === 'number' && value === (value | 0) ? value : null));

/** A number of things, within GraphQL's Int. */
export const count = member((value) =>
  typeof value === 'number' && value === (value | 0) && value >= 0 ? value : null,
);

/** An unsigned integer of up to 64 bits. */
export const unsigned64 = member((value) => {
  if (typeof value === 'bigint') return value >= 0n && value < 2n ** 64n ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
});

/** A duration, such as milliseconds with decimals. */
export const duration = member((value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null,
);

/** RFC 3339 has the years 0000 to 9999. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

function isInRange(milliseconds: number): boolean {
  return milliseconds >= FIRST_MS && milliseconds < LAST_MS + 1;
}

/** A time in milliseconds since 1970, with decimals; null outside of the years 0000 to 9999. */
export const milliseconds = member((value) => (typeof value === 'number' && isInRange(value) ? value : null));

/** A JSON object with members that the vendor chooses. */
export const members = member((value) => (isObject(value) ? value : null));

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A moment as ISO 8601 text. */
export const moment = member((value) => (typeof value === 'string' ? validDate(parseMoment(value)) : null));

/** Null if it is not a date, or outside of the years 0000 to 9999. */
export function validDate(date: Date | null): Date | null {
  return date !== null && isInRange(date.getTime()) ? date : null;
}
