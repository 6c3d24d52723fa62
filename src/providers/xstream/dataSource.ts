import DataLoader from 'dataloader';
import type { XStreamEndpoint } from '../../__generated__/resolvers.ts';
import type { UpstreamError } from '../../errors.ts';
import { type SourcePage, type Window, windowOf } from '../../relay/mergedList.ts';
import { perKeyLoader } from '../perKeyLoader.ts';
import { brokenRowsError, type ConnectionFilter, type DataSource, matchesFilter } from '../provider.ts';
import type { XStatus } from './api.ts';
import { toXStreamConnections, type XStreamConnectionModel, xEndpointName, xStreamConnectionId } from './model.ts';
import type { XSource } from './source.ts';

interface Question {
  readonly status: XStatus;
  /** Null for all. */
  readonly endpoints: readonly XStreamEndpoint[] | null;
}

interface Listing {
  readonly connections: readonly XStreamConnectionModel[];
  readonly error: UpstreamError | null;
}

/** One operation's view of an X app. X promises no order, so every list is read whole; the same question is asked once. */
export class XDataSource implements DataSource {
  readonly #source: XSource;
  readonly #listings = perKeyLoader((question: Question) => this.#list(question), JSON.stringify);
  readonly #byId = new DataLoader((ids: readonly string[]) => this.#findByIds(ids));

  constructor(source: XSource) {
    this.#source = source;
  }

  async connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<XStreamConnectionModel>> {
    const status = filter.active === null ? 'all' : filter.active ? 'active' : 'inactive';
    const { connections, error } = await this.#listings.load({ status, endpoints: null });
    const matching = connections.filter((connection) => matchesFilter(connection, filter));
    return { ...windowOf(matching, window), error };
  }

  async xStreamConnections(window: Window, question: Question): Promise<SourcePage<XStreamConnectionModel>> {
    const endpoints = question.endpoints === null ? null : [...new Set(question.endpoints)].sort();
    const { connections, error } = await this.#listings.load({ ...question, endpoints });
    return { ...windowOf(connections, window), error };
  }

  node(_type: string, key: readonly string[]): Promise<XStreamConnectionModel | null> {
    return this.#byId.load(xStreamConnectionId(this.#source.name, key));
  }

  async #findByIds(ids: readonly string[]): Promise<(XStreamConnectionModel | null)[]> {
    const { connections } = await this.#listings.load({ status: 'all', endpoints: null });
    const byId = new Map(connections.map((connection) => [connection.id, connection]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async #list({ status, endpoints }: Question): Promise<Listing> {
    // An empty list of endpoints would be no filter at all to X.
    if (endpoints?.length === 0) return { connections: [], error: null };
    const names = endpoints?.map(xEndpointName) ?? null;
    const { connections, brokenRows, warning, receivedAt } = await this.#source.api.listConnections(status, names);
    return {
      connections: toXStreamConnections(connections, status, this.#source, receivedAt),
      error: warning ?? brokenRowsError(this.#source, brokenRows),
    };
  }
}
