import type { TelnyxAccount } from './account.ts';
import { MAX_PAGE_SIZE, type TelnyxFilter } from './api.ts';
import { type ConnectionPages, pageCovering, pageCoveringBefore, type Rows } from './connectionPages.ts';

/** Which rows of a list by creation time are wanted. */
export interface RowsRequest {
  readonly offset: number;
  readonly count: number;
  /** Number of rows in the whole list, as last reported; null if unknown. */
  readonly total: number | null;
}

/** Reads the rows from an offset on, or as many of them as one page can hold; null if the list cannot be read this way. */
export type ReadRows = (request: RowsRequest) => Promise<Rows | null>;

/** How often the page at the end of a list is requested if the list has become shorter meanwhile. */
const MAX_ATTEMPTS = 3;

/**
 * A list by creation time, read from either end. If Telnyx rejects descending sorts, the newest rows are read in ascending order
 * from the end of the list. That needs the number of rows, so it can take one request more.
 */
export class CreationOrder {
  readonly #pages: ConnectionPages;
  readonly #account: TelnyxAccount;
  readonly #filter: TelnyxFilter;

  constructor(pages: ConnectionPages, account: TelnyxAccount, filter: TelnyxFilter) {
    this.#pages = pages;
    this.#account = account;
    this.#filter = filter;
  }

  /** @param newestFirst the direction to read in */
  reader(newestFirst: boolean): ReadRows {
    return newestFirst ? (request) => this.#newestFirst(request) : (request) => this.#oldestFirst(request);
  }

  #oldestFirst({ offset, count }: RowsRequest): Promise<Rows> {
    return this.#pages.oldestFirst({ filter: this.#filter, ...pageCovering(offset, count) });
  }

  async #newestFirst(request: RowsRequest): Promise<Rows | null> {
    const { offset, count } = request;
    if (!this.#account.sortsDescending) return this.#fromTheEnd(request);
    const rows = await this.#pages.newestFirst({ filter: this.#filter, ...pageCovering(offset, count) });
    if (rows !== null) return rows;
    // If Telnyx rejected something other than the sort, it rejects the ascending request too.
    const ascending = await this.#fromTheEnd(request);
    this.#account.descendingSortRejected();
    return ascending;
  }

  async #fromTheEnd({ offset, count, total }: RowsRequest): Promise<Rows | null> {
    const filter = this.#filter;
    let known = total;
    if (known === null) {
      const first = await this.#pages.oldestFirst({ filter, number: 1, size: MAX_PAGE_SIZE });
      if (first.ended) return reversed(first);
      known = first.total;
    }
    for (let attempt = 0; attempt < MAX_ATTEMPTS && known !== null; attempt += 1) {
      const rows = await this.#pages.oldestFirst({ filter, ...pageCoveringBefore(known - offset, count) });
      if (rows.rows.length > 0 || rows.start === 0) return reversed(rows);
      // The page is beyond the end: rows have been deleted since the total was reported.
      known = rows.total;
    }
    return null;
  }
}

/** The same rows, counted from the end of the list; null if it is unknown where the end is. */
function reversed({ rows, start, ended, total, quality, page }: Rows): Rows | null {
  const end = start + rows.length;
  const size = ended ? end : total;
  if (size === null) return null;
  return { rows: rows.toReversed(), start: Math.max(0, size - end), ended: start === 0, total: size, quality, page };
}
