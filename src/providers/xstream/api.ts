import { z } from 'zod';
import { UpstreamError, type UpstreamProblemCode } from '../../errors.ts';
import { bodyOf, int, moment, readRows, text, word } from '../../upstream/decode.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import type { FailureDetails } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import { combineQualities } from '../../upstream/quality.ts';
import { queryText } from '../../upstream/queryText.ts';
import type { RateLimit } from '../../upstream/rateBudget.ts';
import { rateLimitOf } from '../../upstream/rateLimitHeaders.ts';
import type { UpstreamResponse } from '../../upstream/response.ts';
import type { Decoded, UpstreamResult } from '../../upstream/result.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/*
 * `GET /2/connections` of the X API v2, in its own words.
 */

export type XStatus = 'active' | 'inactive' | 'all';

/** No member is promised since version 2.167 of X's specification, and `id` came only with it. */
const connection = z.object({
  id: text,
  endpoint_name: text,
  connected_at: moment,
  disconnected_at: moment,
  disconnect_reason: text,
  client_ip: text,
});
export type XConnectionJson = z.infer<typeof connection>;

/** X leaves out what it is not asked for, so all of it is asked for. */
const FIELDS = Object.keys(connection.shape).sort().join(',');

/** X's largest page. */
const PAGE_SIZE = 100;

/** A history that long is more than a graph should wait for, and more likely a token that leads nowhere. */
const MAX_PAGES = 100;

// What is no object is a complaint all the same.
const problemJson = z.object({ type: text, status: int }).catch({ type: null, status: null });

const page = bodyOf('data', 'errors', 'meta').pipe(
  z.object({
    // Absent when nothing matches.
    data: z.array(z.unknown()).nullish(),
    // Beside `data` in a 200, for what X could not add to it.
    errors: z.array(problemJson).nullable().catch(null),
    meta: z.object({ next_token: text }).nullable().catch(null),
  }),
);

/** What is asked for, as metrics and settings name it. */
export type XKind = 'connections';

export class XApi {
  readonly #upstream: Upstream<XKind>;

  constructor(upstream: Upstream<XKind>) {
    this.#upstream = upstream;
  }

  /**
   * All connections of a status and of some endpoints, page after page. X documents no order, so part of them would be
   * no particular part.
   *
   * @param endpoints X's names; null for all
   */
  async listConnections(
    status: XStatus,
    endpoints: readonly string[] | null,
    operation: Operation,
  ): Promise<UpstreamResult<readonly XConnectionJson[]>> {
    const pages: UpstreamResult<XPage>[] = [];
    const seenTokens = new Set<string>();
    let token: string | null = null;
    do {
      const page: UpstreamResult<XPage> = await this.#pageAfter(pages.at(-1), { status, endpoints, token }, operation);
      pages.push(page);
      token = page.value.nextToken;
      if (token === null) return joined(pages);
      if (seenTokens.has(token)) break;
      seenTokens.add(token);
    } while (pages.length < MAX_PAGES);
    throw this.#upstream.inconsistent(`has no end: its pages repeat, or are more than ${MAX_PAGES}`);
  }

  /** A page no older than the one that led to it: rows may have moved from one to the other meanwhile. */
  async #pageAfter(
    before: UpstreamResult<XPage> | undefined,
    query: PageQuery,
    operation: Operation,
  ): Promise<UpstreamResult<XPage>> {
    const page = await this.#listPage(query, operation);
    if (before === undefined || page.quality.staleBecause !== null) return page;
    if (page.quality.observedAt >= before.quality.observedAt) return page;
    try {
      return await this.#listPage({ ...query, reload: true }, operation);
    } catch (error) {
      if (error instanceof UpstreamError) return { ...page, quality: { ...page.quality, staleBecause: error } };
      throw error;
    }
  }

  #listPage({ status, endpoints, token, reload }: PageQuery, operation: Operation): Promise<UpstreamResult<XPage>> {
    const query = new URLSearchParams({ status, max_results: String(PAGE_SIZE), 'connection.fields': FIELDS });
    if (endpoints !== null) query.set('endpoints', endpoints.join(','));
    if (token !== null) query.set('pagination_token', token);
    const target = `/2/connections?${queryText(query)}`;
    const decode = (response: UpstreamResponse) => this.#readPage(response);
    return this.#upstream.get({ kind: 'connections', target, decode, reload }, operation);
  }

  #readPage(response: UpstreamResponse): Decoded<XPage> {
    const { data, errors, meta } = page.parse(parseJson(response.body));
    const warning = errors?.[0] === undefined ? null : this.#warning(errors[0]);
    if (warning !== null && data == null) throw warning;
    const { value: connections, omittedRows } = readRows(connection, data ?? []);
    return { value: { connections, nextToken: meta?.next_token || null }, omittedRows, incompleteBecause: warning };
  }

  #warning(problem: z.infer<typeof problemJson>): UpstreamError {
    const code = codeOf(problem);
    const { origin } = this.#upstream;
    return new UpstreamError(code, `Source "${origin.source}" reported that its response is incomplete.`, {
      ...origin,
      httpStatus: 200,
      vendorCode: lastSegment(problem.type),
    });
  }
}

interface PageQuery {
  readonly status: XStatus;
  readonly endpoints: readonly string[] | null;
  readonly token: string | null;
  /** Whether a page that is remembered will not do. */
  readonly reload?: boolean;
}

interface XPage {
  readonly connections: readonly XConnectionJson[];
  readonly nextToken: string | null;
}

/** Several pages as one result. */
function joined(pages: readonly UpstreamResult<XPage>[]): UpstreamResult<readonly XConnectionJson[]> {
  return {
    value: pages.flatMap(({ value }) => value.connections),
    quality: combineQualities(pages.map(({ quality }) => quality)),
  };
}

/** `x-rate-limit-*`: the reset as seconds since 1970. */
export function readXRateLimit({ header }: HttpResponse): RateLimit | null {
  return rateLimitOf({
    limit: header('x-rate-limit-limit'),
    remaining: header('x-rate-limit-remaining'),
    resetsAt: (seconds) => new Date(seconds * 1000),
    reset: header('x-rate-limit-reset'),
  });
}

/** What a complaint in a successful answer comes to; its status is there as a rule, its type always. */
function codeOf({ status, type }: z.infer<typeof problemJson>): UpstreamProblemCode {
  if (status === 403 || /not-authorized|unauthorized/.test(type ?? '')) return 'UPSTREAM_FORBIDDEN';
  if (status === 429) return 'UPSTREAM_RATE_LIMITED';
  if ((status ?? 0) >= 500 || lastSegment(type) === 'internal-error') return 'UPSTREAM_UNAVAILABLE';
  return 'UPSTREAM_REJECTED';
}

/** Reads a failed response. */
export function readXFailure({ status, body }: HttpResponse): FailureDetails {
  const vendorCode = vendorCodeOf(body);
  // X uses 429 for two things: a rate-limit window that is exhausted, and the usage that the plan allows in a day or a month.
  const capped = status === 429 && vendorCode === 'usage-capped';
  // In the two shapes that X has used for it, and as a 403 where a spending limit is set.
  const unpaid = vendorCode === 'credits' || vendorCode === 'credits-depleted' || status === 402;
  const hint = capped
    ? 'because the usage that its plan allows is used up'
    : unpaid
      ? 'because the account has no credits left, or has reached its spending limit'
      : '';
  return { vendorCode, hint, final: capped || unpaid };
}

/** The problem's type, or the code of the older error form; null for HTML and the like. */
function vendorCodeOf(body: string): string | null {
  try {
    const json = z
      .object({ type: text, code: word, errors: z.array(z.object({ code: word })).catch([]) })
      .parse(parseJson(body));
    return lastSegment(json.type) ?? json.code ?? json.errors[0]?.code ?? null;
  } catch {
    return null;
  }
}

/** Problem types are URIs on hosts that change; only the last segment means something. `about:blank` has none. */
function lastSegment(type: string | null): string | null {
  return word.parse(type?.split('/').at(-1));
}
