import DataLoader from 'dataloader';
import type { UpstreamError } from '../../errors.ts';
import type { GlobalId } from '../../relay/globalId.ts';
import { type SourcePage, type Wanted, type Window, windowOf } from '../../relay/mergedList.ts';
import type { PageArguments } from '../../relay/pageArguments.ts';
import type { Operation } from '../../upstream/operation.ts';
import { perKeyLoader } from '../perKeyLoader.ts';
import { brokenRowsError, type ConnectionFilter, type DataSource, freshnessOf, matchesFilter } from '../provider.ts';
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
import type { TelnyxSource } from './source.ts';
import { EndlessPagesError, NoCallsError } from './unreadable.ts';

/** Telnyx applies a name filter from so many characters on. */
export const MIN_NAME_LENGTH = 3;

/** One operation's view of a Telnyx account. The same page is read once. */
export class TelnyxDataSource implements DataSource {
  readonly #source: TelnyxSource;
  readonly #operation: Operation;
  readonly #pages = perKeyLoader((query: ConnectionsPageQuery & Page) => this.#readPage(query), JSON.stringify);
  readonly #byId = new DataLoader((ids: readonly string[]) => this.#readByIds(ids));
  readonly #callPages = perKeyLoader((query: CallsPageQuery) => this.#readCallsPage(query), JSON.stringify);

  constructor(source: TelnyxSource, operation: Operation) {
    this.#source = source;
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
    return calls?.answer.find((call) => call.callLegId === callLegId) ?? null;
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
    const { answer, error } = calls;
    if (!wanted.total || answer.total !== null) return { ...answer, totalCount: answer.total, error };
    const all = await this.#calls(connectionId, (read) => readAllCalls(read));
    return { ...answer, totalCount: all?.answer.length ?? 0, error };
  }

  async #list(
    window: Window,
    filter: TelnyxFilter,
    local: LocalFilter | null,
  ): Promise<SourcePage<TelnyxConnectionModel>> {
    const { ordering } = window;
    let error: UpstreamError | null = null;
    let stale = false;
    const reading =
      (descending: boolean): ReadPage =>
      async (page) => {
        // A name can be changed while pages are read, and `active` ties; a creation time hardly ever does either.
        const sort = page.attempt === undefined ? telnyxSort(ordering.field, descending) : 'created_at';
        const answer = await this.#pages.load({ filter, sort, ...page });
        error ??= answer.error;
        stale ||= answer.stale;
        return answer;
      };

    return this.#endingWell(async () => {
      const inPages = ordering.field === 'CREATED_AT' || window.count === 0;
      if (inPages && !(window.wantsTotal && local !== null)) {
        const newestFirst = isNewestFirst(ordering);
        const page = await readWindow(reading(newestFirst), reading(!newestFirst), window, local);
        if (page !== null) return { ...page, error, stale };
      }
      const rows = await readWhole(reading(ordering.descending));
      return { ...windowOf(local === null ? rows : rows.filter(local.accepts), window), error, stale };
    });
  }

  async #readByIds(ids: readonly string[]): Promise<(TelnyxConnectionModel | null | Error)[]> {
    const one = (id: string) => this.#readOne(id).catch((error: Error) => error);
    const listingCalls = Math.ceil((this.#source.size ?? 0) / MAX_PAGE_SIZE);
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
    const answer = await this.#source.api.getConnection(id, this.#operation);
    return answer.value && toTelnyxConnection(answer.value, this.#source, freshnessOf(answer));
  }

  async #readPage(query: ConnectionsPageQuery & Page) {
    // What a reading that starts over has seen before would lead it astray again.
    const reload = query.attempt !== undefined;
    const answer = await this.#source.api.listConnections({ ...query, reload }, this.#operation);
    const { connections, total } = answer.value;
    const freshness = freshnessOf(answer);
    const rows = connections.map((row) => row && toTelnyxConnection(row, this.#source, freshness));
    for (const row of rows) if (row !== null) this.#byId.prime(row.nativeId, row);
    if (Object.values(query.filter).every((value) => value === undefined)) this.#source.size = total;
    const brokenRows = rows.filter((row) => row === null).length;
    const error = answer.staleBecause ?? brokenRowsError(this.#source, brokenRows);
    return { rows, total, error, stale: freshness.stale };
  }

  /** Null where Telnyx says that this connection cannot have calls. */
  async #calls<Answer>(
    connectionId: string,
    ask: (read: ReadCalls) => Promise<Answer>,
  ): Promise<{ answer: Answer; error: UpstreamError | null } | null> {
    if (!isTelnyxId(connectionId)) return null;
    let error: UpstreamError | null = null;
    const read: ReadCalls = async (query) => {
      const page = await this.#callPages.load({ connectionId, ...query });
      if (page === null) throw new NoCallsError();
      error ??= page.error;
      return page;
    };
    try {
      const answer = await this.#endingWell(() => ask(read));
      return { answer, error };
    } catch (thrown) {
      if (thrown instanceof NoCallsError) return null;
      throw thrown;
    }
  }

  async #readCallsPage(query: CallsPageQuery) {
    const answer = await this.#source.api.listActiveCalls(query, this.#operation);
    const page = answer.value;
    if (page === null) return null;
    const freshness = freshnessOf(answer);
    return {
      ...page,
      freshness,
      calls: page.calls.map((row) => toActiveCall(row, this.#source, query.connectionId, freshness)),
      error: brokenRowsError(this.#source, page.brokenRows),
    };
  }

  async #endingWell<Answer>(read: () => Promise<Answer>): Promise<Answer> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EndlessPagesError)) throw error;
      const message = `Source "${this.#source.name}" could not be read whole: ${error.message}.`;
      throw this.#source.upstream.failed('UPSTREAM_MALFORMED', message);
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
