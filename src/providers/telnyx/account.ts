import type { TelnyxApi } from './api.ts';

/** What is known about one Telnyx account across operations. */
export class TelnyxAccount {
  readonly api: TelnyxApi;
  /** Number of connections when it was last listed; null before. A hint that decides between ways to read. */
  size: number | null = null;

  constructor(api: TelnyxApi) {
    this.api = api;
  }
}
