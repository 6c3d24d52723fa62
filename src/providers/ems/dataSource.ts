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

interface Question {
  /** Null leaves it to the server's default. */
  readonly excludeNonNetworkProtocols: boolean | null;
}

const EVERYTHING: Question = { excludeNonNetworkProtocols: null };

/** One operation's view of a media server, which answers with everything at once. */
export class EmsDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #api: EmsApi;
  readonly #operation: Operation;
  readonly #listings: WholeListings<Question, EmsConnectionModel>;
  readonly #counts = perKeyLoader((_key: 'count') => this.#api.getConnectionsCount(this.#operation));
  readonly #countLimits = perKeyLoader((_key: 'limit') => this.#api.getConnectionsCountLimit(this.#operation));

  constructor(source: SourceModel, api: EmsApi, operation: Operation) {
    this.#source = source;
    this.#api = api;
    this.#listings = new WholeListings(source, (question: Question) => this.#list(question));
    this.#operation = operation;
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<EmsConnectionModel>> {
    return this.#listings.page(EVERYTHING, window, (connection) => matchesFilter(connection, filter));
  }

  emsConnections(
    window: Window,
    question: Question,
    accepts: (connection: EmsConnectionModel) => boolean,
  ): Promise<SourcePage<EmsConnectionModel>> {
    return this.#listings.page(question, window, accepts);
  }

  node(id: string): Promise<EmsConnectionModel | null> {
    return this.#listings.find(EVERYTHING, id);
  }

  /** @param limitWanted whether the operation asks for the limit too, which comes with a count that then does for both */
  async connectionsCount(limitWanted: boolean): Promise<number> {
    return limitWanted ? (await this.connectionsCountLimit()).current : this.#counts.load('count');
  }

  connectionsCountLimit(): Promise<EmsCountLimitJson> {
    return this.#countLimits.load('limit');
  }

  async #list({ excludeNonNetworkProtocols }: Question): Promise<WholeListing<EmsConnectionModel>> {
    const { value: rows, quality } = await this.#api.listConnections(excludeNonNetworkProtocols, this.#operation);
    const { connections, omittedRows } = toEmsListing(rows, this.#source, quality);
    return { connections, quality: withOmittedRows(quality, omittedRows) };
  }
}
