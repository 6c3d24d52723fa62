import type { IncomingMessage, RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { startEmsMockServer } from '../../src/providers/ems/sandbox/server.ts';
import {
  sandboxApiKey,
  startTelnyxMockServer,
  type TelnyxMockServerOptions,
} from '../../src/providers/telnyx/sandbox/server.ts';
import {
  sandboxBearerToken,
  startXMockServer,
  type XMockServerOptions,
} from '../../src/providers/xstream/sandbox/server.ts';
import { type MockRow, type MockServer, startMockServer } from '../../src/sandbox/mockServer.ts';
import type { SourceSettings } from './switchboard.ts';

/** A request that reached an upstream. */
export interface SeenRequest {
  /** Path and query as sent. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** A mock server for one test: the settings to reach it, and the requests it received. */
export interface TestUpstream {
  readonly settings: SourceSettings;
  readonly requests: SeenRequest[];
}

/**
 * An EMS with these connections. Change the array to change its data.
 *
 * @param proxy EvoStream's apiProxy in front of it; the settings then have its path and credentials
 */
export async function startEms(
  rows: readonly MockRow[] | (() => readonly MockRow[] | Uint8Array),
  name = 'ems',
  proxy?: { readonly path: string; readonly user: string; readonly password: string },
) {
  const world = { connections: rowsOf(rows), connectionsCount: () => 7, connectionsCountLimit: 500 };
  const requests: SeenRequest[] = [];
  const options = { world, onRequest: recordIn(requests) };
  const server = closeAfterTest(await startEmsMockServer(proxy === undefined ? options : { ...options, proxy }));
  const url = new URL(server.url);
  if (proxy !== undefined) {
    url.username = encodeURIComponent(proxy.user);
    url.password = encodeURIComponent(proxy.password);
    url.pathname = proxy.path;
  }
  return { requests, settings: { provider: 'EMS', name, url: url.href } } satisfies TestUpstream;
}

/**
 * A Telnyx account with these connections. Change the array, or the lists of calls, to change its data.
 *
 * @param calls by the id of their connection; a connection without an entry responds with HTTP 422
 */
export async function startTelnyx(
  rows: readonly MockRow[] | (() => readonly MockRow[]),
  calls: ReadonlyMap<string, readonly MockRow[]> = new Map(),
  name = 'telnyx',
  options: Pick<TelnyxMockServerOptions, 'ascendingSortsOnly'> = {},
) {
  const world = { connections: rowsOf(rows), activeCalls: (id: string) => calls.get(id) ?? null };
  const requests: SeenRequest[] = [];
  const server = closeAfterTest(await startTelnyxMockServer({ ...options, world, onRequest: recordIn(requests) }));
  const settings = { provider: 'TELNYX', name, apiKey: sandboxApiKey, baseUrl: `${server.url}/v2` };
  return { requests, settings } satisfies TestUpstream;
}

/** An X app with these connections, active and inactive. Change the array to change its data. */
export async function startX(
  rows: readonly MockRow[] | (() => readonly MockRow[]),
  name = 'x',
  options: Pick<XMockServerOptions, 'rateLimit'> = {},
) {
  const requests: SeenRequest[] = [];
  const world = { connections: rowsOf(rows) };
  const server = closeAfterTest(await startXMockServer({ ...options, world, onRequest: recordIn(requests) }));
  const settings = { provider: 'X', name, bearerToken: sandboxBearerToken, baseUrl: server.url };
  return { requests, settings } satisfies TestUpstream;
}

/** A server with the given handler, for responses that no mock server sends. */
export async function startServerOf(handle: RequestListener): Promise<{ url: string; requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const record = recordIn(requests);
  const { url } = closeAfterTest(
    await startMockServer((request, response) => {
      record(request);
      handle(request, response);
    }),
  );
  return { url, requests };
}

function closeAfterTest(server: MockServer): MockServer {
  onTestFinished(() => server.close());
  return server;
}

function rowsOf<Rows>(rows: Rows | (() => Rows)): () => Rows {
  return () => (rows instanceof Function ? rows() : rows);
}

function recordIn(requests: SeenRequest[]) {
  return ({ url: target = '', headers }: IncomingMessage): void => {
    const { pathname, searchParams } = new URL(target, 'http://upstream');
    requests.push({ target, path: pathname, query: searchParams, headers });
  };
}
