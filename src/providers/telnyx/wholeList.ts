import { type Quality, withOmittedRows } from '../../upstream/quality.ts';
import { MAX_PAGE_SIZE, type TelnyxFilter } from './api.ts';
import { type ConnectionPages, MAX_PAGES, pageCovering, pagesIn, qualityOf, type Rows } from './connectionPages.ts';
import type { TelnyxConnectionModel } from './model.ts';

/** How often a list is read if its pages shift meanwhile. */
const MAX_ATTEMPTS = 3;

/** All rows of a list. */
export interface WholeList {
  /** In no particular order. */
  readonly connections: readonly TelnyxConnectionModel[];
  readonly quality: Quality;
}

/**
 * All rows of a list, by creation time: names can change while pages are read, and `active` has ties.
 *
 * @throws UpstreamError if the list does not end, or its pages shift every time
 */
export async function readWholeList(pages: ConnectionPages, filter: TelnyxFilter): Promise<WholeList> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const list = await readOnce(pages, filter, attempt);
    if (list === 'endless') throw pages.endless();
    // A row that is there twice every time does not come from shifting pages: two rows have the same ID.
    const isAccepted = list !== 'shifted' && (list.duplicates === 0 || attempt === MAX_ATTEMPTS - 1);
    if (isAccepted) return { ...list, quality: withOmittedRows(list.quality, list.duplicates) };
  }
  throw pages.unsteady();
}

/**
 * Each page overlaps the one before it by a row, which must be there again. In the end there must be no fewer rows than Telnyx
 * counted, because a deleted row can shift others from later pages to pages that have already been read.
 */
async function readOnce(
  pages: ConnectionPages,
  filter: TelnyxFilter,
  attempt: number,
): Promise<(WholeList & { readonly duplicates: number }) | 'shifted' | 'endless'> {
  const parts: Rows[] = [];
  const connections = new Map<string, TelnyxConnectionModel>();
  let last: TelnyxConnectionModel | undefined;
  let next = 0;
  for (let read = 0; read < MAX_PAGES; ) {
    const again = attempt === 0 ? {} : { attempt };
    const part = await pages.oldestFirst({ filter, ...pageCovering(next, MAX_PAGE_SIZE), ...again });
    parts.push(part);
    read += pagesIn(part);
    const found = part.rows.filter((row) => row !== null);
    if (last !== undefined && !found.some(({ id }) => id === last?.id)) return 'shifted';
    for (const row of found) connections.set(row.id, row);
    if (part.ended) {
      const quality = qualityOf(parts);
      const missing = parts.length === 1 ? 0 : leastTotal(parts) - connections.size - quality.omittedRows;
      const duplicates = rowsIn(parts) - connections.size - quality.omittedRows;
      if (missing > duplicates) return 'shifted';
      return { connections: [...connections.values()], quality, duplicates: Math.max(0, missing) };
    }
    last = found.at(-1);
    next = part.start + part.rows.lastIndexOf(last ?? null);
  }
  return 'endless';
}

/** Number of rows in all pages, with the row that two pages share counted once. */
function rowsIn(parts: readonly Rows[]): number {
  return parts.reduce((end, { start, rows }) => Math.max(end, start + rows.length), 0);
}

/** The smallest number of rows that Telnyx reported while the list was read; 0 if it reported none. */
function leastTotal(parts: readonly Rows[]): number {
  const totals = parts.flatMap(({ total }) => total ?? []);
  return totals.length === 0 ? 0 : Math.min(...totals);
}
