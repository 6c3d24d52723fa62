import { toGlobalId } from '../../relay/globalId.ts';
import type { Health } from '../../upstream/health.ts';
import { Upstream } from '../../upstream/upstream.ts';
import { perOperation, type Source, type SourceSettings } from '../provider.ts';
import { EmsApi } from './api.ts';
import { EmsDataSource } from './dataSource.ts';

export interface EmsSettings extends SourceSettings {
  readonly url: string;
}

/** One configured EvoStream Media Server. */
export class EmsSource implements Source {
  readonly __typename = 'EmsSource';
  readonly provider = 'EMS';
  readonly id: string;
  readonly name: string;
  readonly health: Health;
  readonly api: EmsApi;
  readonly dataSource: (operation: object) => EmsDataSource;
  readonly close: () => Promise<void>;

  constructor({ name, url, timeoutMs, concurrency }: EmsSettings) {
    const upstream = new Upstream({ provider: 'EMS', source: name, baseUrl: url, timeoutMs, concurrency });
    this.id = toGlobalId('EmsSource', name);
    this.name = name;
    this.health = upstream.health;
    this.api = new EmsApi(upstream);
    this.dataSource = perOperation(() => new EmsDataSource(this));
    this.close = () => upstream.close();
  }
}
