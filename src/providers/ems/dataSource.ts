import DataLoader from 'dataloader';
import type { UpstreamError } from '../../errors.ts';
import { type SourcePage, type Window, windowOf } from '../../relay/mergedList.ts';
import { perKeyLoader } from '../perKeyLoader.ts';
import { brokenRowsError, type ConnectionFilter, type DataSource, matchesFilter } from '../provider.ts';
import { type EmsConnectionModel, emsConnectionId, toEmsConnection } from './model.ts';
import type { EmsSource } from './source.ts';

interface Question {
  /** Null leaves it to the server's default. */
  readonly excludeNonNetworkProtocols: boolean | null;
}

const EVERYTHING: Question = { excludeNonNetworkProtocols: null };

interface Listing {
  readonly connections: readonly EmsConnectionModel[];
  readonly error: UpstreamError | null;
}

/**
 * One operation's view of a media server. EMS answers with everything at once, so one listing serves all lists and all ids
 * of the operation.
 */
export class EmsDataSource implements DataSource {
  readonly #source: EmsSource;
  readonly #listings = perKeyLoader((question: Question) => this.#list(question), JSON.stringify);
  readonly #byId = new DataLoader((ids: readonly string[]) => this.#findByIds(ids));
  readonly #counts = perKeyLoader((_key: 'count') => this.#source.api.getConnectionsCount());
  readonly #countLimits = perKeyLoader((_key: 'limit') => this.#source.api.getConnectionsCountLimit());

  constructor(source: EmsSource) {
    this.#source = source;
  }

  async connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<EmsConnectionModel>> {
    const { connections, error } = await this.#listings.load(EVERYTHING);
    const matching = connections.filter((connection) => matchesFilter(connection, filter));
    return { ...windowOf(matching, window), error };
  }

  async emsConnections(window: Window, question: Question): Promise<SourcePage<EmsConnectionModel>> {
    const { connections, error } = await this.#listings.load(question);
    return { ...windowOf(connections, window), error };
  }

  node(_type: string, key: readonly string[]): Promise<EmsConnectionModel | null> {
    return this.#byId.load(emsConnectionId(this.#source.name, key));
  }

  connectionsCount() {
    return this.#counts.load('count');
  }

  connectionsCountLimit() {
    return this.#countLimits.load('limit');
  }

  async #findByIds(ids: readonly string[]): Promise<(EmsConnectionModel | null)[]> {
    const { connections } = await this.#listings.load(EVERYTHING);
    const byId = new Map(connections.map((connection) => [connection.id, connection]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async #list({ excludeNonNetworkProtocols }: Question): Promise<Listing> {
    const { connections, brokenRows, receivedAt } = await this.#source.api.listConnections(excludeNonNetworkProtocols);
    return {
      connections: connections.flatMap((row) => toEmsConnection(row, this.#source, receivedAt) ?? []),
      error: brokenRowsError(this.#source, brokenRows),
    };
  }
}
