import type { UpstreamError } from '../errors.ts';
import { type SourcePage, type Window, windowOf } from '../relay/mergedList.ts';
import { perKeyLoader } from './perKeyLoader.ts';
import type { ConnectionModel } from './provider.ts';

/** Everything that an upstream answered to one question. */
export interface WholeListing<Connection> {
  readonly connections: readonly Connection[];
  /** Set when the answer was not whole, or is an old one. */
  readonly error: UpstreamError | null;
  readonly stale: boolean;
}

/**
 * One operation's listings of a source that can only be read whole. Each question is asked once, and its answer serves all
 * pages and all ids.
 */
export class WholeListings<Question, Connection extends ConnectionModel> {
  readonly #listings;

  constructor(read: (question: Question) => Promise<WholeListing<Connection>>) {
    const readWithIndex = async (question: Question) => {
      const listing = await read(question);
      return { ...listing, byId: new Map(listing.connections.map((connection) => [connection.id, connection])) };
    };
    this.#listings = perKeyLoader(readWithIndex, JSON.stringify);
  }

  async page(
    question: Question,
    window: Window,
    accepts: (connection: Connection) => boolean = () => true,
  ): Promise<SourcePage<Connection>> {
    const { connections, error, stale } = await this.#listings.load(question);
    return { ...windowOf(connections.filter(accepts), window), error, stale };
  }

  async find(question: Question, id: string): Promise<Connection | null> {
    const { byId } = await this.#listings.load(question);
    return byId.get(id) ?? null;
  }
}
