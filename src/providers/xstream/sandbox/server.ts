import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type MockRow, type MockServer, startMockServer } from '../../../sandbox/mockServer.ts';
import { createXWorld, endpointNames, formerEndpointName, type XWorld } from './world.ts';

export interface XMockServerOptions {
  world?: XWorld;
  bearerToken?: string;
  /** Requests per 15 minutes; 100,000 by default. X does not publish its limit. */
  rateLimit?: number;
  /** Called for every request, rejected ones included. */
  onRequest?: (request: IncomingMessage) => void;
  now?: () => number;
}

export const sandboxBearerToken = 'x-sandbox-bearer-token-not-a-secret';

// Not shared with the client: a shared typo would pass every test.
const fieldNames = ['client_ip', 'connected_at', 'disconnect_reason', 'disconnected_at', 'endpoint_name', 'id'];

const rateWindowSeconds = 15 * 60;

/** A response other than 200, as problem details (RFC 7807). */
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
 * A mock server of `GET /2/connections` by the X API v2.167. It is strict where X's documentation leaves a choice: rows are in
 * random order, fields that were not requested are not sent, and unknown parameters are rejected.
 */
export function startXMockServer(options: XMockServerOptions = {}): Promise<MockServer> {
  const {
    world = createXWorld(),
    bearerToken = sandboxBearerToken,
    rateLimit = 100_000,
    onRequest,
    now = Date.now,
  } = options;
  let rate = { used: 0, resetsAt: 0 };

  /** Counts one request, and reports the rate limit in the headers. The reset is in seconds since 1970. */
  function countRequest(response: ServerResponse): void {
    const seconds = Math.floor(now() / 1000);
    if (seconds >= rate.resetsAt) rate = { used: 0, resetsAt: seconds + rateWindowSeconds };
    rate.used += 1;
    response.setHeader('x-rate-limit-limit', rateLimit);
    response.setHeader('x-rate-limit-remaining', Math.max(0, rateLimit - rate.used));
    response.setHeader('x-rate-limit-reset', rate.resetsAt);
    if (rate.used > rateLimit) throw new Problem(429, 'Too Many Requests');
  }

  function respond(request: IncomingMessage, response: ServerResponse): object {
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
      body = respond(request, response);
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
  const { status, endpoints, fields, maxResults, listing, token } = readQuery(query);
  // All pages of a listing are computed for the time of its first page, so that rows and their order stay the same.
  const { startedAt, offset } = token ?? { startedAt: now, offset: 0 };
  const rows = world
    .connections(startedAt)
    .filter((row) => status === 'all' || (status === 'active') === isOpen(row))
    .filter((row) => !endpoints || endpoints.includes(currentName(row['endpoint_name'])))
    .map((row) => ({ row, rank: hash('sha1', `${startedAt} ${row['id'] ?? JSON.stringify(row)}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
  const end = offset + maxResults;
  const data = rows
    .slice(offset, end)
    .map(({ row }) => Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))));
  const more = end < rows.length ? { next_token: signToken(startedAt, end, listing) } : {};
  return { ...(data.length > 0 && { data }), meta: { result_count: data.length, ...more } };
}

const isOpen = (row: MockRow): boolean => (row['disconnected_at'] ?? null) === null;
const currentName = (name: unknown): unknown => (name === formerEndpointName ? endpointNames[0] : name);

function readQuery(query: URLSearchParams) {
  const known = ['status', 'endpoints', 'max_results', 'pagination_token', 'connection.fields'];
  for (const [name, value] of query) {
    if (!known.includes(name)) throw invalid(name, value, `The query parameter [${name}] is not one of [${known}]`);
    if (query.getAll(name).length > 1) throw invalid(name, value, `The query parameter [${name}] is given twice`);
  }

  const status = query.get('status') ?? 'active';
  if (!['active', 'inactive', 'all'].includes(status)) throw invalid('status', status, 'Not a connection status');
  const endpoints = readList(query, 'endpoints', [...endpointNames, formerEndpointName])?.map(currentName);
  const fields = readList(query, 'connection.fields', fieldNames) ?? ['connected_at', 'endpoint_name'];
  const max = query.get('max_results') ?? '10';
  if (!/^([1-9]\d?|100)$/.test(max)) throw invalid('max_results', max, 'Not a number between 1 and 100');

  // A token is valid for the listing that returned it. Page size and fields can change from page to page.
  const listing = `${status} ${endpoints?.toSorted()}`;
  const signed = query.get('pagination_token');
  const token = signed === null ? undefined : readToken(signed, listing);
  return { status, endpoints, fields, maxResults: Number(max), listing, token };
}

function readList(query: URLSearchParams, parameter: string, known: readonly string[]): string[] | undefined {
  const value = query.get(parameter);
  if (value === null) return undefined;
  const names = value.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(parameter, unknown, `[${unknown}] is not one of [${known}]`);
  if (new Set(names).size < names.length) throw invalid(parameter, value, 'A name is given twice');
  return names;
}

function signToken(startedAt: number, offset: number, listing: string): string {
  const content = Buffer.from(`${startedAt} ${offset}`).toString('base64url');
  return `${content}.${hash('sha1', `${content} ${listing}`).slice(0, 12)}`;
}

function readToken(signed: string, listing: string): { startedAt: number; offset: number } {
  const [startedAt, offset] = Buffer.from(signed.split('.', 1).join(), 'base64url').toString().split(' ').map(Number);
  if (startedAt === undefined || offset === undefined || signToken(startedAt, offset, listing) !== signed) {
    throw invalid('pagination_token', signed, 'Not a token of this listing');
  }
  return { startedAt, offset };
}
