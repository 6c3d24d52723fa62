import type { SourcePage, Window } from './mergedList.ts';
import type { ItemPosition, Ordering, Position, Sortable } from './ordering.ts';

/** All items of a source that is read whole. Each order is made once, when a window in it is cut. */
export class SortedItems<Item extends Sortable> {
  readonly #items: readonly Item[];
  readonly #orders = new Map<string, readonly ItemPosition<Item>[]>();

  constructor(items: readonly Item[]) {
    this.#items = items;
  }

  /** The first items of a window that are accepted. */
  window(window: Window, accepts: ((item: Item) => boolean) | null): Omit<SourcePage<Item>, 'quality'> {
    const { ordering, after, until, count, wantsTotal } = window;
    const sorted = this.#sorted(ordering);
    const items: Item[] = [];
    let more = false;
    for (let index = after === null ? 0 : indexAfter(sorted, after, ordering); index < sorted.length; index += 1) {
      const position = sorted[index];
      if (position === undefined || (until !== null && ordering.compare(position, until) >= 0)) break;
      if (accepts !== null && !accepts(position.item)) continue;
      more = items.length === count;
      if (more) break;
      items.push(position.item);
    }
    return { items, more, total: wantsTotal ? this.#count(accepts) : null };
  }

  #count(accepts: ((item: Item) => boolean) | null): number {
    return accepts === null ? this.#items.length : this.#items.filter(accepts).length;
  }

  #sorted(ordering: Ordering): readonly ItemPosition<Item>[] {
    const { field, descending, backwards } = ordering;
    const key = `${field} ${descending} ${backwards}`;
    let sorted = this.#orders.get(key);
    if (sorted === undefined) {
      sorted = this.#items
        .map((item) => ordering.positionOf(item))
        .sort((position, other) => ordering.compare(position, other));
      this.#orders.set(key, sorted);
    }
    return sorted;
  }
}

/** The index of the first item after a position, in items sorted by `ordering`. */
function indexAfter(sorted: readonly Position[], after: Position, ordering: Ordering): number {
  let start = 0;
  let end = sorted.length;
  while (start < end) {
    const middle = (start + end) >> 1;
    const position = sorted[middle];
    if (position !== undefined && ordering.compare(position, after) <= 0) start = middle + 1;
    else end = middle;
  }
  return start;
}
