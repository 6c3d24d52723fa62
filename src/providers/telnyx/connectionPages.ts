import type { Ordering, Position } from '../../relay/ordering.ts';
import type { Quality } from '../../upstream/quality.ts';
import { MAX_PAGE_SIZE } from './api.ts';
import type { TelnyxConnectionModel } from './model.ts';
import { EndlessPagesError, NoOrderError } from './unreadable.ts';

/*
 * Telnyx pages connections by number, and the pages shift when connections are added or deleted between two calls. So no
 * place is trusted for its number alone: every page read overlaps the one before it, and must show that nothing fell between.
 */

/** One of Telnyx's pages. Numbers count from 1. */
export interface Page {
  readonly number: number;
  readonly size: number;
  /** How often a reading has started over; what was read then does not do again. */
  readonly attempt?: number;
}

export interface PageOfRows {
  /** As many as Telnyx sent; null for one that cannot be read. */
  readonly rows: readonly (TelnyxConnectionModel | null)[];
  /** How many there are in all; null where Telnyx does not say. */
  readonly total: number | null;
  readonly quality: Quality;
}

export type ReadPage = (page: Page) => Promise<PageOfRows>;

/** So many pages hold 25,000 connections, with what they overlap. */
const MAX_PAGES = 110;

/** How often a reading starts over when pages shift under it. */
const MAX_ATTEMPTS = 3;

/** How far to step back when rows in front of a bookmark have gone. */
const STEP_BACK = 100;

/** A row, and where it stood when it was read. */
export interface PlacedRow {
  readonly row: TelnyxConnectionModel;
  readonly offset: number;
  readonly position: Position;
}

export interface Stretch {
  /** In order, ties by id. */
  readonly rows: readonly PlacedRow[];
  /** Whether the account has rows beyond these. */
  readonly more: boolean;
  /** How many there are in all; null where Telnyx does not say. */
  readonly total: number | null;
}

/**
 * The page that holds `count` rows from `offset` on, as small as page numbers allow; where none does, the one that holds
 * `offset` and reaches farthest beyond it.
 */
export function pageCovering(offset: number, count: number): Page {
  let farthest: Page = { number: 1, size: 1 };
  for (let size = 1; size <= MAX_PAGE_SIZE; size += 1) {
    const page = { number: Math.floor(offset / size) + 1, size };
    if (endOf(page) >= offset + count) return page;
    if (endOf(page) >= endOf(farthest)) farthest = page;
  }
  return farthest;
}

function startOf({ number, size }: Page): number {
  return (number - 1) * size;
}

function endOf({ number, size }: Page): number {
  return number * size;
}

/** Whether nothing comes after this page. */
function isLast(page: Page, { rows, total }: PageOfRows): boolean {
  return rows.length < page.size || (total !== null && startOf(page) + rows.length >= total);
}

/** What to read of a list by creation time, the one order in which Telnyx's word can be checked against the rows. */
export interface Reading {
  readonly readPage: ReadPage;
  readonly ordering: Ordering;
  /** Only rows beyond this; null for the beginning. */
  readonly start: Position | null;
  /** Where the row at `start` is likely to be, in this direction; a guess that costs a call or two when wrong. */
  readonly offset: number;
  /** How many rows are likely to be needed; decides the size of the pages. */
  readonly count: number;
  readonly enough: (rows: readonly PlacedRow[]) => boolean;
}

/**
 * The rows beyond a position, nearest first, until `enough` of them are there or none is left.
 *
 * @throws NoOrderError if the rows do not come in the ordering, have no creation time, or too many have the same
 */
export async function readBeyond({ readPage, ordering, start, offset, count, enough }: Reading): Promise<Stretch> {
  const rows: PlacedRow[] = [];
  let edge = start;
  let size = count;
  let next = start === null ? 0 : Math.max(0, offset - 1);
  const inVain = new Set<string>();
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    // One row in front, to see that nothing fell between; one behind, to see whether there are more.
    const page = pageCovering(next, edge === null ? size + 1 : size + 3);
    const first = startOf(page);
    // Going round in circles: more rows were created in one millisecond than a page holds.
    const key = JSON.stringify(page);
    if (inVain.has(key)) throw new NoOrderError();
    const answer = await readPage(page);
    const { total } = answer;
    const found = answer.rows.flatMap((row, index) =>
      row === null ? [] : [{ row, offset: first + index, position: ordering.positionOf(row) }],
    );
    assertOrder(found, ordering);

    const connects = first === 0 || edge === null || (found[0] !== undefined && isBefore(ordering, found[0], edge));
    if (!connects) {
      inVain.add(key);
      const last = total === null ? first : Math.min(first, total);
      next = Math.max(0, last - STEP_BACK);
      size = Math.min(size + STEP_BACK, MAX_PAGE_SIZE);
      continue;
    }

    const ended = isLast(page, answer);
    const settled = ended ? found : withoutLastTies(found);
    const beyond = settled
      .filter(({ position }) => edge === null || ordering.compare(position, edge) > 0)
      .sort((a, b) => ordering.compare(a.position, b.position));
    rows.push(...beyond);
    edge = beyond.at(-1)?.position ?? edge;
    if (ended || enough(rows)) return { rows, more: !ended, total };

    if (beyond.length === 0) {
      inVain.add(key);
      size = MAX_PAGE_SIZE;
    }
    // The last row that surely comes before the edge.
    next = withoutLastTies(settled).at(-1)?.offset ?? first;
  }
  throw new EndlessPagesError(`it has more than ${MAX_PAGES} pages`);
}

/** Rows in the ordering asked for; ties in any order, because none is promised. */
function assertOrder(rows: readonly PlacedRow[], ordering: Ordering): void {
  for (const [index, placed] of rows.entries()) {
    const previous = rows[index - 1];
    if (placed.row.createdAt === null || (previous !== undefined && isBefore(ordering, placed, previous.position))) {
      throw new NoOrderError();
    }
  }
}

/** Whether a row's value, not only its id, comes before a position's. */
function isBefore(ordering: Ordering, { position: { value } }: PlacedRow, position: Position): boolean {
  return value !== position.value && ordering.compare({ value, id: '' }, { value: position.value, id: '' }) < 0;
}

/** Rows created in the same millisecond as the last one may go on behind the page, so their order is not known yet. */
function withoutLastTies(rows: readonly PlacedRow[]): readonly PlacedRow[] {
  const last = rows.at(-1)?.position.value;
  return rows.filter(({ position }) => position.value !== last);
}

/** All rows, in no particular order. Reading starts over when it turns out that pages shifted. */
export async function readWhole(readPage: ReadPage): Promise<TelnyxConnectionModel[]> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const rows = await readOnce(attempt === 0 ? readPage : (page) => readPage({ ...page, attempt }));
    if (rows !== null) return rows;
  }
  throw new EndlessPagesError('its pages shifted every time they were read');
}

/**
 * Null if pages shifted meanwhile. Each page overlaps the one before it by a row, which must be there again; and in the end
 * there must be no fewer rows than Telnyx counted, for one that is renamed can pass from the pages to come to those read.
 */
async function readOnce(readPage: ReadPage): Promise<TelnyxConnectionModel[] | null> {
  const rows = new Map<string, TelnyxConnectionModel>();
  let last: TelnyxConnectionModel | undefined;
  let next = 0;
  let unreadable = 0;
  let counted: number | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = pageCovering(next, MAX_PAGE_SIZE);
    const answer = await readPage(page);
    const found = answer.rows.filter((row) => row !== null);
    if (last !== undefined && !found.some((row) => row.id === last?.id)) return null;
    for (const row of found) rows.set(row.id, row);
    unreadable += answer.rows.length - found.length;
    if (answer.total !== null) counted = Math.min(counted ?? answer.total, answer.total);
    if (isLast(page, answer)) {
      const shifted = pages > 0 && counted !== null && rows.size + unreadable < counted;
      return shifted ? null : [...rows.values()];
    }
    last = found.at(-1);
    next = startOf(page) + answer.rows.lastIndexOf(last ?? null);
  }
  throw new EndlessPagesError(`it has more than ${MAX_PAGES} pages`);
}
