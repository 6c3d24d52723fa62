import type { Ordering, Position } from '../../relay/ordering.ts';
import type { Quality } from '../../upstream/quality.ts';
import { MAX_PAGE_SIZE } from './api.ts';
import { MAX_PAGES, pagesIn, qualityOf, type Rows } from './connectionPages.ts';
import type { ReadRows } from './creationOrder.ts';
import type { TelnyxConnectionModel } from './model.ts';

/*
 * Telnyx pages connections by number, and the pages shift when connections are added or deleted between two requests. So an
 * offset alone proves nothing: every page overlaps the one before it, and must show that no row was skipped.
 */

/** How far to step back when rows before an offset hint have been deleted. */
const STEP_BACK = 100;

/** A row, and where it was when it was read. */
export interface PlacedRow {
  readonly row: TelnyxConnectionModel;
  readonly offset: number;
  readonly position: Position;
}

/** What to read of a list by creation time, the one order that can be checked against the rows. */
export interface Reading {
  readonly readRows: ReadRows;
  readonly ordering: Ordering;
  /** Only rows beyond this position; null for the beginning. */
  readonly start: Position | null;
  /** Where the row at `start` is likely to be. A wrong hint costs one or two requests. */
  readonly offsetHint: number;
  /** Number of rows in the whole list, as last reported; null if unknown. */
  readonly totalHint: number | null;
  /** Number of rows that are likely to be needed. It decides the size of the pages. */
  readonly count: number;
  readonly isEnough: (rows: readonly PlacedRow[]) => boolean;
}

/** Consecutive rows of a list. */
export interface RowsBeyond {
  /** In order, ties by ID. */
  readonly rows: readonly PlacedRow[];
  /** Whether the account has rows beyond these. */
  readonly more: boolean;
  /** Number of rows in the whole list; null if Telnyx does not report it. */
  readonly total: number | null;
  readonly quality: Quality;
}

/**
 * The rows beyond a position, nearest first, until there are enough or no more follow. Null if they cannot be read in this order:
 * Telnyx sends them in another one, a creation time is missing, or too many rows have the same.
 *
 * @returns 'endless' if the list does not end
 */
export async function readRowsBeyond(reading: Reading): Promise<RowsBeyond | 'endless' | null> {
  const { readRows, ordering, start, offsetHint, totalHint, count, isEnough } = reading;
  const parts: Rows[] = [];
  const rows: PlacedRow[] = [];
  const pagesWithoutProgress = new Set<string>();
  let edge = start;
  let size = count;
  let next = start === null ? 0 : Math.max(0, offsetHint - 1);
  let total = totalHint;

  for (let pages = 0; pages < MAX_PAGES; ) {
    // One row before, to see that no row was skipped; one after, to see whether there are more.
    const part = await readRows({ offset: next, count: edge === null ? size + 1 : size + 3, total });
    if (part === null) return null;
    const page = JSON.stringify(part.page);
    // No progress: more rows were created in the same millisecond than fit on one page.
    if (pagesWithoutProgress.has(page)) return null;
    parts.push(part);
    pages += pagesIn(part);
    total = part.total;
    const found = placedRows(part, ordering);
    if (!isInOrder(found, ordering)) return null;

    if (!isConnected(part, found, edge, ordering)) {
      pagesWithoutProgress.add(page);
      next = Math.max(0, Math.min(part.start, total ?? part.start) - STEP_BACK);
      size = Math.min(size + STEP_BACK, MAX_PAGE_SIZE);
      continue;
    }

    const settled = part.ended ? found : withoutLastTies(found);
    const beyond = rowsAfter(settled, edge, ordering);
    for (const row of beyond) rows.push(row);
    if (part.ended || isEnough(rows)) return { rows, more: !part.ended, total, quality: qualityOf(parts) };

    if (beyond.length === 0) {
      pagesWithoutProgress.add(page);
      size = MAX_PAGE_SIZE;
    }
    edge = beyond.at(-1)?.position ?? edge;
    // The last row that surely comes before the edge.
    next = withoutLastTies(settled).at(-1)?.offset ?? part.start;
  }
  return 'endless';
}

function placedRows({ rows, start }: Rows, ordering: Ordering): PlacedRow[] {
  const placed: PlacedRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (row !== null) placed.push({ row, offset: start + index, position: ordering.positionOf(row) });
  }
  return placed;
}

/** Whether rows come in the ordering, ties in any order, because Telnyx promises none. */
function isInOrder(rows: readonly PlacedRow[], ordering: Ordering): boolean {
  return rows.every((placed, index) => {
    const previous = rows[index - 1];
    return placed.row.createdAt !== null && (previous === undefined || !isBefore(ordering, placed, previous.position));
  });
}

/** Whether no row can be missing between the edge of what has been read and these rows. */
function isConnected(
  { start }: Rows,
  [first]: readonly PlacedRow[],
  edge: Position | null,
  ordering: Ordering,
): boolean {
  return start === 0 || (edge !== null && first !== undefined && isBefore(ordering, first, edge));
}

/** Whether a row's value, not only its ID, comes before a position's. */
function isBefore(ordering: Ordering, { position: { value } }: PlacedRow, position: Position): boolean {
  return value !== position.value && ordering.compare({ value, id: '' }, { value: position.value, id: '' }) < 0;
}

/** Rows created in the same millisecond as the last one may continue on the next page, so their order is not known yet. */
function withoutLastTies(rows: readonly PlacedRow[]): readonly PlacedRow[] {
  const last = rows.at(-1)?.position.value;
  return rows.filter(({ position }) => position.value !== last);
}

function rowsAfter(rows: readonly PlacedRow[], edge: Position | null, ordering: Ordering): PlacedRow[] {
  return rows
    .filter(({ position }) => edge === null || ordering.compare(position, edge) > 0)
    .sort((a, b) => ordering.compare(a.position, b.position));
}
