import { unescape as percentDecoded } from 'node:querystring';
import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import { bodyOf, count, flag, MAX_ROWS, moment, requiredText, text, word } from '../../upstream/decode.ts';
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

/*
 * The part of the Telnyx API v2 that Switchboard reads.
 */

/** Telnyx's largest page, of connections and of calls. */
export const MAX_PAGE_SIZE = 250;

/** IDs are 19 digits in practice, so they stay text. An ID becomes part of a path, which `..` would change. */
const ID = /^[\w-]{1,64}$/;

/** Whether Telnyx can have an object with this ID. */
export function isTelnyxId(id: string): boolean {
  return ID.test(id);
}

/** Call legs are identified by UUIDs in practice. They are never part of a path. */
const legId = requiredText.pipe(z.string().min(1).max(256));

/** Telnyx guarantees no member of a connection, but a row without an ID is of no use. */
const connection = z.object({
  id: requiredText.pipe(z.string().regex(ID)),
  record_type: text,
  active: flag,
  anchorsite_override: text,
  connection_name: text,
  created_at: moment,
  updated_at: moment,
  webhook_event_url: text,
  webhook_event_failover_url: text,
  webhook_api_version: text,
  outbound_voice_profile_id: text,
  tags: z.array(z.string()).catch([]),
});
export type TelnyxConnectionJson = z.infer<typeof connection>;

const activeCall = z.object({
  call_control_id: text,
  call_leg_id: legId,
  call_session_id: requiredText,
  // Required by the specification, null in Telnyx's own recordings.
  client_state: text,
  record_type: text,
  call_duration: count,
});
export type ActiveCallJson = z.infer<typeof activeCall>;

const rows = z.array(z.unknown()).nullish();

const listing = bodyOf('data', 'meta').pipe(
  z.object({ data: rows, meta: z.object({ total_results: count }).nullable().catch(null) }),
);

const callMeta = z.object({
  cursors: z.object({ after: text, before: text }).nullable().catch(null),
  next: text,
  previous: text,
  total_items: count,
});
const callListing = bodyOf('data', 'meta').pipe(z.object({ data: rows, meta: callMeta.nullable().catch(null) }));

const errorBody = z.object({ data: z.null().optional(), errors: z.array(z.object({ code: word })).min(1) });

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
  readonly connections: readonly (TelnyxConnectionJson | null)[];
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
  readonly calls: readonly ActiveCallJson[];
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
    const query = new URLSearchParams({ 'page[number]': String(number), 'page[size]': String(size), sort });
    if (filter.connectionNameContains !== undefined) {
      query.set('filter[connection_name][contains]', filter.connectionNameContains);
    }
    if (filter.fqdn !== undefined) query.set('filter[fqdn]', filter.fqdn);
    if (filter.outboundVoiceProfileId !== undefined) {
      query.set('filter[outbound_voice_profile_id]', filter.outboundVoiceProfileId);
    }
    const decode = (response: UpstreamResponse): Decoded<ConnectionsPage> => {
      const { data, meta } = listing.parse(this.#successOf(response));
      const connections = readDistinct(connection, data ?? [], ({ id }) => id);
      const omittedRows = connections.filter((row) => row === null).length;
      return { value: { connections, total: meta?.total_results ?? null }, omittedRows };
    };
    // A filter is a client's text, and the number of a page beyond the first can come from a client's cursor.
    const hasInput = !isUnfiltered(filter) || number > 1;
    const mayBeRejectedWith = (status: number) =>
      hasInput || (sort === '-created_at' && REJECTED_SORT.includes(status));
    const target = `/connections?${queryText(query)}`;
    return { kind: 'connections', target, decode, reload, mayBeRejectedWith } as const;
  }

  /** `GET /connections/{id}`; null if there is none. */
  getConnection(id: string, operation: Operation): Promise<UpstreamResult<TelnyxConnectionJson | null>> {
    const decode = (response: UpstreamResponse) => ({
      value: z.object({ data: connection }).parse(this.#successOf(response)).data,
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
    const query = new URLSearchParams({ 'page[limit]': String(limit) });
    if (after !== undefined) query.set('page[after]', after);
    if (before !== undefined) query.set('page[before]', before);
    const target = `/connections/${encodeURIComponent(connectionId)}/active_calls?${queryText(query)}`;
    const decode = (response: UpstreamResponse): Decoded<CallsPage> => {
      const { data, meta } = callListing.parse(this.#successOf(response));
      const sent = data?.length ?? 0;
      const calls = readDistinct(activeCall, data ?? [], (call) => call.call_leg_id).filter((call) => call !== null);
      const page = {
        calls,
        sent,
        after: meta?.cursors?.after || pageCursorIn(meta?.next, 'after'),
        before: meta?.cursors?.before || pageCursorIn(meta?.previous, 'before'),
        hasCursors: meta?.cursors != null,
        total: meta?.total_items ?? null,
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
function readDistinct<Row>(schema: z.ZodType<Row>, data: readonly unknown[], idOf: (row: Row) => string) {
  const ids = new Set<string>();
  return data.map((json, index) => {
    const row = index < MAX_ROWS ? schema.safeParse(json).data : undefined;
    if (row === undefined || ids.has(idOf(row))) return null;
    ids.add(idOf(row));
    return row;
  });
}

/**
 * The page cursor in a path to the next or previous page. Either the path or `cursors` may be absent: the list ends only if both
 * are. Telnyx does not escape the path, so it is not a query string: a parser would read `+` as a space.
 */
function pageCursorIn(path: string | null | undefined, side: 'after' | 'before'): string | null {
  const [, pageCursor = null] = new RegExp(`[?&]page\\[${side}\\]=([^&]+)`).exec(percentDecoded(path ?? '')) ?? [];
  return pageCursor;
}

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

function vendorCodeIn(json: unknown): string | null {
  return errorBody.safeParse(json).data?.errors[0]?.code ?? null;
}
