import type { Redactor } from '../../redaction/redactor.ts';
import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { type ConnectionFilter, predicateOf } from '../connectionFilter.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { DataSource } from '../provider.ts';
import { readOnce } from '../readOnce.ts';
import { WholeListing } from '../wholeListing.ts';
import type { EmsApi, EmsCountLimitJson } from './api.ts';
import { EmsListing } from './listing.ts';
import type { EmsConnectionModel } from './model.ts';

/** The one option of a listing. Null: the server's default applies. */
type ExcludeNonNetworkProtocols = boolean | null;

/** One operation's access to a media server, which lists all connections in one response. */
export class EmsDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #api: EmsApi;
  readonly #redactor: Redactor;
  readonly #operation: Operation;
  readonly #listing = readOnce((exclude: ExcludeNonNetworkProtocols) => this.#list(exclude));
  readonly #count = readOnce((_key: 'count') => this.#api.getConnectionsCount(this.#operation));
  readonly #countLimit = readOnce((_key: 'limit') => this.#api.getConnectionsCountLimit(this.#operation));

  constructor(source: SourceModel, api: EmsApi, redactor: Redactor, operation: Operation) {
    this.#source = source;
    this.#api = api;
    this.#redactor = redactor;
    this.#operation = operation;
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<EmsConnectionModel>> {
    return this.emsConnections(window, null, predicateOf(filter));
  }

  async emsConnections(
    window: Window,
    exclude: ExcludeNonNetworkProtocols,
    accepts: ((connection: EmsConnectionModel) => boolean) | null,
  ): Promise<SourcePage<EmsConnectionModel>> {
    return (await this.#listing(exclude)).page(window, accepts);
  }

  async node(id: string): Promise<EmsConnectionModel | null> {
    return (await this.#listing(null)).find(id, this.#source);
  }

  /** @param limitSelected whether the operation selects the limit too. Its response contains the count, so it is used for both. */
  async connectionsCount(limitSelected: boolean): Promise<number> {
    return limitSelected ? (await this.connectionsCountLimit()).current : this.#count('count');
  }

  connectionsCountLimit(): Promise<EmsCountLimitJson> {
    return this.#countLimit('limit');
  }

  async #list(exclude: ExcludeNonNetworkProtocols): Promise<WholeListing<EmsConnectionModel>> {
    const { value, quality } = await this.#api.listConnections(exclude, this.#operation);
    return value.once([quality], (rows) => {
      const { connections } = new EmsListing(rows, this.#source, this.#redactor, quality);
      return new WholeListing(connections, quality);
    });
  }
}
