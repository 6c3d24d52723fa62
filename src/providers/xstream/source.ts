import type { UpstreamObserver } from '../../telemetry/events.ts';
import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../perOperation.ts';
import { readXFailure, readXRateLimit, XApi, type XKind } from './api.ts';
import { XDataSource } from './dataSource.ts';

export interface XSettings extends HttpSettings {
  readonly bearerToken: string;
  readonly connectionsLifetimeMs: number;
}

/** One configured X developer app. */
export class XSource extends HttpSource<'XSource', XKind> {
  readonly dataSource = perOperation((operation) => new XDataSource(this, this.#api, operation));
  readonly #api = new XApi(this.upstream);

  constructor({ bearerToken, connectionsLifetimeMs, ...settings }: XSettings, observer: UpstreamObserver) {
    const lifetimes = { connections: { lifetimeMs: connectionsLifetimeMs, staleMs: settings.staleMs } };
    const headers = { authorization: `Bearer ${bearerToken}` };
    const providerSettings = { headers, lifetimes, readRateLimit: readXRateLimit, readFailure: readXFailure };
    super('XSource', 'X', settings, providerSettings, observer);
  }
}
