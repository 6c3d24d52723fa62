import { z } from 'zod';

/*
 * How upstream members are read: one that is absent, null or of the wrong kind is null, never an exception. None of the vendors
 * keeps to its own list of required members.
 */

function member<Value>(read: (value: unknown) => Value | null) {
  // Without `optional` an object that lacks the member would be refused before `read` saw it.
  return z.unknown().optional().transform(read);
}

/** Text; numbers become their digits, because some ids come as JSON integers. */
export const text = member((value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
});

/** Text without which the row is of no use. */
export const requiredText = text.pipe(z.string());

/** The rows that can be read, and how many others there were: one broken row costs that row. */
export function readRows<Row>(schema: z.ZodType<Row>, rows: readonly unknown[]): { rows: Row[]; brokenRows: number } {
  const readable = rows.flatMap((row) => schema.safeParse(row).data ?? []);
  return { rows: readable, brokenRows: rows.length - readable.length };
}

/**
 * A body that has one of these members, or none at all: no vendor promises any. What has only others, a word about maintenance for
 * one, must not pass for an empty list.
 */
export function bodyOf(...known: readonly string[]) {
  return z.record(z.string(), z.unknown()).refine((body) => {
    const members = Object.keys(body);
    return members.length === 0 || members.some((member) => known.includes(member));
  });
}

/** A code of a vendor's: one word. What is more might be anything, and is shown to nobody. */
export const word = text.transform((code) => (code !== null && /^[\w-]{1,64}$/.test(code) ? code : null));

export const flag = member((value) => (typeof value === 'boolean' ? value : null));

/** A whole number within GraphQL's Int. */
export const int = member((value) => (typeof value === 'number' && value === (value | 0) ? value : null));

/** Any JSON number, such as milliseconds with decimals. */
export const float = member((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));

/** A moment as milliseconds since 1970, with decimals; null if it is beyond what a Date holds. */
export const milliseconds = member((value) => (typeof value === 'number' && Math.abs(value) <= 8.64e15 ? value : null));

/** A whole number of any size. */
export const integer = member((value) =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)) ? value : null,
);

/** A JSON object whose members the vendor chooses. */
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

/** Null for what is no date, or beyond what a Date holds. */
export function validDate(date: Date | null): Date | null {
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}
