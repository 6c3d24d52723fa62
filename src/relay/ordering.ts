/** What a list can be sorted by. */
export type OrderField = 'CREATED_AT' | 'NAME' | 'ACTIVE';

/** An item that the lists of connections can sort. */
export interface Sortable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly createdAt: Date | null;
}

/** Where an item stands in an ordering. It holds after the item has gone, which is what makes cursors stable. */
export interface Position {
  readonly value: string | number | null;
  readonly id: string;
}

const SORT_VALUE: Readonly<Record<OrderField, (item: Sortable) => string | number | null>> = {
  CREATED_AT: (item) => item.createdAt?.getTime() ?? null,
  // Not a locale's collation: a cursor made by one process must mean the same to another, whatever its ICU data.
  NAME: (item) => item.name.toLowerCase(),
  ACTIVE: (item) => Number(item.active),
};

/** A total order of items: by a field, either way, absent values last, ties by id. */
export class Ordering {
  readonly field: OrderField;
  readonly descending: boolean;
  /** Whether the list is read from its end, which turns everything round: absent values and ties too. */
  readonly backwards: boolean;

  constructor(field: OrderField, descending: boolean, backwards = false) {
    this.field = field;
    this.descending = descending;
    this.backwards = backwards;
  }

  /** The same list read from its other end. */
  reversed(): Ordering {
    return new Ordering(this.field, this.descending, !this.backwards);
  }

  positionOf(item: Sortable): Position {
    return { value: SORT_VALUE[this.field](item), id: item.id };
  }

  /** Negative if `a` comes before `b` in reading direction; 0 only for the same item. */
  compare(a: Position, b: Position): number {
    const forwards = this.#compareValues(a.value, b.value) || (a.id < b.id ? -1 : Number(a.id > b.id));
    return this.backwards ? -forwards : forwards;
  }

  #compareValues(a: Position['value'], b: Position['value']): number {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b === this.descending ? 1 : -1;
  }
}
