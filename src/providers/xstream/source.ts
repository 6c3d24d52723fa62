import type { UpstreamObserver } from '../../upstream/observer.ts';
import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../provider.ts';
import { readXRateLimit, XApi, type XKind } from './api.ts';
import { XDataSource } from './dataSource.ts';

export interface XSettings extends HttpSettings {
  readonly bearerToken: string;
  readonly connectionsLifetimeMs: number;
}

/** One configured X developer app. */
export class XSource extends HttpSource<'XSource', 'X', XKind> {
  readonly api = new XApi(this.upstream);
  readonly dataSource = perOperation((operation) => new XDataSource(this, operation));

  constructor({ bearerToken, connectionsLifetimeMs, ...settings }: XSettings, observer: UpstreamObserver) {
    const lifetimes = { connections: { lifetimeMs: connectionsLifetimeMs, staleMs: settings.staleMs } };
    const headers = { authorization: `Bearer ${bearerToken}` };
    super('XSource', 'X', settings, { headers, lifetimes, readRateLimit: readXRateLimit }, observer);
  }
}
