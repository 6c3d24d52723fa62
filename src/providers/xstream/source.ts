import { toGlobalId } from '../../relay/globalId.ts';
import type { Health } from '../../upstream/health.ts';
import { Upstream } from '../../upstream/upstream.ts';
import { perOperation, type Source, type SourceSettings } from '../provider.ts';
import { XApi } from './api.ts';
import { XDataSource } from './dataSource.ts';

export interface XSettings extends SourceSettings {
  readonly bearerToken: string;
  readonly baseUrl: string;
}

/** One configured X developer app. */
export class XSource implements Source {
  readonly __typename = 'XSource';
  readonly provider = 'X';
  readonly id: string;
  readonly name: string;
  readonly health: Health;
  readonly api: XApi;
  readonly dataSource: (operation: object) => XDataSource;
  readonly close: () => Promise<void>;

  constructor({ name, bearerToken, baseUrl, timeoutMs, concurrency }: XSettings) {
    const headers = { authorization: `Bearer ${bearerToken}` };
    const upstream = new Upstream({ provider: 'X', source: name, baseUrl, headers, timeoutMs, concurrency });
    this.id = toGlobalId('XSource', name);
    this.name = name;
    this.health = upstream.health;
    this.api = new XApi(upstream);
    this.dataSource = perOperation(() => new XDataSource(this));
    this.close = () => upstream.close();
  }
}
