import type { SourcePage, Window } from '../../relay/mergedList.ts';
import type { Operation } from '../../upstream/operation.ts';
import { completeNow } from '../../upstream/quality.ts';
import { type ConnectionFilter, matchesFilter } from '../connectionFilter.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { DataSource } from '../provider.ts';
import { type WholeListing, WholeListings } from '../wholeListings.ts';
import type { XApi, XStatus } from './api.ts';
import { toXStreamConnections, type XStreamConnectionModel, type XStreamEndpoint, xEndpointName } from './model.ts';

interface Question {
  readonly status: XStatus;
  /** Null for all. */
  readonly endpoints: readonly XStreamEndpoint[] | null;
}

/** One operation's view of an X app, which promises no order and so is read whole. */
export class XDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #api: XApi;
  readonly #operation: Operation;
  readonly #listings: WholeListings<Question, XStreamConnectionModel>;

  constructor(source: SourceModel, api: XApi, operation: Operation) {
    this.#source = source;
    this.#api = api;
    this.#listings = new WholeListings(source, (question: Question) => this.#list(question));
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
    if (endpoints?.length === 0) return { connections: [], quality: completeNow() };
    const names = endpoints?.map(xEndpointName) ?? null;
    const { value: rows, quality } = await this.#api.listConnections(status, names, this.#operation);
    return { connections: toXStreamConnections(rows, status, this.#source, quality), quality };
  }
}
