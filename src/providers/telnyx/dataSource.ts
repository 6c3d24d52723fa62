import DataLoader from 'dataloader';
import { isRedacted } from '../../redaction/redactor.ts';
import type { GlobalId } from '../../relay/globalId.ts';
import type { SourcePage, Wanted, Window } from '../../relay/mergedList.ts';
import type { PageArguments } from '../../relay/pageArguments.ts';
import type { Operation } from '../../upstream/operation.ts';
import { type ConnectionFilter, predicateOf } from '../connectionFilter.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { DataSource } from '../provider.ts';
import { missingBecause } from '../sourceOutcome.ts';
import type { TelnyxAccount } from './account.ts';
import { ActiveCallConnectionModel, ActiveCallModel } from './activeCallModel.ts';
import { countCalls, findCall, readActiveCalls, readCallsRequest } from './activeCalls.ts';
import type { CallsPageQuery, TelnyxFilter } from './api.ts';
import { CallPages, type CallsPage } from './callPages.ts';
import { ConnectionPages } from './connectionPages.ts';
import { ConnectionsById } from './connectionsById.ts';
import { ConnectionWindows, type LocalFilter } from './connectionWindow.ts';
import { isFilterText, MIN_NAME_LENGTH } from './filterText.ts';
import type { TelnyxConnectionModel } from './model.ts';
import { type ActiveCallJson, isTelnyxId } from './rows.ts';

/** One operation's access to a Telnyx account. The same page is read once. */
export class TelnyxDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #account: TelnyxAccount;
  readonly #operation: Operation;
  readonly #windows: ConnectionWindows;
  readonly #byId: ConnectionsById;
  readonly #callPages = new DataLoader(
    (queries: readonly CallsPageQuery[]) => Promise.all(queries.map((query) => this.#readCallsPage(query))),
    { cacheKeyFn: keyOf },
  );

  constructor(source: SourceModel, account: TelnyxAccount, operation: Operation) {
    const pages = new ConnectionPages(source, account, operation);
    this.#source = source;
    this.#account = account;
    this.#operation = operation;
    this.#windows = new ConnectionWindows(pages, account);
    this.#byId = new ConnectionsById(source, account, pages, operation);
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<TelnyxConnectionModel>> {
    const { nameContains, active, createdAfter, createdBefore } = filter;
    const isPushed = nameContains !== null && [...nameContains].length >= MIN_NAME_LENGTH && isFilterText(nameContains);
    const isLocal =
      active !== null || createdAfter !== null || createdBefore !== null || (nameContains !== null && !isPushed);
    const pushed = isPushed ? { connectionNameContains: nameContains } : {};
    return this.#windows.read(window, pushed, isLocal ? localFilter(filter) : redactedNameFilter(pushed));
  }

  telnyxConnections(window: Window, filter: TelnyxFilter): Promise<SourcePage<TelnyxConnectionModel>> {
    return this.#windows.read(window, filter, redactedNameFilter(filter));
  }

  async node(_id: string, { type, key }: GlobalId): Promise<TelnyxConnectionModel | ActiveCallModel | null> {
    const [connectionId = '', callLegId] = key;
    if (type !== 'ActiveCall') return this.connection(connectionId);
    if (callLegId === undefined || !isTelnyxId(connectionId)) return null;
    const found = await findCall(this.#callsOf(connectionId), callLegId);
    if (found === null) return null;
    // The call may be one of those that could not be read.
    const missing = found.call === null ? missingBecause(this.#source, found.quality) : null;
    if (missing !== null) throw missing;
    return found.call;
  }

  /** Null if there is none. */
  connection(id: string): Promise<TelnyxConnectionModel | null> {
    return this.#byId.read(id);
  }

  /** Null if the connection cannot have calls. */
  async activeCalls(
    connectionId: string,
    pageArguments: PageArguments,
    wanted: Wanted,
  ): Promise<ActiveCallConnectionModel | null> {
    const request = readCallsRequest(connectionId, pageArguments);
    const pages = this.#callsOf(connectionId);
    // If only the total is selected, a page with a single call is enough.
    const page = await readActiveCalls(pages, wanted.items ? request : { count: 1, backwards: false, from: null });
    if (page === null) return null;
    const total = wanted.total ? (page.total ?? (await countCalls(pages))) : page.total;
    return new ActiveCallConnectionModel({ ...page, total }, this.#source);
  }

  #callsOf(connectionId: string): CallPages {
    return new CallPages(
      (query) => this.#callPages.load({ connectionId, ...query }),
      (what) => this.#account.api.inconsistent(what),
    );
  }

  /** An error is the value of its own page only. */
  async #readCallsPage(query: CallsPageQuery): Promise<CallsPage | null | Error> {
    try {
      const { value: page, quality } = await this.#account.api.listActiveCalls(query, this.#operation);
      if (page === null) return null;
      const response = { source: this.#source, redactor: this.#account.redactor, freshness: quality };
      const toCall = (row: ActiveCallJson) => new ActiveCallModel(row, query.connectionId, response);
      return { ...page, calls: page.calls.once([quality], (rows) => rows.map(toCall)), quality };
    } catch (error) {
      return error as Error;
    }
  }
}

/** Different for different pages. The first page, which most operations read, has the form that is made fastest. */
function keyOf(query: CallsPageQuery): string {
  const isFirst = query.after === undefined && query.before === undefined;
  return isFirst ? `${query.limit} ${query.connectionId}` : JSON.stringify(query);
}

/**
 * Telnyx compares the names that it has, so its filter would confirm a guess of a secret in one. Of the connections whose name has
 * a secret, only those are returned whose redacted name matches too. Null if the filter has no name.
 */
function redactedNameFilter({ connectionNameContains: text }: TelnyxFilter): LocalFilter | null {
  if (text === undefined) return null;
  const wanted = text.toLowerCase();
  return {
    accepts: ({ connectionName: name }) => name === null || !isRedacted(name) || name.toLowerCase().includes(wanted),
    isRedacting: true,
    isPast: () => false,
  };
}

/** The whole filter, applied locally. */
function localFilter(filter: ConnectionFilter): LocalFilter {
  const { nameContains, createdAfter, createdBefore } = filter;
  const matches = predicateOf(filter);
  return {
    // Like Telnyx's own name filter, this one does not match a connection without a `connectionName`.
    accepts: (connection) =>
      (matches === null || matches(connection)) && (nameContains === null || connection.connectionName !== null),
    isRedacting: false,
    isPast: ({ createdAt }, newestFirst) =>
      createdAt !== null &&
      (newestFirst
        ? createdAfter !== null && createdAt < createdAfter
        : createdBefore !== null && createdAt >= createdBefore),
  };
}
