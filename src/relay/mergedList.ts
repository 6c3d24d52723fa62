import { UpstreamError } from '../errors.ts';
import type { Quality } from '../upstream/quality.ts';
import { type Cursor, decodeCursor, type OffsetHint } from './cursor.ts';
import { MergedCursors, type MergedItem } from './mergedCursors.ts';
import type { Ordering, Position, Sortable } from './ordering.ts';
import { type PageArguments, readPageSize } from './pageArguments.ts';
import { edgesOf, PageEnds, type PageInfo, type RelayConnection, type RelayEdge } from './relayConnection.ts';

/** The part of a list that a page needs from each of its sources. */
export interface Window {
  /** In reading direction: reversed for a list that is read from its end. */
  readonly ordering: Ordering;
  /** Only items after this position, in reading direction. */
  readonly after: Position | null;
  /** Only items before this position, in reading direction. */
  readonly until: Position | null;
  /** The offset hint of this source in the cursor `after`; null if it has none. */
  readonly offsetHint: OffsetHint | null;
  /** Number of items; 0 if only the total is wanted. */
  readonly count: number;
  readonly wantsTotal: boolean;
}

/** One source's items in a window. */
export interface SourcePage<Item> {
  /** In reading direction: the first `count` items of the window, or all of them if there are fewer. More are ignored. */
  readonly items: readonly Item[];
  /** Whether the window holds more items after these. */
  readonly more: boolean;
  /** Number of matching items in the whole list; required if `wantsTotal`. */
  readonly total: number | null;
  readonly quality: Quality;
  /** The offset hint of each item, from sources that page by offset. */
  readonly offsetHints?: readonly OffsetHint[];
}

export interface SourceReader<Item, Source> {
  readonly source: Source;
  /** @throws UpstreamError if the source fails. Only its own items are missing then. */
  readonly read: (window: Window) => Promise<SourcePage<Item>>;
}

/** The result of querying one source: the quality of its items, or the failure that left none. */
export type SourceOutcome<Source> = { readonly source: Source } & (
  | { readonly quality: Quality; readonly failure: null }
  | { readonly quality: null; readonly failure: UpstreamError }
);

/** One page of the items of several sources, in one order. */
export interface MergedList<Item, Source> extends RelayConnection<Item> {
  /** Null if it is not selected. */
  readonly totalCount: number | null;
  readonly outcomes: readonly SourceOutcome<Source>[];
}

/** Which parts of a list are selected and have to be read. */
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
  const range = toRange(pageArguments, ordering);
  const results = await Promise.all(
    readers.map((reader) => readSource(reader, windowOfSource(reader.source.name, range, wanted))),
  );
  const candidates = mergeItems(results, range.reading);
  const page = candidates.slice(0, range.count);
  const hasMore = candidates.length > page.length || results.some((result) => result.page?.more);
  const cursors = new MergedCursors(page, hintsAtStart(results, range.start), ordering, range.backwards);
  return new MergedPage(
    cursors,
    neighboursOf(range, hasMore),
    wanted.total ? results.reduce((sum, result) => sum + (result.page?.total ?? 0), 0) : null,
    results.map(({ outcome }) => outcome),
  );
}

/** The edges are made when they are selected. */
class MergedPage<Item extends Sortable, Source> implements MergedList<Item, Source> {
  readonly nodes: readonly Item[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
  readonly outcomes: readonly SourceOutcome<Source>[];
  readonly #cursors: MergedCursors<Item>;

  constructor(
    cursors: MergedCursors<Item>,
    neighbours: Neighbours,
    totalCount: number | null,
    outcomes: readonly SourceOutcome<Source>[],
  ) {
    this.nodes = cursors.items;
    this.pageInfo = new MergedPageInfo(cursors, neighbours);
    this.totalCount = totalCount;
    this.outcomes = outcomes;
    this.#cursors = cursors;
  }

  get edges(): readonly RelayEdge<Item>[] {
    return edgesOf(this.nodes, this.#cursors);
  }
}

class MergedPageInfo extends PageEnds implements PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;

  constructor(cursors: MergedCursors<Sortable>, { hasNextPage, hasPreviousPage }: Neighbours) {
    super(cursors);
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }
}

/** The part of the merged list that the paging arguments select. */
interface Range {
  readonly count: number;
  /** Whether the list is read from its end. */
  readonly backwards: boolean;
  /** The ordering in reading direction. */
  readonly reading: Ordering;
  /** The items between these two are read, in reading direction. */
  readonly start: Cursor | null;
  readonly end: Cursor | null;
}

function toRange(pageArguments: PageArguments, ordering: Ordering): Range {
  const { count, backwards } = readPageSize(pageArguments);
  const after = pageArguments.after == null ? null : decodeCursor(ordering, 'after', pageArguments.after);
  const before = pageArguments.before == null ? null : decodeCursor(ordering, 'before', pageArguments.before);
  return backwards
    ? { count, backwards, reading: ordering.reversed(), start: before, end: after }
    : { count, backwards, reading: ordering, start: after, end: before };
}

function windowOfSource(source: string, { reading, start, end, count }: Range, wanted: Wanted): Window {
  return {
    ordering: reading,
    after: start?.position ?? null,
    until: end?.position ?? null,
    offsetHint: start?.offsetHints.get(source) ?? null,
    count: wanted.items ? count : 0,
    wantsTotal: wanted.total,
  };
}

/** A source and its page; no page if the source failed. */
interface SourceResult<Item, Source> {
  readonly source: Source;
  readonly page: SourcePage<Item> | null;
  readonly outcome: SourceOutcome<Source>;
}

async function readSource<Item, Source>(
  { source, read }: SourceReader<Item, Source>,
  window: Window,
): Promise<SourceResult<Item, Source>> {
  try {
    const page = await read(window);
    return { source, page, outcome: { source, quality: page.quality, failure: null } };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { source, page: null, outcome: { source, quality: null, failure: error } };
  }
}

function mergeItems<Item extends Sortable, Source extends { readonly name: string }>(
  results: readonly SourceResult<Item, Source>[],
  ordering: Ordering,
): MergedItem<Item>[] {
  const merged: MergedItem<Item>[] = [];
  for (const { source, page } of results) {
    if (page === null) continue;
    for (const [index, item] of page.items.entries()) {
      merged.push({ position: ordering.positionOf(item), source: source.name, offsetHint: page.offsetHints?.[index] });
    }
  }
  // The items of a single source are in order.
  return results.length === 1 ? merged : merged.sort((a, b) => ordering.compare(a.position, b.position));
}

/**
 * The offset hints before the first item of the page. A source that was not read before has the hint of its first item: it may
 * have no item on this page, and the client may read in the other direction from here.
 */
function hintsAtStart<Source extends { readonly name: string }>(
  results: readonly SourceResult<unknown, Source>[],
  start: Cursor | null,
): Cursor['offsetHints'] {
  const first = results.flatMap(({ source, page }) =>
    page?.offsetHints?.[0] === undefined ? [] : [[source.name, page.offsetHints[0]] as const],
  );
  return new Map([...first, ...(start?.offsetHints ?? [])]);
}

/** Whether there are items around the page, in list order. */
type Neighbours = Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>;

/** A page that starts at a cursor has an item on the other side of it. */
function neighboursOf({ backwards, start }: Range, hasMore: boolean): Neighbours {
  const hasEarlier = start !== null;
  return backwards
    ? { hasNextPage: hasEarlier, hasPreviousPage: hasMore }
    : { hasNextPage: hasMore, hasPreviousPage: hasEarlier };
}
