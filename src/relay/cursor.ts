import { z } from 'zod';
import { BadUserInputError } from '../errors.ts';
import { MAX_OPAQUE_LENGTH, readOpaqueText, toOpaqueText } from './opaqueText.ts';
import type { Ordering, Position } from './ordering.ts';

/**
 * An offset hint: the offset of the last row at or before the cursor, and the number of rows, both at the time when the cursor was
 * made. With it a source that pages by offset finds the next page with one request. It checks the hint against the rows.
 */
export type OffsetHint = readonly [offset: number, total: number];

/** A place in a merged list: a position in its ordering, and the offset hints of the sources that page by offset. */
export interface Cursor {
  readonly position: Position;
  /** By the source's name. */
  readonly offsetHints: ReadonlyMap<string, OffsetHint>;
}

/** No source is read beyond this offset, so a cursor with a greater one was not made here. */
const MAX_OFFSET = 25_000;

const offset = z.int().nonnegative().max(MAX_OFFSET);
const offsetHints = z.array(z.tuple([z.string(), z.tuple([offset, offset])]));

/** Field and direction of the ordering (true: descending), value and ID of the position, offset hints. */
const cursorJson = z.tuple([
  z.string(),
  z.boolean(),
  z.union([z.int(), z.string(), z.null()]),
  z.string(),
  offsetHints,
]);

/** The text is opaque to clients. It includes the ordering, so that it is rejected in a list with another order. */
export function encodeCursor({ field, descending }: Ordering, { position, offsetHints }: Cursor): string {
  const hints = [...offsetHints].map(([source, [offset, total]]) => [source, [bounded(offset), bounded(total)]]);
  const withHints = (count: number) =>
    toOpaqueText([field, descending, position.value, position.id, hints.slice(0, count)]);
  let count = hints.length;
  let text = withHints(count);
  // The hints of dozens of sources do not all fit. A source without its hint is read from the beginning.
  while (text.length > MAX_OPAQUE_LENGTH && count > 0) {
    count = Math.floor(count / 2);
    text = withHints(count);
  }
  return text;
}

/** A hint that is too small only causes a few more requests. */
function bounded(offset: number): number {
  return Math.min(offset, MAX_OFFSET);
}

/** @throws BadUserInputError naming `argument` if the text is not a cursor, or comes from a list with another order */
export function decodeCursor(ordering: Ordering, argument: string, text: string): Cursor {
  const parsed = cursorJson.safeParse(readOpaqueText(text));
  if (!parsed.success) throw new BadUserInputError(argument, INVALID);
  const [field, descending, value, id, offsetHints] = parsed.data;
  if (field !== ordering.field || descending !== ordering.descending) {
    throw new BadUserInputError(
      argument,
      'must be a cursor of a list in the same order. This one comes from a list in another order.',
    );
  }
  if (value !== null && typeof value !== ordering.valueType) throw new BadUserInputError(argument, INVALID);
  return { position: { value, id }, offsetHints: new Map(offsetHints) };
}

const INVALID = 'must be a cursor that this list returned.';
