import { UpstreamError } from '../../errors.ts';
import { DecodedRows } from '../../upstream/decodedRows.ts';
import type { Operation } from '../../upstream/operation.ts';
import { combineQualities, completeNow, type Quality } from '../../upstream/quality.ts';
import type { UpstreamResult } from '../../upstream/result.ts';
import { mayServeStale } from '../../upstream/verdict.ts';
import { PAGE_SIZE, type XApi, type XListQuery, type XPage, type XPageQuery } from './api.ts';
import type { XConnectionJson } from './rows.ts';

/*
 * X documents no order, so a listing is always read whole, page after page.
 */

/** A longer listing is cut off: it takes too long to read, and may have no end. */
const MAX_PAGES = 100;

/** One page, and its quality. */
export type Page = UpstreamResult<XPage>;

/**
 * All pages of a listing. If a later page fails, the pages before it and an empty one, whose quality has the reason.
 *
 * @throws UpstreamError if the first page fails
 */
export async function readAllPages(
  api: XApi,
  query: XListQuery,
  operation: Operation,
): Promise<readonly [Page, ...Page[]]> {
  const pages: [Page, ...Page[]] = [await api.listPage({ ...query, token: null }, operation)];
  for (let token = nextTokenOf(pages); token !== null; token = nextTokenOf(pages)) {
    pages.push(await readNextPage(api, { ...query, token }, pages, operation));
  }
  return pages;
}

/** The quality of all pages. */
export function qualityOf(pages: readonly Page[]): Quality {
  // The last page first: the reason why pages are missing matters more than what X left out of single pages.
  return combineQualities(pages.map(({ quality }) => quality).reverse());
}

function nextTokenOf(pages: readonly Page[]): string | null {
  return pages.at(-1)?.value.nextToken ?? null;
}

/** The page of this token, or `endOfPages` if it cannot be read. */
async function readNextPage(
  api: XApi,
  query: XPageQuery,
  pagesBefore: readonly Page[],
  operation: Operation,
): Promise<Page> {
  const endless = endlessError(api.origin, query.token, pagesBefore);
  if (endless !== null) return endOfPages(api.origin, pagesBefore, endless);
  try {
    const page = await api.listPage(query, operation);
    return isOlder(page, pagesBefore.at(-1)) ? await readAgain(api, query, page, operation) : page;
  } catch (error) {
    if (error instanceof UpstreamError) return endOfPages(api.origin, pagesBefore, error);
    throw error;
  }
}

/** Set if the pages repeat, or if there are too many. */
function endlessError(origin: XApi['origin'], token: string | null, pages: readonly Page[]): UpstreamError | null {
  const isRepeated = pages.slice(0, -1).some(({ value }) => value.nextToken === token);
  if (!isRepeated && pagesIn(pages) < MAX_PAGES) return null;
  const what = isRepeated ? 'repeated a page token' : `has more than ${MAX_PAGES} pages of ${PAGE_SIZE} connections`;
  return new UpstreamError('UPSTREAM_MALFORMED', `Source "${origin.source}" ${what}.`, origin);
}

/** Number of pages. One with more rows than were requested counts as the pages that they would fill. */
function pagesIn(pages: readonly Page[]): number {
  const rows = pages.map(({ value, quality }) => value.connections.rows.length + quality.omittedRows);
  return rows.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / PAGE_SIZE)), 0);
}

/** An empty last page in place of those that could not be read. */
function endOfPages(origin: XApi['origin'], pagesBefore: readonly Page[], cause: UpstreamError): Page {
  const { code, message, ...details } = cause.problem;
  const count = pagesBefore.length;
  const read = count === 1 ? 'Only the first page was read' : `Only the first ${count} pages were read`;
  const incompleteBecause = new UpstreamError(
    code,
    `${message} ${read}. All other connections are missing from the answer.`,
    { ...origin, ...details, cause },
  );
  return {
    value: { connections: new DecodedRows<XConnectionJson>([]), nextToken: null },
    quality: { ...completeNow(), incompleteBecause },
  };
}

/**
 * Whether a cached page is older than the page before it: rows can have moved between the two since. A stale page
 * does not count: refreshing it has just failed.
 */
function isOlder({ quality }: Page, before: Page | undefined): boolean {
  return before !== undefined && quality.staleBecause === null && quality.observedAt < before.quality.observedAt;
}

/** The same page without the cache. If that fails, the cached page, as stale. */
async function readAgain(api: XApi, query: XPageQuery, cached: Page, operation: Operation): Promise<Page> {
  try {
    return await api.listPage({ ...query, reload: true }, operation);
  } catch (error) {
    if (!(error instanceof UpstreamError) || !mayServeStale(error)) throw error;
    return { ...cached, quality: { ...cached.quality, staleBecause: error } };
  }
}
