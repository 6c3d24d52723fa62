import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setInterval as every } from 'node:timers/promises';
import { telnyxId } from '../fixtures/telnyx.ts';

/** How an upstream mishandles a request. */
export type Fault = RequestListener;

/** Part of everything that no client may see: every header and body of a fault contains it. */
export const MARKER = 'to-hide';

/** Text of the vendor in an error body. */
export const VENDOR_TEXT = `vendor-text-${MARKER}`;

export const HTML = `<!doctype html><html><body><h1>Bad gateway</h1>${VENDOR_TEXT}</body></html>`;

/** Nothing listens on the port. A handler cannot do that, so `startFaulty` recognises this fault. */
export const refusesConnections: Fault = () => {
  throw new Error('A connection was accepted');
};

export const resetsConnection: Fault = ({ socket }) => {
  socket.resetAndDestroy();
};

/** As EMS does on some of its errors. */
export const closesConnection: Fault = ({ socket }) => {
  socket.destroy();
};

/** Sends less than its Content-Length. */
export const truncatesBody: Fault = ({ socket }, response) => {
  response.writeHead(200, { 'content-length': 1000 });
  response.write(`{"data":[ "${VENDOR_TEXT}`, () => socket.destroy());
};

export const neverResponds: Fault = () => undefined;

/** Sends status 200, and then a byte now and then, without end. */
export const tricklesBody: Fault = (_request, response) => {
  pipe(response, async function* () {
    for await (const space of every(20, ' ')) yield space;
  });
};

export const sendsEndlessBody: Fault = (_request, response) => {
  const row = `"${VENDOR_TEXT}",`;
  pipe(response, function* () {
    yield '{"status":"SUCCESS","data":[';
    for (;;) yield row;
  });
};

/** @param body text, or a value that is sent as JSON */
export function responds(
  status: number,
  body: unknown = VENDOR_TEXT,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (_request, response) => {
    response.writeHead(status, { 'x-header': `header-${MARKER}`, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export function sendsRetryAfter(status: number, seconds: number): Fault {
  return responds(status, VENDOR_TEXT, { 'retry-after': String(seconds) });
}

/** An error in Telnyx's format. */
export function telnyxError(status: number, code: string, headers?: Readonly<Record<string, string>>): Fault {
  const meta = { url: `https://developers.telnyx.com/docs/overview/errors/${VENDOR_TEXT}` };
  return responds(
    status,
    { errors: [{ code, title: VENDOR_TEXT, detail: VENDOR_TEXT, meta, source: { pointer: '/' } }] },
    headers,
  );
}

/** Telnyx sends the seconds until the reset. */
export function telnyxRateLimit(seconds: number): Fault {
  const headers = { 'x-ratelimit-limit': '200', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds) };
  return telnyxError(429, '10011', headers);
}

/** X sends the reset in seconds since 1970. */
export function xRateLimit(seconds: number, body: unknown = X_TOO_MANY_REQUESTS): Fault {
  return (request, response) => {
    const reset = String(Math.floor(Date.now() / 1000) + seconds);
    const headers = { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset };
    responds(429, body, headers)(request, response);
  };
}

const X_TOO_MANY_REQUESTS = { title: 'Too Many Requests', detail: VENDOR_TEXT, type: 'about:blank', status: 429 };

/** Every page of the connections is full. Without creation times the account has to be read whole. */
export const telnyxEndlessPages: Fault = ({ url = '' }, response) => {
  const { searchParams } = new URL(url, 'http://telnyx');
  const [number, size] = ['page[number]', 'page[size]'].map((name) => Number(searchParams.get(name)));
  const start = (Number(number) - 1) * Number(size);
  const data = Array.from({ length: Number(size) }, (_, index) => ({ id: telnyxId(start + index) }));
  response.end(JSON.stringify({ data, meta: {} }));
};

/** Writes until the connection is closed. */
function pipe(to: NodeJS.WritableStream, text: () => Iterable<string> | AsyncIterable<string>): void {
  pipeline(Readable.from(text()), to).catch(() => undefined);
}
