import type { Redactor } from '../../redaction/redactor.ts';
import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { withOmittedRows } from '../../upstream/quality.ts';
import { type ConnectionFilter, matchesFilter } from '../connectionFilter.ts';
import type { SourceModel } from '../connectionModel.ts';
import { perKeyLoader } from '../perKeyLoader.ts';
import type { DataSource } from '../provider.ts';
import { type WholeListing, WholeListings } from '../wholeListings.ts';
import type { EmsApi, EmsCountLimitJson } from './api.ts';
import { toEmsListing } from './listing.ts';
import type { EmsConnectionModel } from './model.ts';

interface ListingQuery {
  /** Null: the server's default applies. */
  readonly excludeNonNetworkProtocols: boolean | null;
}

const EVERYTHING: ListingQuery = { excludeNonNetworkProtocols: null };

/** One operation's access to a media server, which lists all connections in one response. */
export class EmsDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #api: EmsApi;
  readonly #redactor: Redactor;
  readonly #operation: Operation;
  readonly #listings: WholeListings<ListingQuery, EmsConnectionModel>;
  readonly #counts = perKeyLoader((_key: 'count') => this.#api.getConnectionsCount(this.#operation));
  readonly #countLimits = perKeyLoader((_key: 'limit') => this.#api.getConnectionsCountLimit(this.#operation));

  constructor(source: SourceModel, api: EmsApi, redactor: Redactor, operation: Operation) {
    this.#source = source;
    this.#api = api;
    this.#redactor = redactor;
    this.#listings = new WholeListings(source, (query: ListingQuery) => this.#list(query));
    this.#operation = operation;
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<EmsConnectionModel>> {
    return this.#listings.page(EVERYTHING, window, (connection) => matchesFilter(connection, filter));
  }

  emsConnections(
    window: Window,
    query: ListingQuery,
    accepts: (connection: EmsConnectionModel) => boolean,
  ): Promise<SourcePage<EmsConnectionModel>> {
    return this.#listings.page(query, window, accepts);
  }

  node(id: string): Promise<EmsConnectionModel | null> {
    return this.#listings.find(EVERYTHING, id);
  }

  /** @param limitSelected whether the operation selects the limit too. Its response contains the count, so it is used for both. */
  async connectionsCount(limitSelected: boolean): Promise<number> {
    return limitSelected ? (await this.connectionsCountLimit()).current : this.#counts.load('count');
  }

  connectionsCountLimit(): Promise<EmsCountLimitJson> {
    return this.#countLimits.load('limit');
  }

  async #list({ excludeNonNetworkProtocols }: ListingQuery): Promise<WholeListing<EmsConnectionModel>> {
    const { value: rows, quality } = await this.#api.listConnections(excludeNonNetworkProtocols, this.#operation);
    const { connections, omittedRows } = toEmsListing(rows, this.#source, this.#redactor, quality);
    return { connections, quality: withOmittedRows(quality, omittedRows) };
  }
}
