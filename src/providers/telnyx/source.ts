import { toGlobalId } from '../../relay/globalId.ts';
import type { Health } from '../../upstream/health.ts';
import { Upstream } from '../../upstream/upstream.ts';
import { perOperation, type Source, type SourceSettings } from '../provider.ts';
import { TelnyxApi } from './api.ts';
import { TelnyxDataSource } from './dataSource.ts';

export interface TelnyxSettings extends SourceSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/** One configured Telnyx account. */
export class TelnyxSource implements Source {
  readonly __typename = 'TelnyxSource';
  readonly provider = 'TELNYX';
  readonly id: string;
  readonly name: string;
  readonly health: Health;
  readonly api: TelnyxApi;
  /** An error of this source. */
  readonly error: Upstream['error'];
  readonly dataSource: (operation: object) => TelnyxDataSource;
  /** How many connections the account had when it was last listed; null before. A hint, which decides between ways to read. */
  size: number | null = null;
  readonly close: () => Promise<void>;

  constructor({ name, apiKey, baseUrl, timeoutMs, concurrency }: TelnyxSettings) {
    const headers = { authorization: `Bearer ${apiKey}` };
    const upstream = new Upstream({ provider: 'TELNYX', source: name, baseUrl, headers, timeoutMs, concurrency });
    this.id = toGlobalId('TelnyxSource', name);
    this.name = name;
    this.health = upstream.health;
    this.api = new TelnyxApi(upstream);
    this.error = upstream.error.bind(upstream);
    this.dataSource = perOperation(() => new TelnyxDataSource(this));
    this.close = () => upstream.close();
  }
}
