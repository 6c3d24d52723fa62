import { UpstreamError } from '../errors.ts';
import type { Quality } from '../upstream/quality.ts';
import { type Bookmark, type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import type { Ordering, Position, Sortable } from './ordering.ts';
import { type PageArguments, readPageSize } from './pageArguments.ts';
import { lazyEdge, type RelayConnection, toRelayConnection } from './relayConnection.ts';

/** The part of a list that a page needs from each of its sources. */
export interface Window {
  /** In reading direction: reversed for a list that is read from its end. */
  readonly ordering: Ordering;
  /** Only items after this position, in reading direction. */
  readonly after: Position | null;
  /** Only items before this position, in reading direction. */
  readonly until: Position | null;
  /** Where this source stood at `after`, if it said so then. */
  readonly bookmark: Bookmark | null;
  /** Number of items; 0 if only the total is wanted. */
  readonly count: number;
  readonly wantsTotal: boolean;
}

/** One source's items in a window. */
export interface SourcePage<Item> {
  /** In reading direction: the first `count` items of the window, or all of them if they are fewer. More do no harm. */
  readonly items: readonly Item[];
  /** Whether the window holds more items after these. */
  readonly more: boolean;
  /** Number of matching items in the whole list; required if `wantsTotal`. */
  readonly total: number | null;
  readonly quality: Quality;
  /** For each item where it stood, from sources that page by offset. */
  readonly bookmarks?: readonly Bookmark[];
}

export interface SourceReader<Item, Source> {
  readonly source: Source;
  /** @throws UpstreamError if the source fails, which omits only its own items */
  readonly read: (window: Window) => Promise<SourcePage<Item>>;
}

/** The result of querying one source: the quality of its items, or the failure that left none. */
export type SourceOutcome<Source> = { readonly source: Source } & (
  | { readonly quality: Quality; readonly failure: null }
  | { readonly quality: null; readonly failure: UpstreamError }
);

/** One page of several sources' items, in one order. */
export interface MergedList<Item, Source> extends RelayConnection<Item> {
  /** Null unless it is wanted. */
  readonly totalCount: number | null;
  readonly outcomes: readonly SourceOutcome<Source>[];
}

/** Which parts of a list are selected, and so have to be read. */
export interface Wanted {
  readonly items: boolean;
  readonly total: boolean;
}

/**
 * Merges the sources by `ordering`, and reads from each no more than the page may need. Pages are cut by position, not by count,
 * so that nothing is repeated or skipped when items are added or removed between two pages.
 */
export async function readMergedList<Item extends Sortable, Source extends { readonly name: string }>(
  readers: readonly SourceReader<Item, Source>[],
  pageArguments: PageArguments,
  ordering: Ordering,
  wanted: Wanted,
): Promise<MergedList<Item, Source>> {
  const { count, backwards } = readPageSize(pageArguments);
  const after = pageArguments.after == null ? null : decodeCursor(ordering, 'after', pageArguments.after);
  const before = pageArguments.before == null ? null : decodeCursor(ordering, 'before', pageArguments.before);
  const [start, end] = backwards ? [before, after] : [after, before];
  const reading = backwards ? ordering.reversed() : ordering;

  const answers = await Promise.all(
    readers.map((reader) =>
      readOne(reader, {
        ordering: reading,
        after: start?.position ?? null,
        until: end?.position ?? null,
        bookmark: start?.bookmarks.get(reader.source.name) ?? null,
        count: wanted.items ? count : 0,
        wantsTotal: wanted.total,
      }),
    ),
  );

  const candidates = answers
    .flatMap(({ source, page }) =>
      (page?.items ?? []).map((item, index) => ({
        item,
        position: reading.positionOf(item),
        source: source.name,
        bookmark: page?.bookmarks?.[index],
      })),
    )
    .sort((a, b) => reading.compare(a.position, b.position));

  // A source that has no item on this page yet is marked where its first one stands, for when the next page turns round.
  let bookmarks: Cursor['bookmarks'] = new Map([
    ...answers.flatMap(({ source, page }) => (page?.bookmarks?.[0] ? [[source.name, page.bookmarks[0]] as const] : [])),
    ...(start?.bookmarks ?? []),
  ]);
  const edges = candidates.slice(0, count).map(({ item, position, source, bookmark }) => {
    if (bookmark !== undefined) bookmarks = new Map([...bookmarks, [source, bookmark]]);
    const cursor = { position, bookmarks };
    return lazyEdge(item, () => encodeCursor(ordering, cursor));
  });
  const beyond = candidates.length > count || answers.some(({ page }) => page?.more);

  return {
    ...toRelayConnection(
      backwards ? edges.reverse() : edges,
      backwards
        ? { hasNextPage: before !== null, hasPreviousPage: beyond }
        : { hasNextPage: beyond, hasPreviousPage: after !== null },
    ),
    totalCount: wanted.total ? answers.reduce((sum, { page }) => sum + (page?.total ?? 0), 0) : null,
    outcomes: answers.map(({ outcome }) => outcome),
  };
}

/** A source and its page; no page if it failed. */
interface SourceAnswer<Item, Source> {
  readonly source: Source;
  readonly page: SourcePage<Item> | null;
  readonly outcome: SourceOutcome<Source>;
}

async function readOne<Item, Source>(
  { source, read }: SourceReader<Item, Source>,
  window: Window,
): Promise<SourceAnswer<Item, Source>> {
  try {
    const page = await read(window);
    return { source, page, outcome: { source, quality: page.quality, failure: null } };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { source, page: null, outcome: { source, quality: null, failure: error } };
  }
}

/** Cuts a window out of all items of a source that can only be read whole. */
export function windowOf<Item extends Sortable>(
  everything: readonly Item[],
  { ordering, after, until, count }: Window,
): Omit<SourcePage<Item>, 'quality'> {
  const within = everything
    .map((item) => ({ item, position: ordering.positionOf(item) }))
    .filter(
      ({ position }) =>
        (after === null || ordering.compare(position, after) > 0) &&
        (until === null || ordering.compare(position, until) < 0),
    )
    .sort((a, b) => ordering.compare(a.position, b.position));
  return {
    items: within.slice(0, count).map(({ item }) => item),
    more: within.length > count,
    total: everything.length,
  };
}
