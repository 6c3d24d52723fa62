import { type Cursor, encodeCursor, type OffsetHint } from './cursor.ts';
import type { ItemPosition, Ordering, Sortable } from './ordering.ts';
import type { PageCursors } from './relayConnection.ts';

/** An item of a merged list. */
export interface MergedItem<Item extends Sortable> {
  readonly position: ItemPosition<Item>;
  /** Name of its source. */
  readonly source: string;
  readonly offsetHint: OffsetHint | undefined;
}

/** The cursors of a page of a merged list. */
export class MergedCursors<Item extends Sortable> implements PageCursors {
  readonly #page: readonly MergedItem<Item>[];
  readonly #hintsAtStart: Cursor['offsetHints'];
  readonly #ordering: Ordering;
  readonly #backwards: boolean;
  #hints: readonly Cursor['offsetHints'][] | null = null;

  /**
   * @param page in reading direction
   * @param hintsAtStart the offset hints before its first item
   * @param ordering of the list
   * @param backwards whether it was read from its end
   */
  constructor(
    page: readonly MergedItem<Item>[],
    hintsAtStart: Cursor['offsetHints'],
    ordering: Ordering,
    backwards: boolean,
  ) {
    this.#page = page;
    this.#hintsAtStart = hintsAtStart;
    this.#ordering = ordering;
    this.#backwards = backwards;
  }

  get length(): number {
    return this.#page.length;
  }

  /** In list order. */
  get items(): Item[] {
    const items = this.#page.map(({ position }) => position.item);
    return this.#backwards ? items.reverse() : items;
  }

  cursorOf(index: number): string {
    const inReadingDirection = this.#backwards ? this.length - 1 - index : index;
    const item = this.#page[inReadingDirection];
    if (item === undefined) throw new RangeError(`The page has no item ${index}`);
    this.#hints ??= hintsOf(this.#page, this.#hintsAtStart);
    const offsetHints = this.#hints[inReadingDirection] ?? this.#hintsAtStart;
    return encodeCursor(this.#ordering, { position: item.position, offsetHints });
  }
}

/** For each item, the offset hints of the last items up to it, one for each source. */
function hintsOf(
  page: readonly MergedItem<Sortable>[],
  hintsAtStart: Cursor['offsetHints'],
): readonly Cursor['offsetHints'][] {
  let hints = hintsAtStart;
  return page.map(({ source, offsetHint }) => {
    if (offsetHint !== undefined) hints = new Map([...hints, [source, offsetHint]]);
    return hints;
  });
}
