import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type MockRow, type MockServer, seededRandom, startMockServer } from '../../../sandbox/mockServer.ts';

/** The application whose streaming connections the stand-in lists. */
export interface XWorld {
  /** All streaming connections, open and closed, in the vendor's JSON shape, in any order. */
  connections(now: number): readonly MockRow[];
}

export interface XSandboxOptions {
  world?: XWorld;
  bearerToken?: string;
  /** In 15 minutes. Default: 100,000, more than anybody at a keyboard spends. X does not publish its own. */
  rateLimit?: number;
  /** Called for every request, also for those that are refused. */
  onRequest?: (request: IncomingMessage) => void;
  now?: () => number;
}

export const sandboxBearerToken = 'x-sandbox-bearer-token-not-a-secret';

// The vendor's lists are written out again here, not shared with the client: a shared typo would pass every test.
const endpointNames = [
  ...['filtered_stream', 'sample_stream', 'sample10_stream', 'firehose_stream'],
  ...['tweets_compliance_stream', 'users_compliance_stream', 'tweet_label_stream'],
  ...['firehose_stream_lang_en', 'firehose_stream_lang_ja', 'firehose_stream_lang_ko', 'firehose_stream_lang_pt'],
  ...['likes_firehose_stream', 'likes_sample10_stream', 'likes_compliance_stream'],
];
const fieldNames = ['client_ip', 'connected_at', 'disconnect_reason', 'disconnected_at', 'endpoint_name', 'id'];
/** Until February 2026 X called `filtered_stream` by this name. */
const olderName = 'filter_stream';

const rateWindowSeconds = 15 * 60;

/** An answer other than 200, as RFC 7807 problem details. */
class Problem extends Error {
  readonly status: number;
  readonly members: MockRow;

  constructor(status: number, title: string, members: MockRow = {}) {
    super(title);
    this.status = status;
    this.members = { type: 'about:blank', title, detail: title, status, ...members };
  }
}

function invalid(parameter: string, value: string, detail: string): Problem {
  const type = 'https://api.x.com/2/problems/invalid-request';
  return new Problem(400, 'Invalid Request', { type, detail, parameter, value });
}

/**
 * Serves `GET /2/connections` as X API v2.167 describes it. What the vendor leaves open is answered the unkind way: rows
 * come in an order of no use, a field that was not asked for is not sent, and a parameter X does not know is refused.
 */
export function startXSandbox(options: XSandboxOptions = {}): Promise<MockServer> {
  const {
    world = livingXWorld(),
    bearerToken = sandboxBearerToken,
    rateLimit = 100_000,
    onRequest,
    now = Date.now,
  } = options;
  let rate = { used: 0, resetsAt: 0 };

  /** Counts one request; the headers tell how many are left until when (epoch seconds). */
  function countRequest(response: ServerResponse): void {
    const seconds = Math.floor(now() / 1000);
    if (seconds >= rate.resetsAt) rate = { used: 0, resetsAt: seconds + rateWindowSeconds };
    rate.used += 1;
    response.setHeader('x-rate-limit-limit', rateLimit);
    response.setHeader('x-rate-limit-remaining', Math.max(0, rateLimit - rate.used));
    response.setHeader('x-rate-limit-reset', rate.resetsAt);
    if (rate.used > rateLimit) throw new Problem(429, 'Too Many Requests');
  }

  function answer(request: IncomingMessage, response: ServerResponse): object {
    const [path, query = ''] = (request.url ?? '').split(/\?(.*)/s);
    if (path !== '/2/connections') throw new Problem(404, 'Not Found');
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      throw new Problem(405, 'Method Not Allowed');
    }
    if (request.headers.authorization !== `Bearer ${bearerToken}`) throw new Problem(401, 'Unauthorized');
    countRequest(response);
    return connectionHistory(world, new URLSearchParams(query), now());
  }

  return startMockServer((request, response) => {
    onRequest?.(request);
    let body: object;
    try {
      body = answer(request, response);
      response.setHeader('content-type', 'application/json; charset=utf-8');
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(500, 'Internal Server Error');
      response.statusCode = problem.status;
      response.setHeader('content-type', 'application/problem+json; charset=utf-8');
      body = problem.members;
    }
    response.end(JSON.stringify(body));
  });
}

function connectionHistory(world: XWorld, query: URLSearchParams, now: number): object {
  const asked = readQuery(query);
  // A walk keeps the moment it began, and with it its rows and their order.
  const { startedAt, offset } = asked.token ?? { startedAt: now, offset: 0 };
  const rows = world
    .connections(startedAt)
    .filter((row) => asked.status === 'all' || (asked.status === 'active') === isOpen(row))
    .filter((row) => !asked.endpoints || asked.endpoints.includes(currentName(row['endpoint_name'])))
    .map((row) => ({ row, rank: hash('sha1', `${startedAt} ${row['id'] ?? JSON.stringify(row)}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
  const end = offset + asked.maxResults;
  const data = rows
    .slice(offset, end)
    .map(({ row }) => Object.fromEntries(Object.entries(row).filter(([name]) => asked.fields.includes(name))));
  const more = end < rows.length ? { next_token: sealToken(startedAt, end, asked.walk) } : {};
  return { ...(data.length > 0 && { data }), meta: { result_count: data.length, ...more } };
}

const isOpen = (row: MockRow): boolean => (row['disconnected_at'] ?? null) === null;
const currentName = (name: unknown): unknown => (name === olderName ? endpointNames[0] : name);

function readQuery(query: URLSearchParams) {
  const known = ['status', 'endpoints', 'max_results', 'pagination_token', 'connection.fields'];
  for (const [name, value] of query) {
    if (!known.includes(name)) throw invalid(name, value, `The query parameter [${name}] is not one of [${known}]`);
    if (query.getAll(name).length > 1) throw invalid(name, value, `The query parameter [${name}] is given twice`);
  }

  const status = query.get('status') ?? 'active';
  if (!['active', 'inactive', 'all'].includes(status)) throw invalid('status', status, 'Not a connection status');
  const endpoints = readList(query, 'endpoints', [...endpointNames, olderName])?.map(currentName);
  const fields = readList(query, 'connection.fields', fieldNames) ?? ['connected_at', 'endpoint_name'];
  const max = query.get('max_results') ?? '10';
  if (!/^([1-9]\d?|100)$/.test(max)) throw invalid('max_results', max, 'Not a number between 1 and 100');

  // A token belongs to the question that it was given for; page size and fields may change on the way.
  const walk = `${status} ${endpoints?.toSorted()}`;
  const sealed = query.get('pagination_token');
  const token = sealed === null ? undefined : openToken(sealed, walk);
  return { status, endpoints, fields, maxResults: Number(max), walk, token };
}

function readList(query: URLSearchParams, parameter: string, known: readonly string[]): string[] | undefined {
  const value = query.get(parameter);
  if (value === null) return undefined;
  const names = value.split(',');
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalid(parameter, stranger, `[${stranger}] is not one of [${known}]`);
  if (new Set(names).size < names.length) throw invalid(parameter, value, 'A name is given twice');
  return names;
}

function sealToken(startedAt: number, offset: number, walk: string): string {
  const content = Buffer.from(`${startedAt} ${offset}`).toString('base64url');
  return `${content}.${hash('sha1', `${content} ${walk}`).slice(0, 12)}`;
}

function openToken(sealed: string, walk: string): { startedAt: number; offset: number } {
  const [startedAt, offset] = Buffer.from(sealed.split('.', 1).join(), 'base64url').toString().split(' ').map(Number);
  if (startedAt === undefined || offset === undefined || sealToken(startedAt, offset, walk) !== sealed) {
    throw invalid('pagination_token', sealed, 'Not a token of this listing');
  }
  return { startedAt, offset };
}

const historySeconds = 48 * 3600;

/** A client alone in its lane reconnects at once; those that share one take turns, with pauses. So 8 to 10 are open. */
const lanes: readonly { hours: number; endpoints: readonly string[] }[] = [
  ...[2.5, 3.5, 6].map((hours) => ({ hours, endpoints: ['filtered_stream'] })),
  ...[3, 5, 7].map((hours) => ({ hours, endpoints: ['sample_stream'] })),
  { hours: 4, endpoints: ['tweets_compliance_stream'] },
  { hours: 2.4, endpoints: endpointNames.slice(0, 8) },
  { hours: 2.8, endpoints: endpointNames.slice(6) },
];

/**
 * An application whose streams come and go: a function of the seed and the moment alone, so that it needs no timer, and a
 * connection keeps its id and times for as long as it is listed.
 */
export function livingXWorld(seed = 1): XWorld {
  const random = (lane: number, turn: number) =>
    seededRandom(seed ^ Math.imul(lane + 1, 0x9e3779b1) ^ Math.imul(turn, 0x85ebca6b));
  const startOf = (lane: number, turn: number, period: number) =>
    Math.floor((turn + random(lane, -1)() + random(lane, turn)() / 2) * period);

  return {
    connections(now) {
      const seconds = Math.floor(now / 1000);
      const rows: MockRow[] = [];
      const add = (random: () => number, endpoint: unknown, host: number, from: number, to: number) => {
        if (from <= seconds) rows.push(connectionJson(random, endpoint, host, from, to <= seconds ? to : undefined));
      };
      // Two that never change: one from before X renamed its endpoint, one of an endpoint without a documented name.
      add(random(-2, 0), olderName, 1, Date.UTC(2025, 9, 2, 8, 30, 11) / 1000, Date.UTC(2025, 9, 3, 4, 1, 59) / 1000);
      add(random(-3, 0), 'powerstream', 2, Date.UTC(2025, 9, 6, 17, 4, 52) / 1000, Number.POSITIVE_INFINITY);
      for (const [lane, { hours, endpoints }] of lanes.entries()) {
        const period = hours * 3600;
        const oldest = seconds - historySeconds;
        for (let turn = Math.floor(oldest / period) - 2; turn * period <= seconds; turn += 1) {
          const slot = ((turn % endpoints.length) + endpoints.length) % endpoints.length;
          const from = startOf(lane, turn, period);
          const stay = Math.floor((0.2 + 0.3 * random(lane + 100, turn)()) * period);
          const to = endpoints.length > 1 ? from + stay : startOf(lane, turn + 1, period);
          if (to > oldest) add(random(lane, turn), endpoints[slot], 10 + lane * 9 + slot, from, to);
        }
      }
      return rows;
    },
  };
}

function connectionJson(random: () => number, endpoint: unknown, host: number, from: number, to?: number): MockRow {
  const words = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32));
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  const [, ...parts] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/.exec(hex) ?? [];
  const [a, b, c, d, e] = parts;
  const network = ['192.0.2.', '198.51.100.', '203.0.113.', '2001:db8:4::'][host % 4];
  // X lists no reasons; only the first is in an official example.
  const reasons = ['operator_disconnect', 'client_closed_connection', 'slow_reader', 'upstream_unclean_disconnect'];
  return {
    id: `${a}-${b}-4${c}-a${d}-${e}`,
    endpoint_name: endpoint,
    connected_at: timestamp(from),
    client_ip: `${network}${host}`,
    ...(to !== undefined && {
      disconnected_at: timestamp(to),
      disconnect_reason: reasons[Math.max(0, Math.floor(random() * 16) - 12)],
    }),
  };
}

/** X writes times to the second. */
const timestamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
