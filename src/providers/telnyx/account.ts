import type { TelnyxApi } from './api.ts';

/** What is known about one Telnyx account across operations. */
export class TelnyxAccount {
  readonly api: TelnyxApi;
  /** Number of connections when they were last listed; null before. A hint that decides between ways to read. */
  size: number | null = null;
  readonly #notice: (message: string) => void;
  #sortsDescending = true;

  /** @param notice writes to the log what the source does: `rejects …` */
  constructor(api: TelnyxApi, notice: (message: string) => void) {
    this.api = api;
    this.#notice = notice;
  }

  /** Whether Telnyx accepts descending sorts, as far as is known. */
  get sortsDescending(): boolean {
    return this.#sortsDescending;
  }

  /** To be called when Telnyx rejected a descending sort and accepted the same request in ascending order. */
  descendingSortRejected(): void {
    if (!this.#sortsDescending) return;
    this.#sortsDescending = false;
    this.#notice(
      'rejects descending sorts. Until the next restart, lists with the newest connections first are read in ascending order from the end.',
    );
  }
}
