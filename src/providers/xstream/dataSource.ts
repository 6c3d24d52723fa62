import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { completeNow } from '../../upstream/quality.ts';
import { type ConnectionFilter, predicateOf } from '../connectionFilter.ts';
import type { DataSource } from '../provider.ts';
import { readOnce } from '../readOnce.ts';
import { WholeListing } from '../wholeListing.ts';
import type { XApi, XStatus } from './api.ts';
import { qualityOf, readAllPages } from './connectionPages.ts';
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
  readonly #listing = readOnce((query: ListingQuery) => this.#list(query));

  constructor(app: XApp, api: XApi, operation: Operation) {
    this.#app = app;
    this.#api = api;
    this.#operation = operation;
  }

  async connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<XStreamConnectionModel>> {
    const status = filter.active === null ? 'all' : filter.active ? 'active' : 'inactive';
    const listing = await this.#listing({ status, endpoints: null });
    return listing.page(window, predicateOf(filter));
  }

  async xStreamConnections(
    window: Window,
    { status, endpoints }: ListingQuery,
  ): Promise<SourcePage<XStreamConnectionModel>> {
    // Sorted and unique, so that equal queries share one request.
    const listing = await this.#listing({ status, endpoints: endpoints && [...new Set(endpoints)].sort() });
    return listing.page(window, null);
  }

  async node(id: string): Promise<XStreamConnectionModel | null> {
    return (await this.#listing({ status: 'all', endpoints: null })).find(id, this.#app.source);
  }

  async #list({ status, endpoints }: ListingQuery): Promise<WholeListing<XStreamConnectionModel>> {
    // X would treat an empty list of endpoints as no filter.
    if (endpoints?.length === 0) return new WholeListing([], completeNow());
    const query = { status, endpoints: endpoints?.map(xEndpointName) ?? null };
    const pages = await readAllPages(this.#api, query, this.#operation);
    const responses = pages.flatMap(({ value, quality }) => [value, quality]);
    return pages[0].value.connections.once(responses, () => {
      const quality = qualityOf(pages);
      const rows = pages.flatMap(({ value }) => value.connections.rows);
      return new WholeListing(toXStreamConnections(rows, { status, app: this.#app, freshness: quality }), quality);
    });
  }
}
