import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { request } from 'undici';
import { startMockServer } from '../../src/sandbox/mockServer.ts';

/** Handles a request; `forward` sends it on to the mock server. */
type Behaviour = (incoming: IncomingMessage, response: ServerResponse, forward: () => Promise<void>) => unknown;

const SECRET = 'UPSTREAM-SECRET';

const healthy: Behaviour = (_incoming, _response, forward) => forward();

const unhealthy = {
  slow: (_incoming, _response, forward) => setTimeout(forward, 200),
  failsHalfTheTime: (_incoming, response, forward) =>
    Math.random() < 0.5 ? forward() : response.writeHead(500).end(SECRET),
  closesConnection: ({ socket }) => socket.destroy(),
  neverResponds: () => undefined,
  neverCompletesBody: (_incoming, response) => response.write('{"data":['),
  unavailable: (_incoming, response) => response.writeHead(503, { 'retry-after': '1' }).end(SECRET),
  rateLimited: (_incoming, response) => response.writeHead(429, { 'retry-after': '2' }).end(`{"errors":["${SECRET}"]}`),
  sendsHtml: (_incoming, response) => response.writeHead(502).end(`<html>${SECRET}</html>`),
  sendsInvalidJson: (_incoming, response) => response.end(`{"${SECRET}":`),
  sendsInvalidRows: (_incoming, response) => response.end(`{"data":"${SECRET}"}`),
  rejectsCredentials: (_incoming, response) => response.writeHead(401).end(SECRET),
} satisfies Readonly<Record<string, Behaviour>>;

/** One of these is chosen at random. `healthy` is listed four times to be chosen more often. */
const behaviours: readonly Behaviour[] = [healthy, healthy, healthy, healthy, ...Object.values(unhealthy)];

/** A server in front of a mock server. Its behaviour changes every few seconds. */
export async function startFlapping(mockServerUrl: string) {
  let behave = healthy;
  const change = () => {
    behave = behaviours[Math.floor(Math.random() * behaviours.length)] ?? behave;
    timer = setTimeout(change, 1_000 + Math.random() * 4_000);
  };
  let timer = setTimeout(change, 5_000);
  let requestCount = 0;
  const handle: RequestListener = (incoming, response) => {
    requestCount += 1;
    behave(incoming, response, async () => {
      const { statusCode, headers, body } = await request(`${mockServerUrl}${incoming.url}`, {
        headers: { authorization: incoming.headers.authorization ?? 'none' },
      });
      const text = await body.text();
      if (response.destroyed) return;
      response.writeHead(statusCode, { 'content-type': String(headers['content-type']) }).end(text);
    });
  };
  const server = await startMockServer(handle);
  return {
    url: server.url,
    requestCount: () => requestCount,
    /** Stays healthy from now on. */
    recover: () => {
      clearTimeout(timer);
      behave = healthy;
    },
    close: () => {
      clearTimeout(timer);
      return server.close();
    },
  };
}
