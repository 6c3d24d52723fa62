import type { Provider as ProviderName } from '../__generated__/resolvers.ts';
import { toGlobalId } from '../relay/globalId.ts';
import type { UpstreamObserver } from '../upstream/observer.ts';
import type { Operation } from '../upstream/operation.ts';
import { Upstream, type UpstreamSettings } from '../upstream/upstream.ts';
import type { DataSource, Source, SourceSettings } from './provider.ts';

export interface HttpSettings extends SourceSettings {
  readonly baseUrl: string;
}

/** What of the way to its upstream is the provider's business. */
type ProviderSettings<Kind extends string> = Pick<
  UpstreamSettings<Kind>,
  'lifetimes' | 'headers' | 'readRateLimit' | 'timeoutHint'
>;

/** What every source is made of that is read over HTTP. A provider's own adds its api and its data source. */
export abstract class HttpSource<TypeName extends string, Name extends ProviderName, Kind extends string>
  implements Source
{
  readonly __typename: TypeName;
  readonly provider: Name;
  readonly id: string;
  readonly name: string;
  readonly upstream: Upstream<Kind>;

  constructor(
    typeName: TypeName,
    provider: Name,
    { name, ...settings }: HttpSettings,
    ofProvider: ProviderSettings<Kind>,
    observer: UpstreamObserver,
  ) {
    this.__typename = typeName;
    this.provider = provider;
    this.id = toGlobalId(typeName, name);
    this.name = name;
    this.upstream = new Upstream({ provider, source: name, ...settings, ...ofProvider, observer });
  }

  abstract dataSource(operation: Operation): DataSource;

  close(): Promise<void> {
    return this.upstream.close();
  }
}
