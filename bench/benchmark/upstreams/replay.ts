import { STATUS_CODES } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { request } from 'undici';

/** A fast copy of a mock server. */
export interface Replay {
  readonly url: string;
  /** Requests received since the start. */
  readonly requests: number;
  /** First lines of the requests that the mock server refused: a benchmark with any of them is wrong. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** What can be changed while it runs. */
export interface Conditions {
  latencyMs: number;
  /** One request of this many is answered with HTTP 503; 0: none. */
  failEvery: number;
}

interface Response {
  readonly bytes: Buffer;
  readonly closes: boolean;
}

/** More different requests than any workload has. */
const MAX_RESPONSES = 20_000;
const UNAVAILABLE = {
  bytes: Buffer.from('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'),
  closes: false,
};

/**
 * Answers each request with the bytes that a mock server answered to the first identical one. The mock server checks paths,
 * parameters and credentials, and is slow; a copy of its answer takes a few microseconds. Requests have no body.
 */
export async function startReplay(mockUrl: string, conditions: Conditions): Promise<Replay> {
  const responses = new Map<string, Promise<Response>>();
  const sockets = new Set<Socket>();
  const refused: string[] = [];
  let requests = 0;

  const responseTo = (head: string): Promise<Response> | Response => {
    requests += 1;
    if (conditions.failEvery > 0 && requests % conditions.failEvery === 0) return UNAVAILABLE;
    const known = responses.get(head);
    if (known !== undefined) return known;
    if (responses.size >= MAX_RESPONSES) responses.clear();
    const response = readResponse(mockUrl, head);
    responses.set(head, response);
    response.then(
      ({ bytes }) => {
        if (!isSuccess(bytes)) refused.push(firstLine(head));
      },
      (error: unknown) => refused.push(`${firstLine(head)}: ${String(error)}`),
    );
    return response;
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let received = '';
    socket.on('data', async (text: string) => {
      received += text;
      const end = received.indexOf(END_OF_HEAD);
      if (end === -1) return;
      const head = received.slice(0, end + END_OF_HEAD.length);
      received = received.slice(head.length);
      const { bytes, closes } = await responseTo(head);
      const send = () => void (closes ? socket.end(bytes) : socket.write(bytes));
      if (conditions.latencyMs > 0) setTimeout(send, conditions.latencyMs);
      else send();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const END_OF_HEAD = '\r\n\r\n';
const OK = Buffer.from('HTTP/1.1 200');
/** EMS answers every request with HTTP 200, and says at the end of the body whether it failed. */
const EMS_FAILURE = '"status":"FAIL"}';
const isSuccess = (bytes: Buffer) =>
  bytes.subarray(0, OK.length).equals(OK) && !bytes.subarray(-EMS_FAILURE.length - 4).includes(EMS_FAILURE);
const OF_ONE_HOP = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'accept-encoding',
]);
const firstLine = (head: string) => head.slice(0, head.indexOf('\r\n'));

/** The response of the mock server to a request with this head, as bytes. */
async function readResponse(mockUrl: string, head: string): Promise<Response> {
  const [requestLine = '', ...lines] = head.trimEnd().split('\r\n');
  const [method = '', path = ''] = requestLine.split(' ');
  const sent = lines.map((line) => line.split(/: ?(.*)/s)).filter(([name = '']) => !OF_ONE_HOP.has(name.toLowerCase()));
  const { statusCode, headers, body } = await request(`${mockUrl}${path}`, {
    method,
    headers: Object.fromEntries(sent.map(([name, value]) => [name, value])),
  });
  const bytes = Buffer.from(await body.arrayBuffer());
  const closes = headers['connection'] === 'close';
  const kept = Object.entries(headers).filter(([name]) => !OF_ONE_HOP.has(name));
  const answered = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
    ...(closes ? ['connection: close'] : []),
  ];
  return { bytes: Buffer.concat([Buffer.from(answered.join('\r\n') + END_OF_HEAD, 'latin1'), bytes]), closes };
}
