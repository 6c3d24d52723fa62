import { derivedKey } from '../../redaction/derivedKey.ts';
import { Redactor } from '../../redaction/redactor.ts';
import type { UpstreamObserver } from '../../telemetry/events.ts';
import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../perOperation.ts';
import { TelnyxAccount } from './account.ts';
import { readTelnyxFailure, readTelnyxRateLimit, TelnyxApi, type TelnyxKind } from './api.ts';
import { TelnyxDataSource } from './dataSource.ts';

export interface TelnyxSettings extends HttpSettings {
  readonly apiKey: string;
  readonly connectionsLifetimeMs: number;
  readonly activeCallsLifetimeMs: number;
}

/** One configured Telnyx account. */
export class TelnyxSource extends HttpSource<'TelnyxSource', TelnyxKind> {
  readonly dataSource = perOperation((operation) => new TelnyxDataSource(this, this.#account, operation));
  readonly #account: TelnyxAccount;

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
    const readers = { readRateLimit: readTelnyxRateLimit, readFailure: readTelnyxFailure };
    super('TelnyxSource', 'TELNYX', settings, { headers, lifetimes, ...readers }, observer);
    const { provider, name: source } = this;
    const notice = (what: string) => observer.noticed({ provider, source, message: `Source "${source}" ${what}` });
    const redactor = new Redactor(derivedKey(apiKey, 'fingerprints'));
    this.#account = new TelnyxAccount(new TelnyxApi(this.upstream), redactor, notice);
  }
}
