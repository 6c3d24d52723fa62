import type { Bookmark } from '../../relay/cursor.ts';
import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Ordering } from '../../relay/ordering.ts';
import { MAX_PAGE_SIZE } from './api.ts';
import { type PlacedRow, type ReadPage, readBeyond } from './connectionPages.ts';
import type { TelnyxConnectionModel } from './model.ts';
import { NoOrderError } from './unreadable.ts';

/** What of a list Telnyx cannot filter, and so is filtered here. */
export interface LocalFilter {
  readonly accepts: (connection: TelnyxConnectionModel) => boolean;
  /** Whether no connection from this one on can be accepted, in a list by creation time. */
  readonly isPast: (connection: TelnyxConnectionModel, newestFirst: boolean) => boolean;
}

/**
 * A window of a list by creation time, without reading the rest of the list.
 *
 * @param readPage in the direction of the window's ordering
 * @param readPageTurned in the other direction
 * @returns null where that cannot be had, and the list has to be read whole
 */
export async function readWindow(
  readPage: ReadPage,
  readPageTurned: ReadPage,
  window: Window,
  local: LocalFilter | null,
): Promise<Omit<SourcePage<TelnyxConnectionModel>, 'quality'> | null> {
  const { ordering, after, until, bookmark, count, wantsTotal } = window;
  if (count === 0) {
    const { total } = await readPage({ number: 1, size: 1 });
    return wantsTotal && total === null ? null : { items: [], more: false, total };
  }
  // Among connections without a creation time, of whose place in its pages Telnyx says nothing.
  if (after?.value === null) return null;

  const isPast = ({ row }: PlacedRow) =>
    (until !== null && ordering.compare(ordering.positionOf(row), until) >= 0) ||
    local?.isPast(row, isNewestFirst(ordering)) === true;
  const isWanted = (placed: PlacedRow) => !isPast(placed) && (local === null || local.accepts(placed.row));
  const endsPast = (rows: readonly PlacedRow[]) => {
    const last = rows.at(-1);
    return last !== undefined && isPast(last);
  };
  // That the account has more rows tells nothing of the window, unless the window is all that follows.
  const needed = local === null && until === null ? count : count + 1;
  // They come last, so first when a list is read from its end: an account that fits in a page shows whether it has any.
  const fromTheEnd = ordering.backwards && after === null;
  // How many of the rows a filter here will let through is anybody's guess, so that reads in large pages too.
  const likely = local === null && !fromTheEnd ? needed : MAX_PAGE_SIZE;
  const enough = (soFar: readonly PlacedRow[]) => endsPast(soFar) || soFar.filter(isWanted).length >= needed;

  try {
    const offset = offsetOf(bookmark, ordering);
    const { rows, more, total } = await readBeyond({ readPage, ordering, start: after, offset, count: likely, enough });
    if (wantsTotal && total === null) return null;
    if (fromTheEnd && more) {
      const [farthest] = (await readPageTurned({ number: 1, size: 1 })).rows;
      if (farthest?.createdAt === null) return null;
    }
    const wanted = rows.filter(isWanted);
    return {
      items: wanted.map(({ row }) => row),
      bookmarks: wanted.map(({ offset }) => toBookmark(offset, total, ordering)),
      more: more && !endsPast(rows),
      total,
    };
  } catch (error) {
    if (error instanceof NoOrderError) return null;
    throw error;
  }
}

export function isNewestFirst({ descending, backwards }: Ordering): boolean {
  return descending !== backwards;
}

/** Bookmarks count from the list's beginning; a list read backwards is asked for from its end. */
function toBookmark(offset: number, total: number | null, { backwards }: Ordering): Bookmark {
  const known = Math.max(total ?? 0, offset + 1);
  return [backwards ? known - 1 - offset : offset, known];
}

function offsetOf(bookmark: Bookmark | null, { backwards }: Ordering): number {
  if (bookmark === null) return 0;
  const [offset, total] = bookmark;
  return backwards ? Math.max(0, total - 1 - offset) : offset;
}
