import { type SourcePage, type Window, windowOf } from '../relay/mergedList.ts';
import type { Quality } from '../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from './connectionModel.ts';
import { perKeyLoader } from './perKeyLoader.ts';
import { missingBecause } from './sourceOutcome.ts';

/** All rows that an upstream has for one query. */
export interface WholeListing<Connection> {
  readonly connections: readonly Connection[];
  readonly quality: Quality;
}

/** One operation's listings of a source that cannot be paged. Each query is sent once, for all pages and IDs of the operation. */
export class WholeListings<Query, Connection extends ConnectionModel> {
  readonly #source: Pick<SourceModel, 'name' | 'provider'>;
  readonly #listings;

  constructor(
    source: Pick<SourceModel, 'name' | 'provider'>,
    read: (query: Query) => Promise<WholeListing<Connection>>,
  ) {
    this.#source = source;
    const readWithIndex = async (query: Query) => {
      const listing = await read(query);
      return { ...listing, byId: new Map(listing.connections.map((connection) => [connection.id, connection])) };
    };
    this.#listings = perKeyLoader(readWithIndex, JSON.stringify);
  }

  async page(
    query: Query,
    window: Window,
    accepts: (connection: Connection) => boolean = () => true,
  ): Promise<SourcePage<Connection>> {
    const { connections, quality } = await this.#listings.load(query);
    return { ...windowOf(connections.filter(accepts), window), quality };
  }

  /** @throws UpstreamError if the connection was not found, but rows are missing and it may be among them */
  async find(query: Query, id: string): Promise<Connection | null> {
    const { byId, quality } = await this.#listings.load(query);
    const found = byId.get(id);
    if (found !== undefined) return found;
    const missing = missingBecause(this.#source, quality);
    if (missing !== null) throw missing;
    return null;
  }
}
