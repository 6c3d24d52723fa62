import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setInterval as every } from 'node:timers/promises';
import { telnyxId } from '../fixtures/telnyx.ts';

/** What an upstream does with a request instead of answering it as it should. */
export type Fault = RequestListener;

/** In everything that no client may see: whatever a fault says, in headers and in bodies. */
export const HIDDEN = 'to-hide';

/** A vendor's own words, as they stand in its error bodies. */
export const WORDS = `words-${HIDDEN}`;

export const HTML = `<!doctype html><html><body><h1>Bad gateway</h1>${WORDS}</body></html>`;

/** Nothing listens. It is no listener's to do: who starts the upstream looks for it. */
export const refuses: Fault = () => {
  throw new Error('A connection was accepted');
};

export const resets: Fault = ({ socket }) => {
  socket.resetAndDestroy();
};

/** As EMS does on some errors of its own. */
export const hangsUp: Fault = ({ socket }) => {
  socket.destroy();
};

/** Promises more than it sends. */
export const breaksOff: Fault = ({ socket }, response) => {
  response.writeHead(200, { 'content-length': 1000 });
  response.write(`{"data":[ "${WORDS}`, () => socket.destroy());
};

export const neverAnswers: Fault = () => undefined;

/** Says that all is well, and then sends next to nothing, for ever. */
export const dribbles: Fault = (_request, response) => {
  pour(response, async function* () {
    for await (const space of every(20, ' ')) yield space;
  });
};

/** An answer without an end. */
export const floods: Fault = (_request, response) => {
  const row = `"${WORDS}",`;
  pour(response, function* () {
    yield '{"status":"SUCCESS","data":[';
    for (;;) yield row;
  });
};

/** @param body text, or what becomes JSON */
export function answers(status: number, body: unknown = WORDS, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) => {
    response.writeHead(status, { 'x-header': `header-${HIDDEN}`, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** With `Retry-After`, which all of HTTP knows. */
export function waits(status: number, seconds: number): Fault {
  return answers(status, WORDS, { 'retry-after': String(seconds) });
}

/** An error as Telnyx writes it. */
export function telnyxError(status: number, code: string, headers?: Readonly<Record<string, string>>): Fault {
  const meta = { url: `https://developers.telnyx.com/docs/overview/errors/${WORDS}` };
  return answers(status, { errors: [{ code, title: WORDS, detail: WORDS, meta, source: { pointer: '/' } }] }, headers);
}

/** Telnyx counts the seconds to go. */
export function telnyxLimit(seconds: number): Fault {
  const headers = { 'x-ratelimit-limit': '200', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds) };
  return telnyxError(429, '10011', headers);
}

/** X counts the seconds since 1970. */
export function xLimit(seconds: number, body: unknown = X_LIMITED): Fault {
  return (request, response) => {
    const reset = String(Math.floor(Date.now() / 1000) + seconds);
    const headers = { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset };
    answers(429, body, headers)(request, response);
  };
}

const X_LIMITED = { title: 'Too Many Requests', detail: WORDS, type: 'about:blank', status: 429 };

/** Every page of the account is full. Without creation times, so that it has to be read whole. */
export const telnyxWithoutEnd: Fault = ({ url = '' }, response) => {
  const { searchParams } = new URL(url, 'http://telnyx');
  const [number, size] = ['page[number]', 'page[size]'].map((name) => Number(searchParams.get(name)));
  const start = (Number(number) - 1) * Number(size);
  const data = Array.from({ length: Number(size) }, (_, index) => ({ id: telnyxId(start + index) }));
  response.end(JSON.stringify({ data, meta: {} }));
};

/** Every page of calls has one behind it, and none has a call. */
export const callsWithoutEnd: Fault = ({ url = '' }, response) => {
  const { searchParams } = new URL(url, 'http://telnyx');
  const after = String(Number(searchParams.get('page[after]')) + 1);
  response.end(JSON.stringify({ data: [], meta: { cursors: { after } } }));
};

/** Until nobody listens any more. */
function pour(to: NodeJS.WritableStream, text: () => Iterable<string> | AsyncIterable<string>): void {
  pipeline(Readable.from(text()), to).catch(() => undefined);
}
