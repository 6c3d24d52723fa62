import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { request } from 'undici';
import { startMockServer } from '../../src/sandbox/mockServer.ts';

type Mood = (incoming: IncomingMessage, response: ServerResponse, answer: () => Promise<void>) => unknown;

const SECRET = 'UPSTREAM-SECRET';

/** What an upstream does to the requests it gets, by its mood. It is well half of the time. */
const MOODS: Readonly<Record<string, Mood>> = {
  well: (_incoming, _response, answer) => answer(),
  stillWell: (_incoming, _response, answer) => answer(),
  wellAgain: (_incoming, _response, answer) => answer(),
  wellAtLast: (_incoming, _response, answer) => answer(),
  slow: (_incoming, _response, answer) => setTimeout(answer, 200),
  flaky: (_incoming, response, answer) => (Math.random() < 0.5 ? answer() : response.writeHead(500).end(SECRET)),
  resets: ({ socket }) => socket.destroy(),
  hangs: () => undefined,
  stalls: (_incoming, response) => response.write('{"data":['),
  busy: (_incoming, response) => response.writeHead(503, { 'retry-after': '1' }).end(SECRET),
  limited: (_incoming, response) => response.writeHead(429, { 'retry-after': '2' }).end(`{"errors":["${SECRET}"]}`),
  proxyPage: (_incoming, response) => response.writeHead(502).end(`<html>${SECRET}</html>`),
  nonsense: (_incoming, response) => response.end(`{"${SECRET}":`),
  otherShape: (_incoming, response) => response.end(`{"data":"${SECRET}"}`),
  locked: (_incoming, response) => response.writeHead(401).end(SECRET),
};

/** A server in front of a stand-in whose mood changes every few seconds. */
export async function startFlapping(standIn: string) {
  let mood: Mood = MOODS['well'] as Mood;
  const change = () => {
    const moods = Object.values(MOODS);
    mood = moods[Math.floor(Math.random() * moods.length)] ?? mood;
    timer = setTimeout(change, 1_000 + Math.random() * 4_000);
  };
  let timer = setTimeout(change, 5_000);
  let asked = 0;
  const handle: RequestListener = (incoming, response) => {
    asked += 1;
    mood(incoming, response, async () => {
      const { statusCode, headers, body } = await request(`${standIn}${incoming.url}`, {
        headers: { authorization: incoming.headers.authorization ?? 'none' },
      });
      const bytes = await body.text();
      if (response.destroyed) return;
      response.writeHead(statusCode, { 'content-type': String(headers['content-type']) }).end(bytes);
    });
  };
  const server = await startMockServer(handle);
  return {
    url: server.url,
    asked: () => asked,
    /** Well from now on. */
    recover: () => {
      clearTimeout(timer);
      mood = MOODS['well'] as Mood;
    },
    close: () => {
      clearTimeout(timer);
      return server.close();
    },
  };
}
