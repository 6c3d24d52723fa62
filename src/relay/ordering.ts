import { createHash } from 'node:crypto';

/** An item that the lists of connections can sort. */
export interface Sortable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly createdAt: Date | null;
  /** The value of a sort field that only this item's provider has; undefined if it has no such field. */
  sortValue?(field: string): string | null | undefined;
}

/** Absent values are null. */
export type SortValue = string | number | null;

/** The place of an item in an ordering. It stays valid when the item is removed, so cursors stay valid too. */
export interface Position {
  readonly value: SortValue;
  readonly id: string;
}

/** The position of an item. Its ID is made only if it is read: values alone decide most comparisons. */
export class ItemPosition<Item extends Sortable> implements Position {
  readonly item: Item;
  readonly value: SortValue;

  constructor(item: Item, value: SortValue) {
    this.item = item;
    this.value = value;
  }

  get id(): string {
    return this.item.id;
  }
}

/** The sort fields that all items have. Every other field is one of the item's provider. */
const COMMON_FIELDS = new Map<string, (item: Sortable) => SortValue>([
  ['CREATED_AT', (item) => item.createdAt?.getTime() ?? null],
  ['NAME', (item) => sortableText(item.name)],
  ['ACTIVE', (item) => Number(item.active)],
]);

const NUMERIC_FIELDS: ReadonlySet<string> = new Set(['CREATED_AT', 'ACTIVE']);

/** The number of code units that texts are sorted by. It is limited because cursors contain them. */
const SORTED_TEXT_LENGTH = 128;

/**
 * The text that lists sort by: in lower case, with a hash in place of everything after the first 128 code units. A locale's
 * collation is not used, because it depends on the ICU data of the process, and cursors must be valid in other processes.
 */
function sortableText(text: string): string {
  const lowerCase = text.toLowerCase();
  if (lowerCase.length <= SORTED_TEXT_LENGTH) return lowerCase;
  const hash = createHash('sha256').update(lowerCase).digest('base64url').slice(0, 22);
  // The cut can split a surrogate pair, which a cursor could not carry.
  return lowerCase.slice(0, SORTED_TEXT_LENGTH).toWellFormed() + hash;
}

/** A total order of items: by a field in either direction, absent values last, ties by ID. */
export class Ordering {
  /** `CREATED_AT`, `NAME`, `ACTIVE`, or a field that only one provider has. */
  readonly field: string;
  readonly descending: boolean;
  /** Whether the list is read from its end. This reverses everything, absent values and ties too. */
  readonly backwards: boolean;

  constructor(field: string, descending: boolean, backwards = false) {
    this.field = field;
    this.descending = descending;
    this.backwards = backwards;
  }

  /** The type of the values that items are compared by. */
  get valueType(): 'number' | 'string' {
    return NUMERIC_FIELDS.has(this.field) ? 'number' : 'string';
  }

  /** The ordering of the same list, read from its other end. */
  reversed(): Ordering {
    return new Ordering(this.field, this.descending, !this.backwards);
  }

  positionOf<Item extends Sortable>(item: Item): ItemPosition<Item> {
    const common = COMMON_FIELDS.get(this.field);
    const value = common === undefined ? item.sortValue?.(this.field) : common(item);
    if (value === undefined) throw new TypeError(`Items have no sort field ${this.field}`);
    return new ItemPosition(item, value);
  }

  /** Negative if `a` comes before `b` in reading direction; 0 only for the same item. */
  compare(a: Position, b: Position): number {
    const forwards = this.#compareValues(a.value, b.value) || (a.id < b.id ? -1 : Number(a.id > b.id));
    return this.backwards ? -forwards : forwards;
  }

  #compareValues(a: SortValue, b: SortValue): number {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b === this.descending ? 1 : -1;
  }
}

/** The ordering that an `orderBy` argument selects. Newest first by default. */
export function orderingOf(
  orderBy: { readonly field?: string; readonly direction?: 'ASC' | 'DESC' } | null | undefined,
): Ordering {
  const { field = 'CREATED_AT', direction = 'DESC' } = orderBy ?? {};
  return new Ordering(field, direction === 'DESC');
}
