import { z } from 'zod';
import type { UpstreamError } from '../../errors.ts';
import { int, moment, readRows, text, word } from '../../upstream/decode.ts';
import { httpError } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import { queryText } from '../../upstream/queryText.ts';
import type { Upstream, UpstreamResponse } from '../../upstream/upstream.ts';

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

const page = z.object({
  // Absent when nothing matches.
  data: z.array(z.unknown()).nullish(),
  // Beside `data` in a 200, for what X could not add to it.
  errors: z.array(problemJson).nullable().catch(null),
  meta: z.object({ next_token: text }).nullable().catch(null),
});

export interface XListing {
  readonly connections: readonly XConnectionJson[];
  /** How many rows could not be read, and were left out. */
  readonly brokenRows: number;
  /** What X complained of beside its data. */
  readonly warning: UpstreamError | null;
  readonly receivedAt: Date;
}

export class XApi {
  readonly #upstream: Upstream;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /**
   * All connections of a status and of some endpoints, page after page. X documents no order, so part of them would be
   * no particular part.
   *
   * @param endpoints X's names; null for all
   */
  async listConnections(status: XStatus, endpoints: readonly string[] | null): Promise<XListing> {
    const connections: XConnectionJson[] = [];
    let brokenRows = 0;
    let warning: UpstreamError | null = null;
    let token: string | null = null;
    const seenTokens = new Set<string>();
    for (let pageNumber = 1; pageNumber <= MAX_PAGES; pageNumber += 1) {
      const answer = await this.#listPage(status, endpoints, token);
      connections.push(...answer.connections);
      brokenRows += answer.brokenRows;
      warning ??= answer.warning;
      token = answer.nextToken;
      if (token === null) return { connections, brokenRows, warning, receivedAt: answer.receivedAt };
      if (seenTokens.has(token)) break;
      seenTokens.add(token);
    }
    const message = `Source "${this.#upstream.source}" has no end: its pages repeat, or are more than ${MAX_PAGES}.`;
    throw this.#upstream.error('UPSTREAM_MALFORMED', message);
  }

  #listPage(status: XStatus, endpoints: readonly string[] | null, token: string | null) {
    const query = new URLSearchParams({ status, max_results: String(PAGE_SIZE), 'connection.fields': FIELDS });
    if (endpoints !== null) query.set('endpoints', endpoints.join(','));
    if (token !== null) query.set('pagination_token', token);
    return this.#upstream.get(`/2/connections?${queryText(query)}`, (response) => this.#readPage(response));
  }

  #readPage(response: UpstreamResponse) {
    if (response.status !== 200) throw this.#errorOf(response);
    const { data, errors, meta } = page.parse(parseJson(response.body));
    const warning = errors?.[0] === undefined ? null : this.#warning(errors[0]);
    if (warning !== null && data == null) throw warning;
    const { rows: connections, brokenRows } = readRows(connection, data ?? []);
    return {
      connections,
      brokenRows,
      warning,
      nextToken: meta?.next_token || null,
      receivedAt: response.receivedAt,
    };
  }

  #warning(problem: z.infer<typeof problemJson>): UpstreamError {
    const code =
      problem.status === 403 || /not-authorized|unauthorized/.test(problem.type ?? '')
        ? 'UPSTREAM_FORBIDDEN'
        : 'UPSTREAM_REJECTED';
    return this.#upstream.error(code, `Source "${this.#upstream.source}" could not give all that was asked for.`, {
      httpStatus: 200,
      vendorCode: lastSegment(problem.type),
    });
  }

  #errorOf(response: UpstreamResponse): UpstreamError {
    const reset = Number(response.header('x-rate-limit-reset') || Number.NaN);
    return httpError(this.#upstream, response, {
      vendorCode: vendorCodeOf(response.body),
      // Epoch seconds.
      limitResetsAt: Number.isSafeInteger(reset) ? new Date(reset * 1000) : null,
    });
  }
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
