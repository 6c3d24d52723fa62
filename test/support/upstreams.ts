import type { IncomingMessage, RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { startEmsSandbox } from '../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxSandbox } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXSandbox } from '../../src/providers/xstream/sandbox/server.ts';
import { type MockRow, type MockServer, startMockServer } from '../../src/sandbox/mockServer.ts';
import type { SourceSettings } from './switchboard.ts';

/** A request that reached an upstream. */
export interface SeenRequest {
  /** Path and query, as they stood on the wire. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** An upstream for one test: a server on a port of its own, the settings to reach it, and the requests it saw. */
export interface TestUpstream {
  readonly settings: SourceSettings;
  readonly requests: SeenRequest[];
}

/**
 * An EMS that lists these rows; change the array to change its world.
 *
 * @param proxy what stands in front of it, if anything; the settings have its path and credentials then
 */
export async function startEms(
  rows: readonly MockRow[] | (() => readonly MockRow[] | Uint8Array),
  name = 'ems',
  proxy?: { readonly path: string; readonly user: string; readonly password: string },
) {
  const world = { connections: rowsOf(rows), connectionsCount: () => 7, connectionsCountLimit: 500 };
  const requests: SeenRequest[] = [];
  const options = { world, onRequest: recordIn(requests) };
  const server = forThisTest(await startEmsSandbox(proxy === undefined ? options : { ...options, proxy }));
  const url = new URL(server.url);
  if (proxy !== undefined) {
    url.username = encodeURIComponent(proxy.user);
    url.password = encodeURIComponent(proxy.password);
    url.pathname = proxy.path;
  }
  return { requests, settings: { provider: 'EMS', name, url: url.href } } satisfies TestUpstream;
}

/**
 * A Telnyx account with these connections; change the array, or the lists of calls, to change its world.
 *
 * @param calls of each connection by its id; one without an entry answers 422
 */
export async function startTelnyx(
  rows: readonly MockRow[] | (() => readonly MockRow[]),
  calls: ReadonlyMap<string, readonly MockRow[]> = new Map(),
  name = 'telnyx',
) {
  const world = { connections: rowsOf(rows), activeCalls: (id: string) => calls.get(id) ?? null };
  const requests: SeenRequest[] = [];
  const server = forThisTest(await startTelnyxSandbox({ world, onRequest: recordIn(requests) }));
  const settings = { provider: 'TELNYX', name, apiKey: sandboxApiKey, baseUrl: `${server.url}/v2` };
  return { requests, settings } satisfies TestUpstream;
}

/** An X app with these connections, open and closed; change the array to change its world. */
export async function startX(rows: readonly MockRow[] | (() => readonly MockRow[]), name = 'x') {
  const requests: SeenRequest[] = [];
  const server = forThisTest(
    await startXSandbox({ world: { connections: rowsOf(rows) }, onRequest: recordIn(requests) }),
  );
  const settings = { provider: 'X', name, bearerToken: sandboxBearerToken, baseUrl: server.url };
  return { requests, settings } satisfies TestUpstream;
}

/** A server that does whatever a test wants of it, for the answers that no sandbox gives. */
export async function startServerOf(handle: RequestListener): Promise<{ url: string; requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const record = recordIn(requests);
  const { url } = forThisTest(
    await startMockServer((request, response) => {
      record(request);
      handle(request, response);
    }),
  );
  return { url, requests };
}

function forThisTest(server: MockServer): MockServer {
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
