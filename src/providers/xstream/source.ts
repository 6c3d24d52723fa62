import { derivedKey } from '../../redaction/derivedKey.ts';
import { Redactor } from '../../redaction/redactor.ts';
import type { UpstreamObserver } from '../../telemetry/events.ts';
import { type HttpSettings, HttpSource } from '../httpSource.ts';
import { perOperation } from '../perOperation.ts';
import { readXFailure, readXRateLimit, XApi, type XKind } from './api.ts';
import { XDataSource } from './dataSource.ts';
import type { XApp } from './model.ts';

export interface XSettings extends HttpSettings {
  readonly bearerToken: string;
  readonly connectionsLifetimeMs: number;
}

/** One configured X developer app. */
export class XSource extends HttpSource<'XSource', XKind> {
  readonly dataSource = perOperation((operation) => new XDataSource(this.#app, this.#api, operation));
  readonly #api = new XApi(this.upstream);
  readonly #app: XApp;

  constructor({ bearerToken, connectionsLifetimeMs, ...settings }: XSettings, observer: UpstreamObserver) {
    const lifetimes = { connections: { lifetimeMs: connectionsLifetimeMs, staleMs: settings.staleMs } };
    const headers = { authorization: `Bearer ${bearerToken}` };
    const providerSettings = { headers, lifetimes, readRateLimit: readXRateLimit, readFailure: readXFailure };
    super('XSource', 'X', settings, providerSettings, observer);
    const redactor = new Redactor(derivedKey(bearerToken, 'fingerprints'));
    this.#app = { source: this, redactor, idKey: derivedKey(bearerToken, 'connection IDs') };
  }
}
