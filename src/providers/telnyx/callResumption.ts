import { MAX_PAGE_SIZE } from './api.ts';
import { type CallCursor, type Fingerprint, fingerprintOf } from './callCursor.ts';
import { BEGINNING, type CallPages, type CallRun, type Place, type Side } from './callPages.ts';

/** Where a cursor's call is, or was, among consecutive calls. */
interface Gap {
  /** Number of calls between the anchor and the cursor's call. */
  readonly inner: number;
  /** Index of the first call beyond it. Equal to `inner` if the cursor's call has ended. */
  readonly outer: number;
}

/** The calls next to a cursor's call, in one direction, nearest first. The call itself may have ended. */
export async function readFromCursor(
  pages: CallPages,
  cursor: CallCursor,
  direction: Side,
  count: number,
): Promise<CallRun | null> {
  const { anchor, outer, far, near } = cursor;
  const outwards = direction === anchor.side;
  const atEnd = outer.length === 0 ? far : null;
  const pageCursor = outwards ? atEnd : near;
  if (pageCursor !== null) return pages.read({ side: direction, pageCursor }, count);

  const around = await readAround(pages, cursor, outwards ? count : 0);
  if (around === null) return null;
  const gap = findGap(cursor, around.places) ?? (await findGapByEnd(pages, cursor, around.places));
  if (outwards) return readOn(pages, around, gap.outer, direction, count);
  return readBack(pages, around, gap.inner, direction, count);
}

/** The calls from the cursor's anchor to its call, and `extra` calls more. */
function readAround(pages: CallPages, cursor: CallCursor, extra: number): Promise<CallRun | null> {
  const { anchor, distance } = cursor;
  const count = distance === 0 ? MAX_PAGE_SIZE : distance + extra;
  // New calls can come first in the list, but not between a page cursor and the calls after it.
  const isEnough = anchor.pageCursor === null ? (places: readonly Place[]) => isCertain(cursor, places) : () => true;
  return pages.read(anchor, count, isEnough);
}

/** Whether the cursor's call cannot be on a page that has not been read. */
function isCertain(cursor: CallCursor, places: readonly Place[]): boolean {
  const gap = findGap(cursor, places);
  return gap !== null && (gap.inner !== gap.outer || gap.outer < places.length);
}

/** Searches for the cursor's call, or for the nearest call beside it that is still active. */
function findGap({ own, inner, outer }: CallCursor, places: readonly Place[]): Gap | null {
  const indexes = new Map(places.map(({ call }, index) => [fingerprintOf(call.callLegId), index]));
  const indexOfFirst = (fingerprints: readonly Fingerprint[]) =>
    fingerprints.map((fingerprint) => indexes.get(fingerprint)).find((index) => index !== undefined);
  const ownIndex = indexes.get(own);
  if (ownIndex !== undefined) return { inner: ownIndex, outer: ownIndex + 1 };
  const innerIndex = indexOfFirst(inner);
  if (innerIndex !== undefined) return { inner: innerIndex + 1, outer: innerIndex + 1 };
  const outerIndex = indexOfFirst(outer);
  return outerIndex === undefined ? null : { inner: outerIndex, outer: outerIndex };
}

/**
 * All calls that the cursor names have ended. If it names the end of its page too, the first call after that shows the gap.
 * Otherwise no call is skipped, but some can be repeated.
 */
async function findGapByEnd(
  pages: CallPages,
  { anchor, distance, inner, far }: CallCursor,
  places: readonly Place[],
): Promise<Gap> {
  if (far === null) return { inner: Math.min(Math.max(0, distance - 1 - inner.length), places.length), outer: 0 };
  const beyond = await pages.read({ side: anchor.side, pageCursor: far }, 1, () => true);
  const legBeyond = beyond?.places[0]?.call.callLegId;
  const index = places.findIndex(({ call }) => call.callLegId === legBeyond);
  const gap = index === -1 ? places.length : index;
  return { inner: gap, outer: gap };
}

/** The calls from the index `start` on, and those on the pages that follow. */
async function readOn(
  pages: CallPages,
  around: CallRun,
  start: number,
  direction: Side,
  count: number,
): Promise<CallRun | null> {
  const found = { ...around, places: around.places.slice(start) };
  const pageCursor = around.pages.at(-1)?.[direction] ?? null;
  if (around.more !== true || pageCursor === null || found.places.length >= count) return found;
  return readMore(pages, found, { side: direction, pageCursor }, count, around.places);
}

/** The first `end` calls in reverse order, and those on the other side of the anchor. */
async function readBack(
  pages: CallPages,
  around: CallRun,
  end: number,
  direction: Side,
  count: number,
): Promise<CallRun | null> {
  const [page] = around.pages;
  if (page === undefined) return around;
  const isAtBeginning = page.anchor.pageCursor === null;
  // All calls from the anchor on have ended, so the whole list is on the other side of it.
  if (page.sent === 0 && !isAtBeginning) return readOtherSide(pages, direction, count);
  const places = around.places.slice(0, end).reverse();
  const pageCursor = page[direction];
  const found = { ...around, places, more: pageCursor !== null || !isAtBeginning, incompleteBecause: null };
  if (places.length >= count || !found.more) return found;
  return pageCursor === null
    ? readFromBeginning(pages, around, end, direction)
    : readMore(pages, found, { side: direction, pageCursor }, count, around.places);
}

/** Telnyx sent no page cursor for the other side of the anchor, so the whole list is read, and divided at the cursor's call. */
async function readFromBeginning(
  pages: CallPages,
  around: CallRun,
  end: number,
  direction: Side,
): Promise<CallRun | null> {
  const all = await pages.readAll();
  if (all === null) return null;
  const indexOf = (place: Place | undefined) =>
    all.places.findIndex(({ call }) => call.callLegId === place?.call.callLegId);
  const [inner, outer] = [indexOf(around.places[end - 1]), indexOf(around.places[end])];
  if (direction === 'before') {
    const places = all.places.slice(0, inner === -1 ? Math.max(0, outer) : inner + 1).toReversed();
    return { ...all, places, more: false };
  }
  return { ...all, places: all.places.slice(inner === -1 ? outer + 1 : inner) };
}

async function readMore(
  pages: CallPages,
  found: CallRun,
  from: { readonly side: Side; readonly pageCursor: string },
  count: number,
  seen: readonly Place[],
): Promise<CallRun | null> {
  const legs = new Set(seen.map(({ call }) => call.callLegId));
  const rest = await pages.read(from, count - found.places.length, undefined, legs);
  if (rest === null) return null;
  return {
    places: [...found.places, ...rest.places],
    pages: [...found.pages, ...rest.pages],
    more: rest.more,
    incompleteBecause: found.incompleteBecause ?? rest.incompleteBecause,
  };
}

async function readOtherSide(pages: CallPages, direction: Side, count: number): Promise<CallRun | null> {
  if (direction === 'after') return pages.read(BEGINNING, count);
  const all = await pages.readAll();
  return all && { ...all, places: all.places.toReversed() };
}
