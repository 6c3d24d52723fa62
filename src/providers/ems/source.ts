import { derivedKey } from '../../redaction/derivedKey.ts';
import { Redactor } from '../../redaction/redactor.ts';
import type { UpstreamObserver } from '../../telemetry/events.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import { HttpSource } from '../httpSource.ts';
import { perOperation } from '../perOperation.ts';
import type { SourceSettings } from '../settings.ts';
import { EMS_PORT_HINT, EmsApi, type EmsKind, readEmsFailure } from './api.ts';
import { EmsDataSource } from './dataSource.ts';

export interface EmsSettings extends SourceSettings {
  readonly url: string;
  readonly connectionsLifetimeMs: number;
  readonly countsLifetimeMs: number;
}

/** One configured EvoStream Media Server. */
export class EmsSource extends HttpSource<'EmsSource', EmsKind> {
  readonly dataSource = perOperation((operation) => new EmsDataSource(this, this.#api, this.#redactor, operation));
  readonly #api = new EmsApi(this.upstream);
  readonly #redactor: Redactor;

  constructor({ url, connectionsLifetimeMs, countsLifetimeMs, ...settings }: EmsSettings, observer: UpstreamObserver) {
    const lifetimes = {
      connections: { lifetimeMs: connectionsLifetimeMs, staleMs: settings.staleMs },
      // Never stale, because a count has no field that could mark it as stale.
      counts: { lifetimeMs: countsLifetimeMs, staleMs: 0 },
    };
    const { pathname, username } = new URL(url);
    const isProxied = pathname !== '/' || username !== '';
    const readFailure = (response: HttpResponse) =>
      readEmsFailure(response, isProxied, this.upstream.health.lastSuccessAt !== null);
    const providerSettings = { lifetimes, readFailure, portHint: EMS_PORT_HINT };
    super('EmsSource', 'EMS', { ...settings, baseUrl: url }, providerSettings, observer);
    // Often EMS has no credential. The key is then as secret as the address: who knows it can confirm a guess of a weak secret.
    this.#redactor = new Redactor(derivedKey(`${settings.name} ${url}`, 'fingerprints'));
  }
}
