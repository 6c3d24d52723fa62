import type { UpstreamError } from '../../errors.ts';
import type { Operation } from '../../upstream/operation.ts';
import { combineQualities, type Quality } from '../../upstream/quality.ts';
import type { UpstreamResult } from '../../upstream/result.ts';
import type { SourceModel } from '../connectionModel.ts';
import { readOnce } from '../readOnce.ts';
import type { TelnyxAccount } from './account.ts';
import { type ConnectionsPage, type ConnectionsPageQuery, isUnfiltered, MAX_PAGE_SIZE } from './api.ts';
import { TelnyxConnectionModel } from './model.ts';

/** One of Telnyx's pages. Numbers count from 1. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

/** Consecutive rows of a list. */
export interface Rows {
  /** As many as Telnyx sent; null for a row that cannot be read. */
  readonly rows: readonly (TelnyxConnectionModel | null)[];
  /** Number of rows before these, in the direction that the list is read. */
  readonly start: number;
  /** Whether no rows follow, in the direction that the list is read. */
  readonly ended: boolean;
  /** Number of rows in the whole list; null if Telnyx does not report it. */
  readonly total: number | null;
  readonly quality: Quality;
  /** The page that they were read from. */
  readonly page: Page;
}

/** Enough for 25,000 connections, although pages overlap. */
export const MAX_PAGES = 110;

interface PageRequest extends ConnectionsPageQuery {
  /** How often reading the list has restarted. If given, cached pages are not used. */
  readonly attempt?: number;
}

/** One operation's pages of `/connections`. The same page is read once. */
export class ConnectionPages {
  readonly #source: SourceModel;
  readonly #account: TelnyxAccount;
  readonly #operation: Operation;
  /** The pages whose connections are not in `#byId` yet. Most operations search for no ID. */
  readonly #notIndexed: Rows[] = [];
  readonly #byId = new Map<string, TelnyxConnectionModel>();
  readonly oldestFirst = readOnce((request: PageRequest) => this.#readOldest(request));
  /** Null if Telnyx rejects the request; it may accept the same one in ascending order. */
  readonly newestFirst = readOnce((request: PageRequest) => this.#readNewest(request));

  constructor(source: SourceModel, account: TelnyxAccount, operation: Operation) {
    this.#source = source;
    this.#account = account;
    this.#operation = operation;
  }

  /** The connection with this ID; null if it is on no page that this operation has read. */
  seen(id: string): TelnyxConnectionModel | null {
    for (const { rows } of this.#notIndexed.splice(0)) {
      for (const row of rows) if (row !== null) this.#byId.set(row.nativeId, row);
    }
    return this.#byId.get(id) ?? null;
  }

  /** The error for a list with more pages than are read. */
  endless(): UpstreamError {
    return this.#account.api.inconsistent(`could not be read whole: it has more than ${MAX_PAGES} pages`);
  }

  /** The error for a list whose pages shifted in every attempt to read it. */
  unsteady(): UpstreamError {
    return this.#account.api.inconsistent('could not be read whole: its pages shifted every time they were read');
  }

  async #readOldest(request: PageRequest): Promise<Rows> {
    const reload = request.attempt !== undefined;
    return this.#toRows(request, await this.#account.api.listConnections({ ...request, reload }, this.#operation));
  }

  async #readNewest(request: PageRequest): Promise<Rows | null> {
    const result = await this.#account.api.listNewestConnections(request, this.#operation);
    return result && this.#toRows(request, result);
  }

  #toRows({ number, size, filter }: PageRequest, { value, quality }: UpstreamResult<ConnectionsPage>): Rows {
    const { connections, total } = value;
    const response = { source: this.#source, redactor: this.#account.redactor, freshness: quality };
    const rows = connections.once([quality], (sent) =>
      sent.map((row) => row && new TelnyxConnectionModel(row, response)),
    );
    if (isUnfiltered(filter)) this.#account.size = total;
    const page = { number, size };
    const read = { rows, start: startOf(page), ended: isLast(page, rows.length, total), total, quality, page };
    this.#notIndexed.push(read);
    return read;
  }
}

/** Number of pages that rows count as, because Telnyx can send more rows than were requested. */
export function pagesIn({ rows }: Rows): number {
  return Math.max(1, Math.ceil(rows.length / MAX_PAGE_SIZE));
}

/** Whether nothing comes after this page. */
function isLast(page: Page, rows: number, total: number | null): boolean {
  if (rows < page.size) return true;
  // Without a total, more rows than requested can only mean that Telnyx does not page at all.
  return total === null ? rows > page.size : startOf(page) + rows >= total;
}

/**
 * The page that holds `count` rows from `offset` on, as small as page numbers allow. If no page does, the one that holds `offset`
 * and reaches farthest beyond it.
 */
export function pageCovering(offset: number, count: number): Page {
  let farthest = 1;
  const endWith = (size: number) => (Math.floor(offset / size) + 1) * size;
  for (let size = 1; size <= MAX_PAGE_SIZE; size += 1) {
    if (endWith(size) >= endWith(farthest)) farthest = size;
    if (endWith(size) >= offset + count) break;
  }
  return { number: Math.floor(offset / farthest) + 1, size: farthest };
}

/** The same towards the beginning of the list: the page that holds the `count` rows before the offset `end`. */
export function pageCoveringBefore(end: number, count: number): Page {
  const last = Math.max(0, end - 1);
  let farthest: Page = { number: last + 1, size: 1 };
  for (let size = 1; size <= MAX_PAGE_SIZE; size += 1) {
    const page = { number: Math.floor(last / size) + 1, size };
    if (startOf(page) <= Math.max(0, end - count)) return page;
    if (startOf(page) <= startOf(farthest)) farthest = page;
  }
  return farthest;
}

function startOf({ number, size }: Page): number {
  return (number - 1) * size;
}

/** The quality of rows that may overlap: a row that cannot be read counts once, even if two pages hold it. */
export function qualityOf(parts: readonly Rows[]): Quality {
  const omitted = new Set<number>();
  for (const { rows, start } of parts) {
    for (const [index, row] of rows.entries()) if (row === null) omitted.add(start + index);
  }
  return { ...combineQualities(parts.map(({ quality }) => quality)), omittedRows: omitted.size };
}
