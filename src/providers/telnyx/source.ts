import type { UpstreamObserver } from '../../upstream/observer.ts';
import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../provider.ts';
import { readTelnyxRateLimit, TelnyxApi, type TelnyxKind } from './api.ts';
import { TelnyxDataSource } from './dataSource.ts';

export interface TelnyxSettings extends HttpSettings {
  readonly apiKey: string;
  readonly connectionsLifetimeMs: number;
  readonly activeCallsLifetimeMs: number;
}

/** One configured Telnyx account. */
export class TelnyxSource extends HttpSource<'TelnyxSource', 'TELNYX', TelnyxKind> {
  readonly api = new TelnyxApi(this.upstream);
  readonly dataSource = perOperation((operation) => new TelnyxDataSource(this, operation));
  /** How many connections the account had when it was last listed; null before. A hint, which decides between ways to read. */
  size: number | null = null;

  constructor(
    { apiKey, connectionsLifetimeMs, activeCallsLifetimeMs, ...settings }: TelnyxSettings,
    observer: UpstreamObserver,
  ) {
    const { staleMs } = settings;
    const lifetimes = {
      connections: { lifetimeMs: connectionsLifetimeMs, staleMs },
      activeCalls: { lifetimeMs: activeCallsLifetimeMs, staleMs },
    };
    const headers = { authorization: `Bearer ${apiKey}` };
    super('TelnyxSource', 'TELNYX', settings, { headers, lifetimes, readRateLimit: readTelnyxRateLimit }, observer);
  }
}
