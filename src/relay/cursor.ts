import { z } from 'zod';
import { BadUserInputError } from '../errors.ts';
import { MAX_OPAQUE_LENGTH, readOpaqueText, toOpaqueText } from './opaqueText.ts';
import type { Ordering, Position } from './ordering.ts';

/**
 * Where a source's rows stood when a cursor was made, so that the next page is found with one call. Only a hint: a source
 * checks it against the cursor's position. The offset of the last row at or before the cursor, and the number of rows.
 */
export type Bookmark = readonly [offset: number, total: number];

/** A place in a merged list: a position in its ordering, and a bookmark for each source that pages by offset. */
export interface Cursor {
  readonly position: Position;
  /** By the name of the source. */
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
}

/** No source is read by offset further than this. A cursor with a greater one was not made here. */
const MAX_OFFSET = 25_000;

const offset = z.int().nonnegative().max(MAX_OFFSET);
const bookmarks = z.array(z.tuple([z.string(), z.tuple([offset, offset])]));

/** The ordering's field and whether it descends, the position's value and id, the bookmarks. */
const cursorJson = z.tuple([z.string(), z.boolean(), z.union([z.int(), z.string(), z.null()]), z.string(), bookmarks]);

/** Opaque to clients. It names its ordering, so that it cannot be used in a list sorted otherwise. */
export function encodeCursor({ field, descending }: Ordering, { position, bookmarks }: Cursor): string {
  const hints = [...bookmarks].map(([source, [offset, total]]) => [source, [bounded(offset), bounded(total)]]);
  const withHints = (count: number) =>
    toOpaqueText([field, descending, position.value, position.id, hints.slice(0, count)]);
  let count = hints.length;
  let text = withHints(count);
  // Among dozens of sources not all hints fit. Without its hint a source is read from the beginning.
  while (text.length > MAX_OPAQUE_LENGTH && count > 0) {
    count = Math.floor(count / 2);
    text = withHints(count);
  }
  return text;
}

/** A hint that is too small costs a few more requests, nothing else. */
function bounded(offset: number): number {
  return Math.min(offset, MAX_OFFSET);
}

/** @throws BadUserInputError naming `argument` if the cursor is not ours or comes from a list in another order */
export function decodeCursor(ordering: Ordering, argument: string, text: string): Cursor {
  const parsed = cursorJson.safeParse(readOpaqueText(text));
  if (!parsed.success) throw new BadUserInputError(argument, NOT_OURS);
  const [field, descending, value, id, bookmarks] = parsed.data;
  if (field !== ordering.field || descending !== ordering.descending) {
    throw new BadUserInputError(argument, 'must be a cursor of a list in the same order; this one is of another.');
  }
  if (value !== null && typeof value !== ordering.valueType) throw new BadUserInputError(argument, NOT_OURS);
  return { position: { value, id }, bookmarks: new Map(bookmarks) };
}

const NOT_OURS = 'must be a cursor that this list returned.';
