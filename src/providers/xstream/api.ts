import { UpstreamError, type UpstreamProblemCode } from '../../errors.ts';
import { int, list, object, optionalList, readBody, readRows, required, text, word } from '../../upstream/decode.ts';
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
import { FIELDS, readConnection, type XConnectionJson } from './rows.ts';

/*
 * `GET /2/connections` of the X API v2, in X's own terms.
 */

export type XStatus = 'active' | 'inactive' | 'all';

/** X's largest page. */
export const PAGE_SIZE = 100;

/** A problem in a response with status 200. An entry that is not an object is a problem too. */
interface XProblem {
  readonly type: string | null;
  readonly status: number | null;
}

function readProblem(value: unknown): XProblem {
  const json = object(value);
  return { type: text(json?.['type']), status: int(json?.['status']) };
}

/** What can be requested, as metrics and settings name it. */
export type XKind = 'connections';

/** Which connections to list. */
export interface XListQuery {
  readonly status: XStatus;
  /** X's endpoint names; null for all. */
  readonly endpoints: readonly string[] | null;
}

export interface XPageQuery extends XListQuery {
  /** `next_token` of the page before; null for the first page. */
  readonly token: string | null;
  /** Whether a cached page must not be used. */
  readonly reload?: boolean;
}

export interface XPage {
  /** No two of them have the same `id`. */
  readonly connections: DecodedRows<XConnectionJson>;
  /** Null on the last page. */
  readonly nextToken: string | null;
}

export class XApi {
  readonly #upstream: Upstream<XKind>;

  constructor(upstream: Upstream<XKind>) {
    this.#upstream = upstream;
  }

  get origin(): Upstream['origin'] {
    return this.#upstream.origin;
  }

  /** One page of connections. X documents no order. */
  listPage({ status, endpoints, token, reload }: XPageQuery, operation: Operation): Promise<UpstreamResult<XPage>> {
    const query = queryText({
      status,
      max_results: PAGE_SIZE,
      'connection.fields': FIELDS,
      endpoints: endpoints?.join(','),
      pagination_token: token ?? undefined,
    });
    const target = `/2/connections?${query}`;
    const decode = (response: UpstreamResponse) => this.#readPage(response);
    // The endpoints are a client's choice.
    const mayBeRejectedWith = () => endpoints !== null;
    return this.#upstream.get({ kind: 'connections', target, decode, reload, mayBeRejectedWith }, operation);
  }

  /** @throws UpstreamError if the page has errors and no `data`: it must not be mistaken for an empty page */
  #readPage(response: UpstreamResponse): Decoded<XPage> {
    const { data, errors, meta } = readBody(parseJson(response.body), 'data', 'errors', 'meta');
    // Absent when nothing matches.
    const sent = optionalList(data);
    // A response with status 200 can have errors, with or without `data`.
    const problems = list(errors) ?? [];
    const incompleteBecause = problems.length === 0 ? null : this.#incompleteError(readProblem(problems[0]));
    if (incompleteBecause !== null && sent === null) throw incompleteBecause;
    const { value: rows, omittedRows } = readRows(readConnection, sent ?? []);
    const connections = withoutDuplicates(rows);
    return {
      value: { connections: new DecodedRows(connections), nextToken: text(object(meta)?.['next_token']) || null },
      omittedRows: omittedRows + rows.length - connections.length,
      incompleteBecause,
    };
  }

  #incompleteError(problem: XProblem): UpstreamError {
    const { origin } = this;
    return new UpstreamError(
      codeOfProblem(problem),
      `Source "${origin.source}" reported that its response is incomplete.`,
      { ...origin, httpStatus: 200, vendorCode: lastSegment(problem.type) },
    );
  }
}

/** The rows of one response, of those with the same `id` only the first: the others would have its global ID. */
function withoutDuplicates(rows: readonly XConnectionJson[]): XConnectionJson[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => {
    if (id === null) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
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

/** What a problem in a response with status 200 means. Its `status` is optional, its `type` is not. */
function codeOfProblem({ status, type }: XProblem): UpstreamProblemCode {
  if (status === 403 || /not-authorized|unauthorized/.test(type ?? '')) return 'UPSTREAM_FORBIDDEN';
  if (status === 429) return 'UPSTREAM_RATE_LIMITED';
  if ((status ?? 0) >= 500 || lastSegment(type) === 'internal-error') return 'UPSTREAM_UNAVAILABLE';
  return 'UPSTREAM_REJECTED';
}

/** Reads a failed response. */
export function readXFailure({ status, body }: HttpResponse): FailureDetails {
  const vendorCode = vendorCodeOf(body);
  // X sends 429 for an exhausted rate-limit window, and for exhausted usage per day or month.
  const isCapped = status === 429 && vendorCode === 'usage-capped';
  // X has used two problem types for this, and sends 403 instead of 402 if a spending limit is set.
  const isUnpaid = vendorCode === 'credits' || vendorCode === 'credits-depleted' || status === 402;
  const hint = isCapped
    ? 'because the usage that its plan allows is used up'
    : isUnpaid
      ? 'because the account has no credits left, or has reached its spending limit'
      : '';
  return { vendorCode, hint, final: isCapped || isUnpaid };
}

/** The problem type, or the code of the older form; null if the body is neither. */
function vendorCodeOf(body: string): string | null {
  try {
    const { type, code, errors } = required(object(parseJson(body)), 'body');
    return lastSegment(text(type)) ?? word(code) ?? word(object(list(errors)?.[0])?.['code']);
  } catch {
    return null;
  }
}

/** Problem types are URIs on changing hosts; only the last segment identifies them. `about:blank` has none. */
function lastSegment(type: string | null): string | null {
  return word(type?.split('/').at(-1));
}
