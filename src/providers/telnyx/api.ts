import { unescape as percentDecoded } from 'node:querystring';
import { UpstreamError } from '../../errors.ts';
import { count, list, MAX_ROWS, object, optionalList, readBody, required, text, word } from '../../upstream/decode.ts';
import { DecodedRows } from '../../upstream/decodedRows.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import type { FailureDetails } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import { queryText } from '../../upstream/queryText.ts';
import type { RateLimit } from '../../upstream/rateBudget.ts';
import { rateLimitOf } from '../../upstream/rateLimitHeaders.ts';
import type { UpstreamResponse } from '../../upstream/response.ts';
import type { Decoded, UpstreamResult } from '../../upstream/result.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { isRejection } from '../../upstream/verdict.ts';
import { type ActiveCallJson, readCall, readConnection, type TelnyxConnectionJson } from './rows.ts';

/*
 * The part of the Telnyx API v2 that Switchboard reads.
 */

/** Telnyx's largest page, of connections and of calls. */
export const MAX_PAGE_SIZE = 250;

export interface TelnyxFilter {
  /** Three characters or more. */
  readonly connectionNameContains?: string | undefined;
  readonly fqdn?: string | undefined;
  readonly outboundVoiceProfileId?: string | undefined;
}

export interface ConnectionsPageQuery {
  readonly filter: TelnyxFilter;
  /** From 1. */
  readonly number: number;
  readonly size: number;
  /** Whether a cached response must not be used. */
  readonly reload?: boolean;
}

export interface ConnectionsPage {
  /** As many as Telnyx sent, in its order; null for a row that cannot be read. */
  readonly connections: DecodedRows<TelnyxConnectionJson | null>;
  /** Number of matching connections; null if Telnyx does not report it. */
  readonly total: number | null;
}

/** A page of calls: the first one, or the one after or before a page cursor that Telnyx gave. */
export interface CallsPageQuery {
  readonly connectionId: string;
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

export interface CallsPage {
  readonly calls: DecodedRows<ActiveCallJson>;
  /** Number of rows that Telnyx sent, those that cannot be read included. */
  readonly sent: number;
  /** Telnyx's page cursors around this page; null if there is none. */
  readonly after: string | null;
  readonly before: string | null;
  /** Whether the response has the member that holds page cursors. Then a page without `after` is the last one. */
  readonly hasCursors: boolean;
  /** Number of active calls; null if Telnyx does not report it. */
  readonly total: number | null;
}

/** What is requested, as metrics and settings name it. */
export type TelnyxKind = 'connections' | 'activeCalls';

/** The statuses of a request with a sort that the server does not support. */
const REJECTED_SORT: readonly number[] = [400, 422];

/** Telnyx's documentation contradicts itself on the default order, so the sort is always sent. */
type Sort = 'created_at' | '-created_at';

export class TelnyxApi {
  readonly #upstream: Upstream<TelnyxKind>;

  constructor(upstream: Upstream<TelnyxKind>) {
    this.#upstream = upstream;
  }

  /** The error for pages that do not fit together. It counts against the account's health. */
  inconsistent(what: string): UpstreamError {
    return this.#upstream.inconsistent(what);
  }

  /** `GET /connections`, oldest first */
  listConnections(query: ConnectionsPageQuery, operation: Operation): Promise<UpstreamResult<ConnectionsPage>> {
    return this.#upstream.get(this.#listingRequest(query, 'created_at'), operation);
  }

  /**
   * `GET /connections`, newest first; null if Telnyx rejects the request. Its prose documents descending sorts, but the enum of
   * its specification does not, so servers that validate requests against the specification reject them. The body of the
   * response need not mention the sort: the example in the specification does not.
   */
  async listNewestConnections(
    query: ConnectionsPageQuery,
    operation: Operation,
  ): Promise<UpstreamResult<ConnectionsPage> | null> {
    try {
      return await this.#upstream.get(this.#listingRequest(query, '-created_at'), operation);
    } catch (error) {
      if (isRejectedRequest(error)) return null;
      throw error;
    }
  }

  #listingRequest({ filter, number, size, reload }: ConnectionsPageQuery, sort: Sort) {
    const query = queryText({
      'page[number]': number,
      'page[size]': size,
      sort,
      'filter[connection_name][contains]': filter.connectionNameContains,
      'filter[fqdn]': filter.fqdn,
      'filter[outbound_voice_profile_id]': filter.outboundVoiceProfileId,
    });
    const decode = (response: UpstreamResponse): Decoded<ConnectionsPage> => {
      const { data, meta } = readBody(this.#successOf(response), 'data', 'meta');
      const connections = readDistinct(readConnection, optionalList(data) ?? [], ({ id }) => id);
      const omittedRows = connections.filter((row) => row === null).length;
      return {
        value: { connections: new DecodedRows(connections), total: count(object(meta)?.['total_results']) },
        omittedRows,
      };
    };
    // A filter is a client's text, and the number of a page beyond the first can come from a client's cursor.
    const hasInput = !isUnfiltered(filter) || number > 1;
    const mayBeRejectedWith = (status: number) =>
      hasInput || (sort === '-created_at' && REJECTED_SORT.includes(status));
    const target = `/connections?${query}`;
    return { kind: 'connections', target, decode, reload, mayBeRejectedWith } as const;
  }

  /** `GET /connections/{id}`; null if there is none. */
  getConnection(id: string, operation: Operation): Promise<UpstreamResult<TelnyxConnectionJson | null>> {
    const decode = (response: UpstreamResponse) => ({
      value: required(readConnection(object(this.#successOf(response))?.['data']), 'connection'),
    });
    const isAbsent = (status: number) => status === 404;
    const target = `/connections/${encodeURIComponent(id)}`;
    return this.#upstream.get(
      { kind: 'connections', target, decode, isAbsent, mayBeRejectedWith: () => true },
      operation,
    );
  }

  /** `GET /connections/{id}/active_calls`; null if Telnyx says that the connection cannot have calls. */
  listActiveCalls(
    { connectionId, after, before, limit }: CallsPageQuery,
    operation: Operation,
  ): Promise<UpstreamResult<CallsPage | null>> {
    const query = queryText({ 'page[limit]': limit, 'page[after]': after, 'page[before]': before });
    const target = `/connections/${encodeURIComponent(connectionId)}/active_calls?${query}`;
    const decode = (response: UpstreamResponse): Decoded<CallsPage> => {
      const { data, meta: anyMeta } = readBody(this.#successOf(response), 'data', 'meta');
      const rows = optionalList(data) ?? [];
      const sent = rows.length;
      const calls = readDistinct(readCall, rows, (call) => call.call_leg_id).filter((call) => call !== null);
      const meta = object(anyMeta);
      const cursors = object(meta?.['cursors']);
      const page = {
        calls: new DecodedRows(calls),
        sent,
        after: text(cursors?.['after']) || pageCursorIn(text(meta?.['next']), 'after'),
        before: text(cursors?.['before']) || pageCursorIn(text(meta?.['previous']), 'before'),
        hasCursors: cursors !== null,
        total: count(meta?.['total_items']),
      };
      return { value: page, omittedRows: sent - calls.length };
    };
    const isAbsent = (status: number, { vendorCode }: FailureDetails) =>
      status === 422 && vendorCode === NOT_APPLICABLE;
    return this.#upstream.get(
      { kind: 'activeCalls', target, decode, isAbsent, mayBeRejectedWith: () => true },
      operation,
    );
  }

  /** @throws UpstreamError if Telnyx reports an error with a success status */
  #successOf(response: UpstreamResponse): unknown {
    const { status, body } = response;
    const json = parseJson(body);
    const vendorCode = vendorCodeIn(json);
    if (vendorCode === null) return json;
    const { origin } = this.#upstream;
    const message = `Source "${origin.source}" rejected the request in a response with a success status.`;
    throw new UpstreamError('UPSTREAM_REJECTED', message, { ...origin, httpStatus: status, vendorCode });
  }
}

/** Whether a filter has no condition. */
export function isUnfiltered(filter: TelnyxFilter): boolean {
  return Object.values(filter).every((condition) => condition === undefined);
}

/** Whether Telnyx found the request itself invalid. */
function isRejectedRequest(error: unknown): boolean {
  return error instanceof UpstreamError && isRejection(error) && REJECTED_SORT.includes(error.problem.httpStatus ?? 0);
}

/** `x-ratelimit-*`. The reset is in seconds from now. */
export function readTelnyxRateLimit({ header, receivedAt }: HttpResponse): RateLimit | null {
  return rateLimitOf({
    limit: header('x-ratelimit-limit'),
    remaining: header('x-ratelimit-remaining'),
    reset: header('x-ratelimit-reset'),
    resetsAt: (seconds) => new Date(receivedAt.getTime() + seconds * 1000),
  });
}

/**
 * One entry for each row: null if the row cannot be read, if an earlier row has the same ID, or if there are too many rows. Rows
 * keep their places, because a page is addressed by the number of rows before it.
 */
function readDistinct<Row>(
  readRow: (json: unknown) => Row | null,
  data: readonly unknown[],
  idOf: (row: Row) => string,
): readonly (Row | null)[] {
  const ids = new Set<string>();
  return data.map((json, index) => {
    const row = index < MAX_ROWS ? readRow(json) : null;
    if (row === null || ids.has(idOf(row))) return null;
    ids.add(idOf(row));
    return row;
  });
}

/**
 * The page cursor in a path to the next or previous page. Either the path or `cursors` may be absent: the list ends only if both
 * are. Telnyx does not escape the path, so it is not a query string: a parser would read `+` as a space.
 */
function pageCursorIn(path: string | null, side: 'after' | 'before'): string | null {
  if (path === null) return null;
  const [, pageCursor = null] = PAGE_CURSOR[side].exec(percentDecoded(path)) ?? [];
  return pageCursor;
}

const PAGE_CURSOR = { after: /[?&]page\[after\]=([^&]+)/, before: /[?&]page\[before\]=([^&]+)/ } as const;

/** "Invalid value for connection_id": a connection without a webhook, or of a type that cannot have calls. */
const NOT_APPLICABLE = '10015';

/** Reads a failed response. */
export function readTelnyxFailure({ body }: HttpResponse): FailureDetails {
  try {
    return { vendorCode: vendorCodeIn(parseJson(body)) };
  } catch {
    return {};
  }
}

/** The code of the first error; null if the body is not an error. */
function vendorCodeIn(json: unknown): string | null {
  const body = object(json);
  const errors = list(body?.['errors']);
  if (body?.['data'] != null || errors === null || errors.some((error) => object(error) === null)) return null;
  return word(object(errors[0])?.['code']);
}
