import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { completeNow } from '../../upstream/quality.ts';
import { type ConnectionFilter, matchesFilter } from '../connectionFilter.ts';
import type { DataSource } from '../provider.ts';
import { type WholeListing, WholeListings } from '../wholeListings.ts';
import type { XApi, XStatus } from './api.ts';
import { readAllPages } from './connectionPages.ts';
import {
  toXStreamConnections,
  type XApp,
  type XStreamConnectionModel,
  type XStreamEndpoint,
  xEndpointName,
} from './model.ts';

interface ListingQuery {
  readonly status: XStatus;
  /** Null for all. */
  readonly endpoints: readonly XStreamEndpoint[] | null;
}

/** One operation's access to an X app. */
export class XDataSource implements DataSource {
  readonly #app: XApp;
  readonly #api: XApi;
  readonly #operation: Operation;
  readonly #listings: WholeListings<ListingQuery, XStreamConnectionModel>;

  constructor(app: XApp, api: XApi, operation: Operation) {
    this.#app = app;
    this.#api = api;
    this.#operation = operation;
    this.#listings = new WholeListings(app.source, (query: ListingQuery) => this.#list(query));
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<XStreamConnectionModel>> {
    const status = filter.active === null ? 'all' : filter.active ? 'active' : 'inactive';
    return this.#listings.page({ status, endpoints: null }, window, (connection) => matchesFilter(connection, filter));
  }

  xStreamConnections(window: Window, { status, endpoints }: ListingQuery): Promise<SourcePage<XStreamConnectionModel>> {
    // Sorted and unique, so that equal queries share one request.
    return this.#listings.page({ status, endpoints: endpoints && [...new Set(endpoints)].sort() }, window);
  }

  node(id: string): Promise<XStreamConnectionModel | null> {
    return this.#listings.find({ status: 'all', endpoints: null }, id);
  }

  async #list({ status, endpoints }: ListingQuery): Promise<WholeListing<XStreamConnectionModel>> {
    // X would treat an empty list of endpoints as no filter.
    if (endpoints?.length === 0) return { connections: [], quality: completeNow() };
    const query = { status, endpoints: endpoints?.map(xEndpointName) ?? null };
    const { value: rows, quality } = await readAllPages(this.#api, query, this.#operation);
    return { connections: toXStreamConnections(rows, status, this.#app, quality), quality };
  }
}
