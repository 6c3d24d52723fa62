import type { UpstreamProblem } from '../errors.ts';
import { toGlobalId } from '../relay/globalId.ts';
import type { CircuitState, SourceStatus, UpstreamObserver } from '../telemetry/events.ts';
import type { Operation } from '../upstream/operation.ts';
import type { RateLimit } from '../upstream/rateBudget.ts';
import { Upstream, type UpstreamSettings } from '../upstream/upstream.ts';
import type { DataSource, Source } from './provider.ts';
import type { SourceSettings } from './settings.ts';

export interface HttpSettings extends SourceSettings {
  readonly baseUrl: string;
}

/** The upstream settings that the provider's code sets, not the operator. */
type ProviderSettings<Kind extends string> = Pick<
  UpstreamSettings<Kind>,
  'lifetimes' | 'headers' | 'readRateLimit' | 'readFailure' | 'portHint'
>;

/** The base class of sources that are read over HTTP. A provider's class adds its API client and its data source. */
export abstract class HttpSource<TypeName extends string, Kind extends string> implements Source {
  readonly __typename: TypeName;
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  protected readonly upstream: Upstream<Kind>;

  constructor(
    typeName: TypeName,
    provider: string,
    { name, ...settings }: HttpSettings,
    providerSettings: ProviderSettings<Kind>,
    observer: UpstreamObserver,
  ) {
    this.__typename = typeName;
    this.provider = provider;
    this.id = toGlobalId(typeName, name);
    this.name = name;
    this.upstream = new Upstream({ provider, source: name, ...settings, ...providerSettings, observer });
  }

  abstract dataSource(operation: Operation): DataSource;

  get status(): SourceStatus {
    return this.upstream.health.status;
  }

  get lastSuccessAt(): Date | null {
    return this.upstream.health.lastSuccessAt;
  }

  get lastProblem(): UpstreamProblem | null {
    return this.upstream.health.lastProblem;
  }

  get lastProblemAt(): Date | null {
    return this.upstream.health.lastProblemAt;
  }

  get rateLimit(): RateLimit | null {
    return this.upstream.rateLimit;
  }

  get circuit(): CircuitState {
    return this.upstream.circuit;
  }

  get load(): { readonly inFlight: number; readonly waiting: number } {
    return this.upstream.load;
  }

  get cachedResponses(): number {
    return this.upstream.cachedResponses;
  }

  close(): Promise<void> {
    return this.upstream.close();
  }
}
