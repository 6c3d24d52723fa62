import type { SourcePage, Window } from '../relay/mergedList.ts';
import { SortedItems } from '../relay/sortedItems.ts';
import type { Quality } from '../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from './connectionModel.ts';
import { missingBecause } from './sourceOutcome.ts';

/** All connections that an upstream has for one query. It is shared like the responses that it is made of. */
export class WholeListing<Connection extends ConnectionModel> {
  readonly #connections: readonly Connection[];
  readonly #sorted: SortedItems<Connection>;
  readonly #quality: Quality;
  #byId: ReadonlyMap<string, Connection> | null = null;

  /** @param connections with different IDs */
  constructor(connections: readonly Connection[], quality: Quality) {
    this.#connections = connections;
    this.#sorted = new SortedItems(connections);
    this.#quality = quality;
  }

  page(window: Window, accepts: ((connection: Connection) => boolean) | null): SourcePage<Connection> {
    return { ...this.#sorted.window(window, accepts), quality: this.#quality };
  }

  /** @throws UpstreamError if the connection was not found, but rows are missing and it may be among them */
  find(id: string, source: Pick<SourceModel, 'name' | 'provider'>): Connection | null {
    this.#byId ??= new Map(this.#connections.map((connection) => [connection.id, connection]));
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    const missing = missingBecause(source, this.#quality);
    if (missing !== null) throw missing;
    return null;
  }
}
