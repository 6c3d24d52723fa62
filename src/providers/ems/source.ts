import { HttpSource } from '../httpSource.ts';
import { perOperation, type SourceSettings } from '../provider.ts';
import { EmsApi } from './api.ts';
import { EmsDataSource } from './dataSource.ts';

export interface EmsSettings extends SourceSettings {
  readonly url: string;
}

/** One configured EvoStream Media Server. */
export class EmsSource extends HttpSource<'EmsSource', 'EMS'> {
  readonly api = new EmsApi(this.upstream);
  readonly dataSource = perOperation(() => new EmsDataSource(this));

  constructor({ url, ...settings }: EmsSettings) {
    super('EmsSource', 'EMS', { ...settings, baseUrl: url });
  }
}
