import DataLoader from 'dataloader';
import type { GlobalId } from '../../relay/globalId.ts';
import { type SourcePage, type Wanted, type Window, windowOf } from '../../relay/mergedList.ts';
import type { PageArguments } from '../../relay/pageArguments.ts';
import type { Operation } from '../../upstream/operation.ts';
import { combineQualities, type Quality } from '../../upstream/quality.ts';
import { type ConnectionFilter, matchesFilter } from '../connectionFilter.ts';
import type { SourceModel } from '../connectionModel.ts';
import { perKeyLoader } from '../perKeyLoader.ts';
import type { DataSource } from '../provider.ts';
import type { TelnyxAccount } from './account.ts';
import { type ReadCalls, readActiveCalls, readAllCalls, readCallsRequest } from './activeCalls.ts';
import {
  type CallsPageQuery,
  type ConnectionsPageQuery,
  MAX_PAGE_SIZE,
  type TelnyxFilter,
  type TelnyxSort,
} from './api.ts';
import { type Page, type ReadPage, readWhole } from './connectionPages.ts';
import { isNewestFirst, type LocalFilter, readWindow } from './connectionWindow.ts';
import {
  type ActiveCallConnectionModel,
  type ActiveCallModel,
  type TelnyxConnectionModel,
  toActiveCall,
  toTelnyxConnection,
} from './model.ts';
import { EndlessPagesError, NoCallsError } from './unreadable.ts';

/** Telnyx applies a name filter from so many characters on. */
export const MIN_NAME_LENGTH = 3;

/** One operation's view of a Telnyx account. The same page is read once. */
export class TelnyxDataSource implements DataSource {
  readonly #source: SourceModel;
  readonly #account: TelnyxAccount;
  readonly #operation: Operation;
  readonly #pages = perKeyLoader((query: ConnectionsPageQuery & Page) => this.#readPage(query), JSON.stringify);
  readonly #byId = new DataLoader((ids: readonly string[]) => this.#readByIds(ids));
  readonly #callPages = perKeyLoader((query: CallsPageQuery) => this.#readCallsPage(query), JSON.stringify);

  constructor(source: SourceModel, account: TelnyxAccount, operation: Operation) {
    this.#source = source;
    this.#account = account;
    this.#operation = operation;
  }

  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<TelnyxConnectionModel>> {
    const { nameContains, active, createdAfter, createdBefore } = filter;
    const pushed = nameContains !== null && [...nameContains].length >= MIN_NAME_LENGTH;
    const complete = active === null && createdAfter === null && createdBefore === null;
    const local: LocalFilter = {
      // A connection without a name of its own is matched by none: Telnyx, which sees only that name, could not either.
      accepts: (connection) =>
        matchesFilter(connection, filter) && (nameContains === null || connection.connectionName !== null),
      isPast: ({ createdAt }, newestFirst) =>
        createdAt !== null &&
        (newestFirst
          ? createdAfter !== null && createdAt < createdAfter
          : createdBefore !== null && createdAt >= createdBefore),
    };
    const answeredByTelnyx = complete && (nameContains === null || pushed);
    return this.#list(window, pushed ? { connectionNameContains: nameContains } : {}, answeredByTelnyx ? null : local);
  }

  telnyxConnections(window: Window, filter: TelnyxFilter): Promise<SourcePage<TelnyxConnectionModel>> {
    return this.#list(window, filter, null);
  }

  async node(_id: string, { type, key }: GlobalId): Promise<TelnyxConnectionModel | ActiveCallModel | null> {
    const [connectionId = '', callLegId] = key;
    if (type !== 'ActiveCall') return this.connection(connectionId);
    const calls = await this.#calls(connectionId, (read) => readAllCalls(read, callLegId));
    return calls?.find((call) => call.callLegId === callLegId) ?? null;
  }

  async connection(id: string): Promise<TelnyxConnectionModel | null> {
    return isTelnyxId(id) ? this.#byId.load(id) : null;
  }

  /** Null where Telnyx says that this connection cannot have calls. */
  async activeCalls(
    connectionId: string,
    pageArguments: PageArguments,
    wanted: Wanted,
  ): Promise<ActiveCallConnectionModel | null> {
    const request = readCallsRequest(connectionId, pageArguments);
    // A count takes one call of the list, not a page of them.
    const asked = wanted.items ? request : { count: 1, backwards: false, from: null };
    const calls = await this.#calls(connectionId, (read) => readActiveCalls(read, asked));
    if (calls === null) return null;
    if (!wanted.total || calls.total !== null) return { ...calls, totalCount: calls.total };
    const all = await this.#calls(connectionId, (read) => readAllCalls(read));
    return { ...calls, totalCount: all?.length ?? 0 };
  }

  async #list(
    window: Window,
    filter: TelnyxFilter,
    local: LocalFilter | null,
  ): Promise<SourcePage<TelnyxConnectionModel>> {
    const { ordering } = window;
    const qualities: Quality[] = [];
    const reading =
      (descending: boolean): ReadPage =>
      async (page) => {
        // A name can be changed while pages are read, and `active` ties; a creation time hardly ever does either.
        const sort = page.attempt === undefined ? telnyxSort(ordering.field, descending) : 'created_at';
        const answer = await this.#pages.load({ filter, sort, ...page });
        qualities.push(answer.quality);
        return answer;
      };

    return this.#endingWell(async () => {
      const inPages = ordering.field === 'CREATED_AT' || window.count === 0;
      if (inPages && !(window.wantsTotal && local !== null)) {
        const newestFirst = isNewestFirst(ordering);
        const page = await readWindow(reading(newestFirst), reading(!newestFirst), window, local);
        if (page !== null) return { ...page, quality: combineQualities(qualities) };
      }
      const rows = await readWhole(reading(ordering.descending));
      const accepted = local === null ? rows : rows.filter(local.accepts);
      return { ...windowOf(accepted, window), quality: combineQualities(qualities) };
    });
  }

  async #readByIds(ids: readonly string[]): Promise<(TelnyxConnectionModel | null | Error)[]> {
    const one = (id: string) => this.#readOne(id).catch((error: Error) => error);
    const listingCalls = Math.ceil((this.#account.size ?? 0) / MAX_PAGE_SIZE);
    if (ids.length <= Math.max(1, listingCalls)) return Promise.all(ids.map(one));

    const reading: ReadPage = (page) => this.#pages.load({ filter: {}, sort: '-created_at', ...page });
    const { rows, total } = await reading({ number: 1, size: MAX_PAGE_SIZE });
    const found = new Map(rows.flatMap((row) => (row === null ? [] : [[row.nativeId, row]])));
    const missing = ids.filter((id) => !found.has(id));
    const pagesLeft =
      rows.length < MAX_PAGE_SIZE ? 0 : Math.ceil((total ?? Number.POSITIVE_INFINITY) / MAX_PAGE_SIZE) - 1;
    if (missing.length > 0 && missing.length <= pagesLeft) {
      const read = new Map(await Promise.all(missing.map(async (id) => [id, await one(id)] as const)));
      return ids.map((id) => found.get(id) ?? read.get(id) ?? null);
    }
    if (missing.length > 0 && pagesLeft > 0) {
      const all = await this.#endingWell(() => readWhole(reading)).catch((error: Error) => error);
      // What the first page held is good, whatever became of the others.
      if (all instanceof Error) return ids.map((id) => found.get(id) ?? all);
      for (const row of all) found.set(row.nativeId, row);
    }
    return ids.map((id) => found.get(id) ?? null);
  }

  async #readOne(id: string): Promise<TelnyxConnectionModel | null> {
    const answer = await this.#account.api.getConnection(id, this.#operation);
    return answer.value && toTelnyxConnection(answer.value, this.#source, answer.quality);
  }

  async #readPage(query: ConnectionsPageQuery & Page) {
    // What a reading that starts over has seen before would lead it astray again.
    const reload = query.attempt !== undefined;
    const answer = await this.#account.api.listConnections({ ...query, reload }, this.#operation);
    const { connections, total } = answer.value;
    const { quality } = answer;
    const rows = connections.map((row) => row && toTelnyxConnection(row, this.#source, quality));
    for (const row of rows) if (row !== null) this.#byId.prime(row.nativeId, row);
    if (Object.values(query.filter).every((value) => value === undefined)) this.#account.size = total;
    return { rows, total, quality };
  }

  /** Null where Telnyx says that this connection cannot have calls. */
  async #calls<Answer>(connectionId: string, ask: (read: ReadCalls) => Promise<Answer>): Promise<Answer | null> {
    if (!isTelnyxId(connectionId)) return null;
    const read: ReadCalls = async (query) => {
      const page = await this.#callPages.load({ connectionId, ...query });
      if (page === null) throw new NoCallsError();
      return page;
    };
    try {
      return await this.#endingWell(() => ask(read));
    } catch (thrown) {
      if (thrown instanceof NoCallsError) return null;
      throw thrown;
    }
  }

  async #readCallsPage(query: CallsPageQuery) {
    const answer = await this.#account.api.listActiveCalls(query, this.#operation);
    const page = answer.value;
    if (page === null) return null;
    const { quality } = answer;
    const calls = page.calls.map((row) => toActiveCall(row, this.#source, query.connectionId, quality));
    return { ...page, calls, quality };
  }

  async #endingWell<Answer>(read: () => Promise<Answer>): Promise<Answer> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EndlessPagesError)) throw error;
      throw this.#account.api.inconsistent(`could not be read whole: ${error.message}`);
    }
  }
}

const SORT_NAMES: ReadonlyMap<string, 'created_at' | 'connection_name' | 'active'> = new Map([
  ['CREATED_AT', 'created_at'],
  ['NAME', 'connection_name'],
  ['ACTIVE', 'active'],
]);

/** A list in any other order is read whole and sorted here, so it does not matter how Telnyx sorts it. */
function telnyxSort(field: string, descending: boolean): TelnyxSort {
  return `${descending ? '-' : ''}${SORT_NAMES.get(field) ?? 'created_at'}`;
}

/** An id becomes part of a path, where `..` would be another one. */
function isTelnyxId(id: string): boolean {
  return /^[\w-]+$/.test(id);
}
