/**
 * The rows of one response. Operations share them while the response is cached, and with them what is made of them: models, indexes
 * and orders.
 */
export class DecodedRows<Row> {
  readonly rows: readonly Row[];
  #made: { readonly value: unknown; readonly of: readonly unknown[] } | null = null;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /**
   * What `make` returns. It is made again only if one of `of` is another one than last time, such as the quality of a response that
   * has become stale. All callers must make the same of it.
   */
  once<Value>(of: readonly unknown[], make: (rows: readonly Row[]) => Value): Value {
    const isSame = this.#made?.of.length === of.length && this.#made.of.every((one, index) => one === of[index]);
    if (this.#made === null || !isSame) this.#made = { value: make(this.rows), of };
    return this.#made.value as Value;
  }
}
