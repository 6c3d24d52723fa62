import type { IncomingMessage } from 'node:http';
import { type MockRow, type MockServer, startMockServer } from '../../../sandbox/mockServer.ts';
import { createTelnyxWorld, type TelnyxWorld } from './world.ts';

export { createTelnyxWorld, type TelnyxWorld };

/** The API key of the mock account. It is valid nowhere else. */
export const sandboxApiKey = 'KEY-SANDBOX-NOT-A-SECRET';

export interface TelnyxMockServerOptions {
  /** Default: `createTelnyxWorld()`. */
  world?: TelnyxWorld;
  /** Default: `sandboxApiKey`. */
  apiKey?: string;
  /** Default: 100,000, more than anyone can use by hand. Telnyx does not publish its limits. */
  requestsPerMinute?: number;
  /** Whether descending sorts are rejected, as by servers that validate against the enum of the specification. Default: false. */
  ascendingSortsOnly?: boolean;
  /** Called for every request, rejected ones included. */
  onRequest?: (request: IncomingMessage) => void;
  /** Default: `Date.now`. */
  now?: () => number;
}

/**
 * A mock server for https://api.telnyx.com: the three reads of connections under `/v2`, over real HTTP.
 * It follows the vendor's OpenAPI specification of July 2026. It is stricter in one way: an unknown or invalid parameter is
 * an error, so that a typo in a client cannot be mistaken for a missing filter.
 */
export function startTelnyxMockServer(options: TelnyxMockServerOptions = {}): Promise<MockServer> {
  const { world = createTelnyxWorld(), apiKey = sandboxApiKey, ascendingSortsOnly = false } = options;
  const { onRequest, now = Date.now } = options;
  const countRequest = requestBudget(options.requestsPerMinute ?? 100_000);
  const positions = new Map<string, CallPositions>();

  return startMockServer((request, response) => {
    onRequest?.(request);
    const at = now();
    const budget = countRequest(at);
    let status = 200;
    let body: unknown;
    try {
      if (budget.exceeded) {
        const detail = 'You have exceeded the maximum number of allowed requests.';
        throw new Rejection(429, '10011', 'Too many requests', detail);
      }
      if (request.headers.authorization !== `Bearer ${apiKey}`) {
        throw new Rejection(401, '10009', 'Authentication failed', 'Could not understand the provided credentials.');
      }
      body = respond(request, world, { positions, ascendingSortsOnly }, at);
    } catch (error) {
      // Any other error is a bug in the mock server or its data. The client gets it as HTTP 500, and the server keeps running.
      const rejection =
        error instanceof Rejection ? error : new Rejection(500, '10007', 'Unexpected error', String(error));
      ({ status, body } = rejection);
    }
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...budget.headers });
    response.end(JSON.stringify(body));
  });
}

interface ServerState {
  readonly positions: Map<string, CallPositions>;
  readonly ascendingSortsOnly: boolean;
}

function respond(
  { method, url = '/' }: IncomingMessage,
  world: TelnyxWorld,
  { positions, ascendingSortsOnly }: ServerState,
  at: number,
): unknown {
  // Parsing the query decodes it, so `page%5Bsize%5D` and `page[size]` are the same, as for Telnyx.
  const target = URL.parse(url, 'http://sandbox.invalid');
  const route = /^\/v2\/connections(?:\/([^/]+)(\/active_calls)?)?$/.exec(target?.pathname ?? '');
  if (target === null || route === null) throw notFound();
  // The vendor documents no error code for a wrong method.
  if (method !== 'GET') throw new Rejection(405, '10015', 'Bad Request', 'This resource can only be read, with GET.');
  const [, segment, activeCalls] = route;
  if (segment === undefined) return listConnections(world, target.searchParams, at, ascendingSortsOnly);

  const id = decodeSegment(segment);
  if (activeCalls !== undefined) return listActiveCalls(id, world, positions, target.searchParams, at);
  readQuery(target.searchParams, []);
  const data = world.connections(at).find((row) => row.id === id);
  if (data === undefined) throw notFound();
  return { data };
}

/* ---- GET /v2/connections: https://developers.telnyx.com/api-reference/connections/list-connections ---- */

const byName = 'filter[connection_name][contains]';
const byFqdn = 'filter[fqdn]';
/** The specification's schema has the first name, its description also the second. */
const byProfile = ['filter[outbound_voice_profile_id]', 'filter[outbound.outbound_voice_profile_id]'];

function listConnections(world: TelnyxWorld, search: URLSearchParams, at: number, ascendingOnly: boolean): unknown {
  const query = readQuery(search, ['page[number]', 'page[size]', 'sort', byName, byFqdn, ...byProfile]);
  const number = wholeNumber(query, 'page[number]', 1);
  const size = wholeNumber(query, 'page[size]', 250, 250);
  const name = query.get(byName)?.toLowerCase();
  if (name !== undefined && name.length < 3) throw badParameter(byName, 'must have at least three characters');
  const fqdn = query.get(byFqdn);
  const profiles = byProfile.map((parameter) => query.get(parameter)).filter((value) => value !== undefined);

  const matching = world
    .connections(at)
    .filter((row) => name === undefined || nameOf(row)?.toLowerCase().includes(name))
    .filter((row) => fqdn === undefined || world.fqdns?.(String(row.id)).includes(fqdn))
    .filter((row) => profiles.every((profile) => row.outbound_voice_profile_id === profile));
  const sort = query.get('sort');
  if (ascendingOnly && sort?.startsWith('-')) throw badParameter('sort', 'must be one of the allowed values');
  // The specification's default is `created_at`, its prose says "in descending order". This server follows the prose.
  const sorted = sortRows(matching, sort ?? '-created_at');
  return {
    data: sorted.slice((number - 1) * size, number * size),
    meta: {
      total_pages: Math.ceil(sorted.length / size),
      total_results: sorted.length,
      page_number: number,
      page_size: size,
    },
  };
}

type SortKey = string | number | undefined;

const sortKeys = new Map<string, (row: MockRow) => SortKey>([
  // By instant and not by text: times have a fraction of a second or not.
  ['created_at', ({ created_at: at }) => instant(String(at))],
  ['connection_name', nameOf],
  ['active', ({ active }) => (typeof active === 'boolean' ? Number(active) : undefined)],
]);

function nameOf({ connection_name: name }: MockRow): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

function instant(text: string): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** Telnyx promises no order for ties. Here they keep the order of the mock data, so that no client can rely on an order by ID. */
function sortRows(rows: readonly MockRow[], sort: string): readonly MockRow[] {
  const descending = sort.startsWith('-');
  const key = sortKeys.get(descending ? sort.slice(1) : sort);
  if (key === undefined)
    throw badParameter('sort', `must be one of ${[...sortKeys.keys()].join(', ')}, optionally after a -`);
  return rows.toSorted((a, b) => (descending ? compare(key(b), key(a)) : compare(key(a), key(b))));
}

/** Ascending, absent values last. */
function compare(a: SortKey, b: SortKey): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return Number(a > b) - Number(a < b);
}

/* ---- GET /v2/connections/{id}/active_calls: .../call-information/list-all-active-calls-for-given-connection ---- */

function listActiveCalls(
  id: string,
  world: TelnyxWorld,
  positionsById: Map<string, CallPositions>,
  search: URLSearchParams,
  at: number,
): unknown {
  const query = readQuery(search, ['page[after]', 'page[before]', 'page[limit]', 'page[size]', 'page[number]']);
  const number = wholeNumber(query, 'page[number]', 1);
  const limit = wholeNumber(query, 'page[limit]', wholeNumber(query, 'page[size]', 20, 250), 250);
  const after = readCursor(query, 'page[after]', id);
  const before = readCursor(query, 'page[before]', id);
  // Telnyx does not document what happens with both.
  if (after !== undefined && before !== undefined)
    throw badParameter('page[before]', 'must not be given together with page[after]');

  const calls = world.activeCalls(id, at);
  if (calls === null) {
    // The same response for a connection that cannot have calls and for one that does not exist.
    const title = 'Invalid value for connection_id (Call Control App ID)';
    const detail =
      'The requested connection_id (Call Control App ID) is either invalid or does not exist. ' +
      'Only Call Control Apps with valid webhook URL are accepted.';
    throw new Rejection(422, '10015', title, detail, { pointer: '/connection_id' });
  }
  const known = positionsById.get(id) ?? new CallPositions();
  positionsById.set(id, known);
  const positions = known.of(calls);

  // Numbered pages are the older form. A request with page[limit] or a page cursor is paged by cursor.
  let start = query.has('page[limit]') ? 0 : Math.min((number - 1) * limit, calls.length);
  if (after !== undefined) start = positions.filter((position) => position <= after).length;
  let end = start + limit;
  if (before !== undefined) {
    end = positions.filter((position) => position < before).length;
    start = Math.max(0, end - limit);
  }

  const shown = positions.slice(start, end);
  const cursors = {
    after: end < positions.length ? cursorTo(shown.at(-1), id) : undefined,
    before: start > 0 ? cursorTo(shown[0], id) : undefined,
  };
  // A path from the root that includes the version, with unescaped brackets: it must not be appended to a base URL.
  const path = `/v2/connections/${encodeURIComponent(id)}/active_calls`;
  const rest = limit === 20 ? '' : `&page[limit]=${limit}`;
  return {
    data: calls.slice(start, end),
    meta: {
      // JSON omits undefined members, so there is no page cursor at the end of the list.
      cursors,
      total_items: calls.length,
      next: cursors.after && `${path}?page[after]=${cursors.after}${rest}`,
      previous: cursors.before && `${path}?page[before]=${cursors.before}${rest}`,
    },
  };
}

/**
 * Numbers the calls of one connection in the order in which they started. A page cursor holds such a number and no reference
 * to a call, so it stays valid when that call ends. (Page cursors of Telnyx hold a call's time for the same purpose, but a row
 * of mock data need not have a time.) Only the calls of the last listing are kept.
 */
class CallPositions {
  #next = 1;
  #known: ReadonlyMap<string, number> = new Map();

  /** Ascending. The calls after one that appears between older ones get new numbers: clients may list them twice, but miss none. */
  of(calls: readonly MockRow[]): readonly number[] {
    const seen = new Map<string, number>();
    let position = 0;
    for (const call of calls) {
      let key = String(call.call_leg_id);
      while (seen.has(key)) key += ' again';
      const known = this.#known.get(key) ?? 0;
      position = known > position ? known : this.#next++;
      seen.set(key, position);
    }
    this.#known = seen;
    return [...seen.values()];
  }
}

/** "v1:" and base64, which may end in "=". Opaque: clients send it back percent-encoded. */
function cursorTo(position: number | undefined, connectionId: string): string | undefined {
  return position === undefined ? undefined : `v1:${Buffer.from(`${position}:${connectionId}`).toString('base64')}`;
}

function readCursor(query: Query, parameter: string, connectionId: string): number | undefined {
  const cursor = query.get(parameter);
  if (cursor === undefined) return undefined;
  const position = Number.parseInt(Buffer.from(cursor.slice(3), 'base64').toString(), 10);
  // Compared with the cursor that this list would have returned, so that a cursor of another connection is invalid.
  if (cursor !== cursorTo(position, connectionId)) throw badParameter(parameter, 'is not a cursor of this list');
  return position;
}

/* ---- Parameters ---- */

type Query = ReadonlyMap<string, string>;

function readQuery(search: URLSearchParams, allowed: readonly string[]): Query {
  const query = new Map<string, string>();
  for (const [parameter, value] of search) {
    if (!allowed.includes(parameter)) throw badParameter(parameter, 'is unknown here');
    if (query.has(parameter)) throw badParameter(parameter, 'is given twice');
    if (value === '') throw badParameter(parameter, 'is empty');
    query.set(parameter, value);
  }
  return query;
}

function wholeNumber(query: Query, parameter: string, fallback: number, most = 1_000_000): number {
  const text = query.get(parameter);
  if (text === undefined) return fallback;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw badParameter(parameter, `must be a whole number from 1 to ${most}`);
  return value;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not the ID of any connection
  }
}

/* ---- Limits: https://developers.telnyx.com/development/api-fundamentals/reliability/rate-limiting ---- */

/** Counts all requests equally, per minute of the clock. An HTTP 429 has no Retry-After, because the vendor documents none. */
function requestBudget(
  requestsPerMinute: number,
): (at: number) => { exceeded: boolean; headers: Readonly<Record<string, string>> } {
  let minute = Number.NaN;
  let used = 0;
  return (at) => {
    const current = Math.floor(at / 60_000);
    if (current !== minute) used = 0;
    minute = current;
    used += 1;
    return {
      exceeded: used > requestsPerMinute,
      headers: {
        // "The applicable rate limits", plural: a client has to find the first number of a list.
        'x-ratelimit-limit': `${requestsPerMinute}, ${requestsPerMinute};w=60`,
        'x-ratelimit-remaining': String(Math.max(0, requestsPerMinute - used)),
        // Seconds from now, not a point in time.
        'x-ratelimit-reset': String(Math.ceil(((current + 1) * 60_000 - at) / 1000)),
      },
    };
  };
}

/* ---- Errors: https://developers.telnyx.com/development/api-fundamentals/api-errors ---- */

/** Thrown if a request cannot be served. Its body is sent to the client. */
class Rejection extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, code: string, title: string, detail: string, source?: { readonly [at: string]: string }) {
    super(detail);
    this.status = status;
    // In the vendor's examples every error links to its documentation, except the 422 of the voice API.
    const meta = status === 422 ? undefined : { url: `https://developers.telnyx.com/docs/overview/errors/${code}` };
    this.body = { errors: [{ code, title, detail, source, meta }] };
  }
}

function badParameter(parameter: string, rule: string): Rejection {
  const detail = `The request failed because it was not well-formed: ${parameter} ${rule}.`;
  return new Rejection(400, '10015', 'Bad Request', detail, { parameter });
}

function notFound(): Rejection {
  const detail = 'The requested resource or URL could not be found.';
  return new Rejection(404, '10005', 'Resource not found', detail, { pointer: '/' });
}
