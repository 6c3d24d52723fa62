import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import type { Received } from './target.ts';

/*
 * Text that is almost an HTTP request, and bytes that are nothing like one.
 */

export const RAW_QUERY = '{ connections(first: 1) { nodes { name } } }';

const BODY = JSON.stringify({ query: RAW_QUERY });

const METHODS = ['GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE', 'PRI', 'M-SEARCH', 'get', 'P\u0000ST', ''];
const TARGETS = [
  '/graphql',
  '/metrics',
  '/health/ready',
  '*',
  '//',
  '/%',
  '/%00',
  'http://evil.example/graphql',
  'evil.example:443',
  '/../etc',
  '',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/9.9', 'ICY', ''];
/** With these lines and the right body, the request is valid. */
const VALID = ['Host: 127.0.0.1', 'Content-Type: application/json', `Content-Length: ${BODY.length}`];
const LINES = [
  ...VALID,
  'Host: evil.example',
  'Host: a b',
  'Host:',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Content-Length : 3',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, identity',
  'Expect: 100-continue',
  'Expect: something-else',
  'Connection: Upgrade, HTTP2-Settings',
  'Connection: keep-alive',
  'Connection: close',
  'Upgrade: h2c',
  'Upgrade: websocket',
  'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
  'Trailer: X-A',
  'Accept: ',
  ' folded: line',
  ': no name',
  'no colon',
  'X-Null: a\u0000b',
  'X-Bell: \u0007',
  'X-Request-Id: \u00e9',
  'Cookie: a=b; a=c',
  'Range: bytes=0-1,5-',
  `X-Long: ${'a'.repeat(9000)}`,
];
const BODIES = [
  '',
  BODY,
  `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
  'zz\r\n',
  '5;a=b\r\n{"a":',
  '0\r\nX-A: b\r\n\r\n',
];

const line = fc.oneof(
  { arbitrary: fc.constantFrom(...LINES), weight: 5 },
  fc
    .tuple(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 40 }))
    .map(([name, value]) => `${name}: ${value}`),
);

/** Mostly the first value, so that a request is wrong in one or two places and not in all. */
function usually<Value>(value: Value, ...other: readonly fc.Arbitrary<Value>[]): fc.Arbitrary<Value> {
  return fc.oneof({ arbitrary: fc.constant(value), weight: 6 }, ...other);
}

const almostHttp = fc
  .record({
    method: usually('POST', fc.constantFrom('GET', ...METHODS)),
    target: usually('/graphql', fc.constantFrom(...TARGETS), fc.webPath()),
    version: usually('HTTP/1.1', fc.constantFrom(...VERSIONS)),
    valid: usually(VALID, fc.subarray(VALID)),
    lines: fc.oneof(fc.constant<string[]>([]), fc.array(line, { maxLength: 8 })),
    end: usually('\r\n', fc.constantFrom('\n', '\r', '\n\r')),
    body: usually(BODY, fc.constantFrom(...BODIES)),
  })
  .map(({ method, target, version, valid, lines, end, body }) =>
    Buffer.from([`${method} ${target} ${version}`, ...valid, ...lines, '', body].join(end), 'latin1'),
  );

/** One request, or two in one packet. */
export const rawRequests = fc.oneof(
  { arbitrary: almostHttp, weight: 6 },
  fc.tuple(almostHttp, almostHttp).map((both) => Buffer.concat(both)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

/**
 * Sends these bytes and no more, and returns all answers.
 *
 * @param settle resolves when an answer to these bytes must have arrived, if they need one
 */
export async function sendRaw(
  { hostname, port }: URL,
  bytes: Uint8Array,
  settle: () => Promise<unknown>,
): Promise<readonly Received[]> {
  const socket = connect(Number(port), hostname);
  const closed = once(socket, 'close');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  // The server may reset a socket that it has answered.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  await settle();
  socket.end();
  await closed;
  return answersIn(Buffer.concat(received).toString('latin1'));
}

/** The answers that follow each other in this text. */
function answersIn(text: string): readonly Received[] {
  return text.split(/^(?=HTTP\/1\.[01] \d{3} )/m).flatMap((answer) => {
    const [head = '', ...body] = answer.split('\r\n\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
    return text === '' || status === 100 ? [] : { status, head, body: body.join('\r\n\r\n') };
  });
}
