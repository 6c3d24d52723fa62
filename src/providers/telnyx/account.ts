import type { Redactor } from '../../redaction/redactor.ts';
import type { TelnyxApi } from './api.ts';

/** What is known about one Telnyx account across operations. */
export class TelnyxAccount {
  readonly api: TelnyxApi;
  readonly redactor: Redactor;
  /** Number of connections when they were last listed; null before. It may be outdated, so it only decides how to read. */
  size: number | null = null;
  readonly #notice: (message: string) => void;
  #sortsDescending = true;

  /** @param notice logs what the source does, such as `rejects descending sorts` */
  constructor(api: TelnyxApi, redactor: Redactor, notice: (message: string) => void) {
    this.api = api;
    this.redactor = redactor;
    this.#notice = notice;
  }

  /** Whether Telnyx accepts descending sorts, as far as is known. */
  get sortsDescending(): boolean {
    return this.#sortsDescending;
  }

  /** Call this when Telnyx has rejected a descending sort and accepted the same request in ascending order. */
  descendingSortRejected(): void {
    if (!this.#sortsDescending) return;
    this.#sortsDescending = false;
    this.#notice(
      'rejects descending sorts. Until the next restart, lists with the newest connections first are read in ascending order from the end.',
    );
  }
}
