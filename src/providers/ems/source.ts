import type { UpstreamObserver } from '../../upstream/observer.ts';
import { HttpSource } from '../httpSource.ts';
import { perOperation, type SourceSettings } from '../provider.ts';
import { EmsApi, type EmsKind } from './api.ts';
import { EmsDataSource } from './dataSource.ts';

export interface EmsSettings extends SourceSettings {
  readonly url: string;
  readonly connectionsLifetimeMs: number;
  readonly countsLifetimeMs: number;
}

/** One configured EvoStream Media Server. */
export class EmsSource extends HttpSource<'EmsSource', 'EMS', EmsKind> {
  readonly api = new EmsApi(this.upstream);
  readonly dataSource = perOperation((operation) => new EmsDataSource(this, operation));

  constructor({ url, connectionsLifetimeMs, countsLifetimeMs, ...settings }: EmsSettings, observer: UpstreamObserver) {
    const lifetimes = {
      connections: { lifetimeMs: connectionsLifetimeMs, staleMs: settings.staleMs },
      // A number has no field to mark an old one by.
      counts: { lifetimeMs: countsLifetimeMs, staleMs: 0 },
    };
    const timeoutHint =
      'One of its edge processes may be silent: it waits 30 s and more for those, and then leaves their connections out.';
    super('EmsSource', 'EMS', { ...settings, baseUrl: url }, { lifetimes, timeoutHint }, observer);
  }
}
