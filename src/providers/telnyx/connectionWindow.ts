import type { OffsetHint } from '../../relay/cursor.ts';
import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Ordering } from '../../relay/ordering.ts';
import { SortedItems } from '../../relay/sortedItems.ts';
import { combineQualities } from '../../upstream/quality.ts';
import type { TelnyxAccount } from './account.ts';
import { isUnfiltered, MAX_PAGE_SIZE, type TelnyxFilter } from './api.ts';
import { type ConnectionPages, qualityOf } from './connectionPages.ts';
import { CreationOrder } from './creationOrder.ts';
import type { TelnyxConnectionModel } from './model.ts';
import { type PlacedRow, readRowsBeyond } from './rowsBeyond.ts';
import { readWholeList } from './wholeList.ts';

/** What Telnyx cannot filter by. */
export interface LocalFilter {
  readonly accepts: (connection: TelnyxConnectionModel) => boolean;
  /** Whether it omits only connections that nothing may show Telnyx to have found: few, because their names have secrets. */
  readonly isRedacting: boolean;
  /** Whether no connection from this one on can be accepted, in a list by creation time. */
  readonly isPast: (connection: TelnyxConnectionModel, newestFirst: boolean) => boolean;
}

type ConnectionsPage = SourcePage<TelnyxConnectionModel>;

/** Reads the windows of lists of one account in one operation. */
export class ConnectionWindows {
  readonly #pages: ConnectionPages;
  readonly #account: TelnyxAccount;

  constructor(pages: ConnectionPages, account: TelnyxAccount) {
    this.#pages = pages;
    this.#account = account;
  }

  /** By creation time, only the pages around the window are read. Otherwise, or if that is not possible, the list is read whole. */
  async read(window: Window, filter: TelnyxFilter, local: LocalFilter | null): Promise<ConnectionsPage> {
    const countsLocally = window.wantsTotal && local !== null;
    const page = countsLocally ? null : await this.#readPart(window, filter, local);
    return page ?? this.#readWhole(window, filter, local);
  }

  #readPart(window: Window, filter: TelnyxFilter, local: LocalFilter | null): Promise<ConnectionsPage | null> {
    if (window.count === 0) return this.#readTotal(window, filter);
    if (window.ordering.field !== 'CREATED_AT') return Promise.resolve(null);
    return this.#readAround(window, filter, local);
  }

  async #readWhole(window: Window, filter: TelnyxFilter, local: LocalFilter | null): Promise<ConnectionsPage> {
    const { connections, quality } = await readWholeList(this.#pages, filter);
    const page = new SortedItems(connections).window(window, local?.accepts ?? null);
    // Telnyx's total includes the rows that cannot be read.
    const total = local === null ? connections.length + quality.omittedRows : page.total;
    return { ...page, total, quality };
  }

  async #readTotal({ wantsTotal }: Window, filter: TelnyxFilter): Promise<ConnectionsPage | null> {
    const rows = await this.#pages.oldestFirst({ filter, number: 1, size: 1 });
    if (wantsTotal && rows.total === null) return null;
    return { items: [], more: false, total: rows.total, quality: qualityOf([rows]) };
  }

  async #readAround(window: Window, filter: TelnyxFilter, local: LocalFilter | null): Promise<ConnectionsPage | null> {
    const { ordering, after, until, offsetHint, count, wantsTotal } = window;
    // The cursor's connection has no creation time. Telnyx does not document where it lists such connections.
    if (after?.value === null) return null;

    const newestFirst = isNewestFirst(ordering);
    const isPast = ({ row, position }: PlacedRow) =>
      (until !== null && ordering.compare(position, until) >= 0) || local?.isPast(row, newestFirst) === true;
    const isWanted = (placed: PlacedRow) => !isPast(placed) && (local === null || local.accepts(placed.row));
    const endsPast = (rows: readonly PlacedRow[]) => {
      const last = rows.at(-1);
      return last !== undefined && isPast(last);
    };
    // With a local filter or an end, more rows in the account need not be more items in the window, so one item more is read.
    const needed = local === null && until === null ? count : count + 1;
    const fromTheEnd = ordering.backwards && after === null;
    // Large pages if it is unknown how many rows the local filter accepts, or if a single page could hold the whole list.
    const isLikely = local === null || (local.isRedacting && after === null);
    const likely = isLikely && !fromTheEnd ? needed : MAX_PAGE_SIZE;

    const order = new CreationOrder(this.#pages, this.#account, filter);
    const found = await readRowsBeyond({
      readRows: order.reader(newestFirst),
      ordering,
      start: after,
      offsetHint: offsetOf(offsetHint, ordering),
      totalHint: offsetHint?.[1] ?? (isUnfiltered(filter) ? this.#account.size : null),
      count: likely,
      isEnough: (soFar) => endsPast(soFar) || soFar.filter(isWanted).length >= needed,
    });
    if (found === 'endless') throw this.#pages.endless();
    if (found === null || (wantsTotal && found.total === null)) return null;

    const { rows, more, total } = found;
    // Connections without a creation time come last in every list. If any are at the other end, they come first in this one.
    const farthest = fromTheEnd && more ? await order.reader(!newestFirst)({ offset: 0, count: 1, total }) : null;
    if (farthest?.rows[0]?.createdAt === null) return null;

    const wanted = rows.filter(isWanted);
    return {
      items: wanted.map(({ row }) => row),
      // A client can read the hints in a cursor. They count all connections that Telnyx has found.
      ...(local?.isRedacting !== true && {
        offsetHints: wanted.map(({ offset }) => toOffsetHint(offset, total, ordering)),
      }),
      more: more && !endsPast(rows),
      total,
      quality: farthest === null ? found.quality : combineQualities([found.quality, qualityOf([farthest])]),
    };
  }
}

function isNewestFirst({ descending, backwards }: Ordering): boolean {
  return descending !== backwards;
}

/** Offset hints count from the beginning of the list, whichever end it is read from. */
function toOffsetHint(offset: number, total: number | null, { backwards }: Ordering): OffsetHint {
  const known = Math.max(total ?? 0, offset + 1);
  return [backwards ? known - 1 - offset : offset, known];
}

function offsetOf(hint: OffsetHint | null, { backwards }: Ordering): number {
  if (hint === null) return 0;
  const [offset, total] = hint;
  return backwards ? Math.max(0, total - 1 - offset) : offset;
}
