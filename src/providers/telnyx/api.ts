import { unescape as percentDecoded } from 'node:querystring';
import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import { bodyOf, flag, int, moment, readRows, requiredText, text, word } from '../../upstream/decode.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import type { FailureDetails } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import { queryText } from '../../upstream/queryText.ts';
import type { RateLimit } from '../../upstream/rateBudget.ts';
import { rateLimitOf } from '../../upstream/rateLimitHeaders.ts';
import type { UpstreamResponse } from '../../upstream/response.ts';
import type { UpstreamResult } from '../../upstream/result.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/*
 * The parts of the Telnyx API v2 that Switchboard reads, in its own words.
 */

/** Telnyx's largest page, of connections and of calls. */
export const MAX_PAGE_SIZE = 250;

/** Nothing but `id` is promised, and that only by common sense. Ids are 19 digits: always text, never a number. */
const connection = z.object({
  id: requiredText,
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
  call_leg_id: requiredText,
  call_session_id: requiredText,
  // Required by the specification, null in Telnyx's own recordings.
  client_state: text,
  record_type: text,
  call_duration: int,
});
export type ActiveCallJson = z.infer<typeof activeCall>;

const rows = z.array(z.unknown()).nullish();

const listing = bodyOf('data', 'meta').pipe(
  z.object({ data: rows, meta: z.object({ total_results: int }).nullable().catch(null) }),
);

const callMeta = z.object({
  cursors: z.object({ after: text, before: text }).nullable().catch(null),
  next: text,
  previous: text,
  total_items: int,
});
const callListing = bodyOf('data', 'meta').pipe(z.object({ data: rows, meta: callMeta.nullable().catch(null) }));

const errorBody = z.object({ data: z.null().optional(), errors: z.array(z.object({ code: word })).min(1) });

/** With a `-` in front for descending. Telnyx's documentation contradicts itself on the default, so it is always sent. */
export type TelnyxSort = `${'' | '-'}${'created_at' | 'connection_name' | 'active'}`;

export interface TelnyxFilter {
  /** Three characters or more. */
  readonly connectionNameContains?: string | undefined;
  readonly fqdn?: string | undefined;
  readonly outboundVoiceProfileId?: string | undefined;
}

export interface ConnectionsPageQuery {
  readonly filter: TelnyxFilter;
  readonly sort: TelnyxSort;
  /** From 1. */
  readonly number: number;
  readonly size: number;
  /** Whether a page that is remembered will not do. */
  readonly reload?: boolean;
}

export interface ConnectionsPage {
  /** As many as Telnyx sent, in its order; null for one that cannot be read. */
  readonly connections: readonly (TelnyxConnectionJson | null)[];
  /** How many match in all; null where Telnyx does not say. */
  readonly total: number | null;
}

/** A page of calls: the first one, or one behind or in front of a mark that Telnyx gave. */
export interface CallsPageQuery {
  readonly connectionId: string;
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

export interface CallsPage {
  readonly calls: readonly ActiveCallJson[];
  /** Telnyx's marks around this page; null where nothing is beyond. */
  readonly after: string | null;
  readonly before: string | null;
  readonly total: number | null;
}

/** What is asked for, as metrics and settings name it. */
export type TelnyxKind = 'connections' | 'activeCalls';

export class TelnyxApi {
  readonly #upstream: Upstream<TelnyxKind>;

  constructor(upstream: Upstream<TelnyxKind>) {
    this.#upstream = upstream;
  }

  /** The error for pages that do not fit together. It counts against the account's health. */
  inconsistent(what: string): UpstreamError {
    return this.#upstream.inconsistent(what);
  }

  /** `GET /connections` */
  listConnections(
    { filter, sort, number, size, reload }: ConnectionsPageQuery,
    operation: Operation,
  ): Promise<UpstreamResult<ConnectionsPage>> {
    const query = new URLSearchParams({ 'page[number]': String(number), 'page[size]': String(size), sort });
    if (filter.connectionNameContains !== undefined) {
      query.set('filter[connection_name][contains]', filter.connectionNameContains);
    }
    if (filter.fqdn !== undefined) query.set('filter[fqdn]', filter.fqdn);
    if (filter.outboundVoiceProfileId !== undefined) {
      query.set('filter[outbound_voice_profile_id]', filter.outboundVoiceProfileId);
    }
    const decode = (response: UpstreamResponse) => {
      const { data, meta } = listing.parse(this.#successOf(response));
      const connections = (data ?? []).map((row) => connection.safeParse(row).data ?? null);
      const omittedRows = connections.filter((row) => row === null).length;
      return { value: { connections, total: meta?.total_results ?? null }, omittedRows };
    };
    const target = `/connections?${queryText(query)}`;
    return this.#upstream.get({ kind: 'connections', target, decode, reload }, operation);
  }

  /** `GET /connections/{id}`; null where there is none. */
  getConnection(id: string, operation: Operation): Promise<UpstreamResult<TelnyxConnectionJson | null>> {
    const decode = (response: UpstreamResponse) => ({
      value: z.object({ data: connection }).parse(this.#successOf(response)).data,
    });
    const isAbsent = (status: number) => status === 404;
    const target = `/connections/${encodeURIComponent(id)}`;
    return this.#upstream.get({ kind: 'connections', target, decode, isAbsent }, operation);
  }

  /** `GET /connections/{id}/active_calls`, by cursor; null where Telnyx says that the connection cannot have calls. */
  listActiveCalls(
    { connectionId, after, before, limit }: CallsPageQuery,
    operation: Operation,
  ): Promise<UpstreamResult<CallsPage | null>> {
    const query = new URLSearchParams({ 'page[limit]': String(limit) });
    if (after !== undefined) query.set('page[after]', after);
    if (before !== undefined) query.set('page[before]', before);
    const target = `/connections/${encodeURIComponent(connectionId)}/active_calls?${queryText(query)}`;
    const decode = (response: UpstreamResponse) => {
      const { data, meta } = callListing.parse(this.#successOf(response));
      const { value: calls, omittedRows } = readRows(activeCall, data ?? []);
      const page = {
        calls,
        after: meta?.cursors?.after || markIn(meta?.next, 'after'),
        before: meta?.cursors?.before || markIn(meta?.previous, 'before'),
        total: meta?.total_items ?? null,
      };
      return { value: page, omittedRows };
    };
    const isAbsent = (status: number, { vendorCode }: FailureDetails) =>
      status === 422 && vendorCode === NOT_APPLICABLE;
    return this.#upstream.get({ kind: 'activeCalls', target, decode, isAbsent }, operation);
  }

  /** @throws UpstreamError if Telnyx complains, be it with a status of success */
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

/** `x-ratelimit-*`: the reset as seconds to go. */
export function readTelnyxRateLimit({ header, receivedAt }: HttpResponse): RateLimit | null {
  return rateLimitOf({
    limit: header('x-ratelimit-limit'),
    remaining: header('x-ratelimit-remaining'),
    reset: header('x-ratelimit-reset'),
    resetsAt: (seconds) => new Date(receivedAt.getTime() + seconds * 1000),
  });
}

/**
 * The mark in a path to the next or previous page. Either it or `cursors` may be absent: only where both are, the list ends.
 * Telnyx writes the path with bare brackets and marks, so it is no query string to a parser that reads `+` as a space.
 */
function markIn(path: string | null | undefined, side: 'after' | 'before'): string | null {
  const [, mark = null] = new RegExp(`[?&]page\\[${side}\\]=([^&]+)`).exec(percentDecoded(path ?? '')) ?? [];
  return mark;
}

/** "Invalid value for connection_id": a connection without a webhook, or a kind that has no calls. */
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
