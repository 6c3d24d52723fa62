import type { XStreamEndpoint } from '../../__generated__/resolvers.ts';
import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { brokenRowsError, type ConnectionFilter, type DataSource, freshnessOf, matchesFilter } from '../provider.ts';
import { type WholeListing, WholeListings } from '../wholeListings.ts';
import type { XStatus } from './api.ts';
import { toXStreamConnections, type XStreamConnectionModel, xEndpointName } from './model.ts';
import type { XSource } from './source.ts';

interface Question {
  readonly status: XStatus;
  /** Null for all. */
  readonly endpoints: readonly XStreamEndpoint[] | null;
}

/** One operation's view of an X app, which promises no order and so is read whole. */
export class XDataSource implements DataSource {
  readonly #source: XSource;
  readonly #operation: Operation;
  readonly #listings = new WholeListings((question: Question) => this.#list(question));

  constructor(source: XSource, operation: Operation) {
    this.#source = source;
    this.#operation = operation;
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<XStreamConnectionModel>> {
    const status = filter.active === null ? 'all' : filter.active ? 'active' : 'inactive';
    return this.#listings.page({ status, endpoints: null }, window, (connection) => matchesFilter(connection, filter));
  }

  xStreamConnections(window: Window, { status, endpoints }: Question): Promise<SourcePage<XStreamConnectionModel>> {
    // The same question in other words is asked once.
    return this.#listings.page({ status, endpoints: endpoints && [...new Set(endpoints)].sort() }, window);
  }

  node(id: string): Promise<XStreamConnectionModel | null> {
    return this.#listings.find({ status: 'all', endpoints: null }, id);
  }

  async #list({ status, endpoints }: Question): Promise<WholeListing<XStreamConnectionModel>> {
    // An empty list of endpoints would be no filter at all to X.
    if (endpoints?.length === 0) return { connections: [], error: null, stale: false };
    const names = endpoints?.map(xEndpointName) ?? null;
    const answer = await this.#source.api.listConnections(status, names, this.#operation);
    const freshness = freshnessOf(answer);
    const { connections, brokenRows, warning } = answer.value;
    return {
      connections: toXStreamConnections(connections, status, this.#source, freshness),
      error: answer.staleBecause ?? warning ?? brokenRowsError(this.#source, brokenRows),
      stale: freshness.stale,
    };
  }
}
