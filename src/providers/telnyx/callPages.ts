import type { UpstreamError } from '../../errors.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ActiveCallModel } from './activeCallModel.ts';
import { type CallsPage as CallsPageJson, MAX_PAGE_SIZE } from './api.ts';

/*
 * Telnyx pages active calls by page cursors, at most one before and one after each page and none for single calls, in an order
 * that it does not document.
 */

export type Side = 'after' | 'before';

/** Where a page is read from: after or before one of Telnyx's page cursors. Null is the beginning of the list. */
export interface Anchor {
  readonly side: Side;
  readonly pageCursor: string | null;
}

export const BEGINNING: Anchor = { side: 'after', pageCursor: null };

/** One of Telnyx's pages, in list order. */
export interface CallsPage extends Omit<CallsPageJson, 'calls'> {
  readonly calls: readonly ActiveCallModel[];
  readonly quality: Quality;
}

/** A page, and where it was read from. */
export interface AnchoredPage extends CallsPage {
  readonly anchor: Anchor;
  /** Whether calls follow, in the direction away from the anchor; null if Telnyx does not report it. */
  readonly more: boolean | null;
}

/** A call's place in a page. */
export interface Place {
  readonly page: AnchoredPage;
  readonly index: number;
  readonly call: ActiveCallModel;
}

/** Consecutive calls. */
export interface CallRun {
  /** In the direction that they were read, each call once. */
  readonly places: readonly Place[];
  readonly pages: readonly AnchoredPage[];
  /** Whether calls follow; null if Telnyx does not report it. */
  readonly more: boolean | null;
  /** Why the rest of the calls could not be read. */
  readonly incompleteBecause: UpstreamError | null;
}

export interface CallsQuery {
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

const NONE: ReadonlySet<string> = new Set();

/** 25,000 calls on one connection. */
const MAX_PAGES = 100;

/** One operation's pages of the calls of one connection. Null instead of a page: the connection cannot have calls. */
export class CallPages {
  readonly #load: (query: CallsQuery) => Promise<CallsPage | null>;
  readonly #inconsistent: (what: string) => UpstreamError;

  /** @param inconsistent makes the error for pages that do not fit together */
  constructor(load: (query: CallsQuery) => Promise<CallsPage | null>, inconsistent: (what: string) => UpstreamError) {
    this.#load = load;
    this.#inconsistent = inconsistent;
  }

  /**
   * The calls from an anchor on, until there are enough or no more follow.
   *
   * @param count how many calls are likely to be needed; decides the size of the pages
   * @param except call legs that have been read already
   * @throws UpstreamError if the list does not end
   */
  async read(
    from: Anchor,
    count: number,
    isEnough: (places: readonly Place[]) => boolean = (places) => places.length >= count,
    except: ReadonlySet<string> = NONE,
  ): Promise<CallRun | null> {
    const places: Place[] = [];
    const pages: AnchoredPage[] = [];
    // A page has each call once, so this is needed from the second page on.
    let legs: Set<string> | null = null;
    const pageCursors = new Set([from.pageCursor]);
    let anchor = from;
    for (let read = 0; read < MAX_PAGES; ) {
      const left = count - places.length;
      const page = await this.#readPage(anchor, left > 0 ? Math.min(left, MAX_PAGE_SIZE) : MAX_PAGE_SIZE);
      if (page === null) return null;
      pages.push(page);
      // Telnyx can send more calls than were requested: then they count as the pages that they would fill.
      read += Math.max(1, Math.ceil(page.sent / MAX_PAGE_SIZE));
      if (pages.length > 1 || except.size > 0) legs ??= new Set([...except, ...places.map(legOf)]);
      for (const place of placesFrom(page)) {
        if (legs?.has(legOf(place))) continue;
        places.push(place);
        legs?.add(legOf(place));
      }
      const next = page[from.side];
      // The last page can have a page cursor too. From the beginning, the number of calls shows that it is the last.
      if (from === BEGINNING && page.total !== null && countIn(pages) >= page.total) {
        return { places, pages, more: false, incompleteBecause: null };
      }
      if (page.more !== true || next === null) return { places, pages, more: page.more, incompleteBecause: null };
      if (pageCursors.has(next)) {
        const error = this.#inconsistent('repeated a page cursor of active calls. The calls after it are missing');
        return { places, pages, more: false, incompleteBecause: error };
      }
      if (isEnough(places)) return { places, pages, more: true, incompleteBecause: null };
      pageCursors.add(next);
      anchor = { side: from.side, pageCursor: next };
    }
    throw this.#inconsistent(`could not be read whole: its active calls have more than ${MAX_PAGES} pages`);
  }

  /** All calls, or as many as are enough. */
  async readAll(isEnough?: (places: readonly Place[]) => boolean): Promise<CallRun | null> {
    const run = await this.read(BEGINNING, Number.POSITIVE_INFINITY, isEnough);
    if (run?.more !== null) return run;
    const error = this.#inconsistent('does not report whether it sent all active calls. The last ones may be missing');
    return { ...run, incompleteBecause: error };
  }

  /**
   * A page. If the response does not report whether calls follow, the page is requested again with the largest size: if it is not
   * full, it is the last one.
   */
  async #readPage(anchor: Anchor, limit: number): Promise<AnchoredPage | null> {
    const { side, pageCursor } = anchor;
    const page = await this.#load({ ...(pageCursor !== null && { [side]: pageCursor }), limit });
    const more = page && moreFollow(page, anchor, limit);
    if (more === null && page !== null && limit < MAX_PAGE_SIZE) return this.#readPage(anchor, MAX_PAGE_SIZE);
    return page && { ...page, anchor, more };
  }
}

/** Number of calls that Telnyx sent on these pages. */
function countIn(pages: readonly AnchoredPage[]): number {
  return pages.reduce((sum, { sent }) => sum + sent, 0);
}

function moreFollow(page: CallsPage, { side, pageCursor }: Anchor, limit: number): boolean | null {
  const { sent, total, hasCursors } = page;
  // The last page may be empty and repeat its page cursor, as in Telnyx's own example.
  if (sent === 0) return false;
  if (page[side] !== null) return true;
  const holdsAll = pageCursor === null && total !== null && sent >= total;
  return sent < limit || hasCursors || holdsAll ? false : null;
}

function legOf({ call }: Place): string {
  return call.callLegId;
}

/** The places of a page, in the direction away from its anchor. */
function placesFrom(page: AnchoredPage): Place[] {
  const places = page.calls.map((call, index) => ({ page, index, call }));
  return page.anchor.side === 'after' ? places : places.reverse();
}
