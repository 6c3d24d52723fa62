import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../provider.ts';
import { TelnyxApi } from './api.ts';
import { TelnyxDataSource } from './dataSource.ts';

export interface TelnyxSettings extends HttpSettings {
  readonly apiKey: string;
}

/** One configured Telnyx account. */
export class TelnyxSource extends HttpSource<'TelnyxSource', 'TELNYX'> {
  readonly api = new TelnyxApi(this.upstream);
  readonly dataSource = perOperation(() => new TelnyxDataSource(this));
  /** How many connections the account had when it was last listed; null before. A hint, which decides between ways to read. */
  size: number | null = null;

  constructor({ apiKey, ...settings }: TelnyxSettings) {
    super('TelnyxSource', 'TELNYX', settings, { authorization: `Bearer ${apiKey}` });
  }
}
