import type { Provider as ProviderName } from '../__generated__/resolvers.ts';
import { toGlobalId } from '../relay/globalId.ts';
import type { Health } from '../upstream/health.ts';
import { Upstream } from '../upstream/upstream.ts';
import type { DataSource, Source, SourceSettings } from './provider.ts';

export interface HttpSettings extends SourceSettings {
  readonly baseUrl: string;
}

/** What every source is made of that is read over HTTP. A provider's own adds its api and its data source. */
export abstract class HttpSource<TypeName extends string, Name extends ProviderName> implements Source {
  readonly __typename: TypeName;
  readonly provider: Name;
  readonly id: string;
  readonly name: string;
  readonly upstream: Upstream;

  /** @param headers of every request, credentials for one */
  constructor(
    typeName: TypeName,
    provider: Name,
    settings: HttpSettings,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const { name: source, baseUrl, timeoutMs, concurrency } = settings;
    this.__typename = typeName;
    this.provider = provider;
    this.id = toGlobalId(typeName, source);
    this.name = source;
    this.upstream = new Upstream({ provider, source, baseUrl, headers, timeoutMs, concurrency });
  }

  abstract dataSource(operation: object): DataSource;

  get health(): Health {
    return this.upstream.health;
  }

  close(): Promise<void> {
    return this.upstream.close();
  }
}
