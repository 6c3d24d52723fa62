import { parseMoment } from './moment.ts';
import type { Decoded } from './result.ts';

/*
 * Readers for the members of upstream responses. A member that is absent, null or of the wrong type becomes null instead of an
 * error, because all three vendors omit members that they document as required. Plain functions, because a listing can have
 * 10,000 rows of a hundred members each.
 */

/** A JSON object with members that the vendor chooses. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function object(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/**
 * Text. Numbers become their digits, because some IDs arrive as JSON integers. Lone surrogates, which UTF-8 cannot encode,
 * become U+FFFD.
 */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/**
 * A vendor's error code: a number, or words of letters. Anything else could be any text, such as a key that an error repeats, and
 * becomes null.
 */
export function word(value: unknown): string | null {
  const code = text(value);
  const isCode = code !== null && code.length <= 64 && /^(?:\d{1,6}|[A-Za-z]+(?:[-_][A-Za-z]+)*)$/.test(code);
  return isCode ? code : null;
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A whole number within GraphQL's Int. */
export function int(value: unknown): number | null {
  return typeof value === 'number' && value === (value | 0) ? value : null;
}

/** A number of things, within GraphQL's Int. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && value === (value | 0) && value >= 0 ? value : null;
}

/** An unsigned integer of up to 64 bits. */
export function unsigned64(value: unknown): number | bigint | null {
  if (typeof value === 'bigint') return value >= 0n && value < 2n ** 64n ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A duration, such as milliseconds with decimals. */
export function duration(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** RFC 3339 has the years 0000 to 9999. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

function isInRange(milliseconds: number): boolean {
  return milliseconds >= FIRST_MS && milliseconds < LAST_MS + 1;
}

/** A time in milliseconds since 1970, with decimals; null outside of the years 0000 to 9999. */
export function milliseconds(value: unknown): number | null {
  return typeof value === 'number' && isInRange(value) ? value : null;
}

/** A moment as ISO 8601 text, for `moment`. Reading it takes long, and most rows of a large listing are never shown. */
export function momentText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The moment in such a text. */
export function moment(iso8601: string | null): Date | null {
  return iso8601 === null ? null : validDate(parseMoment(iso8601));
}

/** Null if it is not a date, or outside of the years 0000 to 9999. */
export function validDate(date: Date | null): Date | null {
  return date !== null && isInRange(date.getTime()) ? date : null;
}

/** More rows than any vendor lists in one response. */
export const MAX_ROWS = 250_000;

/** The rows that can be read. Unreadable rows and rows beyond `MAX_ROWS` are omitted and counted. */
export function readRows<Row>(
  readRow: (json: unknown) => Row | null,
  rows: readonly unknown[],
): Required<Pick<Decoded<Row[]>, 'value' | 'omittedRows'>> {
  const value: Row[] = [];
  for (let index = 0; index < rows.length && index < MAX_ROWS; index += 1) {
    const row = readRow(rows[index]);
    if (row !== null) value.push(row);
  }
  return { value, omittedRows: rows.length - value.length };
}

/**
 * A body with at least one of these members, or with no members at all, because no vendor guarantees any. A body that has only
 * other members, such as a maintenance message, is rejected: it is not an empty list.
 *
 * @throws TypeError
 */
export function readBody(json: unknown, ...known: readonly string[]): JsonObject {
  const body = required(object(json), 'body');
  const members = Object.keys(body);
  const isKnown = members.length === 0 || members.some((member) => known.includes(member));
  return required(isKnown ? body : null, `body with ${known.join(' or ')}`);
}

/**
 * A list that may be absent or null.
 *
 * @throws TypeError if it is anything else
 */
export function optionalList(value: unknown): readonly unknown[] | null {
  return value == null ? null : required(list(value), 'list');
}

/**
 * A value without which a response cannot be read.
 *
 * @throws TypeError
 */
export function required<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new TypeError(`The response has no ${what}`);
  return value;
}
