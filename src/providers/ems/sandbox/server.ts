import type { IncomingMessage } from 'node:http';
import { type MockRow, type MockServer, startMockServer } from '../../../sandbox/mockServer.ts';
import { type EmsWorld, livingEmsWorld } from './world.ts';

export { type EmsWorld, type LivingEmsWorld, livingEmsWorld } from './world.ts';

export interface EmsSandboxOptions {
  /** Default: `livingEmsWorld()`. */
  world?: EmsWorld;
  /**
   * Path in front of the command and Basic credentials, as behind EvoStream's apiProxy; absent = plain port 7777
   * without auth.
   */
  proxy?: { path: string; user: string; password: string };
  /** Called for every request; tests count and inspect with it. */
  onRequest?: (request: IncomingMessage) => void;
  /** Default: `Date.now`. */
  now?: () => number;
}

/**
 * A stand-in EvoStream Media Server: the HTTP CLI of port 7777, byte for byte as recorded from a running server, with
 * the commands that only look. Comments name the recording a rule comes from.
 *
 * Texts of the wire are kept one character per byte here (latin1): EMS passes bytes through that are no UTF-8.
 */
export function startEmsSandbox(options: EmsSandboxOptions = {}): Promise<MockServer> {
  const { world = livingEmsWorld(), proxy, onRequest, now = Date.now } = options;
  return startMockServer((request) => {
    onRequest?.(request);
    const { socket, url = '' } = request;
    if (!isUnderstood(request)) {
      socket.destroy();
      return;
    }
    request.resume();
    const run = (target: string) => httpCli(target, world, now());
    // Not through Node's response object, which can't answer one request twice (80_params_inject).
    socket.write(proxy ? apiProxy(url, request.headers.authorization, proxy, run) : run(url), 'latin1');
    // Never keep-alive. Two requests in one segment are both answered, a later one is not (33): hence not at once.
    setImmediate(() => socket.end());
  });
}

/** What EMS cannot read, HTTP/1.0 and an empty header value among it, it answers by closing (30_http10, 31, 32). */
function isUnderstood({ httpVersion, method, rawHeaders }: IncomingMessage): boolean {
  return httpVersion === '1.1' && (method === 'GET' || method === 'POST') && !rawHeaders.includes('');
}

/** The command is the last segment of the path, its parameters are the first query parameter (24-26, 36). */
function httpCli(target: string, world: EmsWorld, now: number): string {
  const queryAt = target.indexOf('?');
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  const command = path.slice(path.lastIndexOf('/') + 1);
  const parameters = queryAt === -1 ? '' : unbase64(firstParameter(target.slice(queryAt + 1)));
  // One command a line: a newline within the parameters starts another, with an answer of its own (80_params_inject).
  const lines = `${command} ${parameters}`.split(/[\r\n]+/).filter((line) => line !== '');
  return lines.map((line) => httpAnswer(runLine(line, world, now))).join('');
}

/** The value of the alphabetically first parameter, whatever its name (26), as it stands: nothing is percent-decoded. */
function firstParameter(query: string): string {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, name, value = ''] = /^([^=]+)=?(.*)$/.exec(pair) ?? [];
    if (name !== undefined) values.set(name, value);
  }
  const [first] = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return first?.[1] ?? '';
}

/**
 * base64 as OpenSSL's BIO_f_base64 reads it, which Buffer is more lenient than: a last group that is not four
 * characters is lost (27_padding_stripped), any foreign character leaves nothing, `%` (27_padding_percent_encoded) and
 * base64url's `-` and `_` among them, and a `=` within counts as an A (80_params_not_base64).
 */
function unbase64(text: string): string {
  const groups = text.slice(0, text.length - (text.length % 4));
  if (!/^[A-Za-z0-9+/=]*$/.test(groups)) return '';
  const padding = /={0,2}$/.exec(groups)?.[0].length ?? 0;
  const decoded = Buffer.from(groups.replaceAll('=', 'A'), 'base64').toString('latin1');
  return decoded.slice(0, decoded.length - padding);
}

/** A command line: words between spaces, `name=value`, lists with `,`. A backslash takes these characters literally. */
function runLine(line: string, world: EmsWorld, now: number): string {
  // The server puts `cmd=` in front and reads the command as one more parameter.
  const words = `cmd=${line}`.match(/(?:\\[\\ =,]|[^ ])+/g) ?? [];
  const parameters = new Map(
    words.map((word) => {
      const [, name = '', value = ''] = /^((?:\\[\\ =,]|[^=])*)=?(.*)$/s.exec(word) ?? [];
      // A list is no text, so it does not count as a value.
      const isList = value.replace(/\\[\\ =,]/g, '').includes(',');
      return [literal(name), isList ? null : literal(value)] as const;
    }),
  );
  const command = (parameters.get('cmd') ?? '').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  parameters.delete('cmd');
  // Parameters are known by name in any case; unknown ones are let through.
  const named = (wanted: string) => [...parameters].find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  const answer = execute(command, parameters.size === 0 ? null : named, world, now);
  return envelope(answer, named('commandid'));
}

const literal = (text: string): string => text.replace(/\\([\\ =,])/g, '$1');

type Answer = { readonly description: string; readonly data: string } | { readonly failure: string };

/** Looks a parameter up. Null when the command came without any. */
type Lookup = ((name: string) => string | null) | null;

function execute(command: string, named: Lookup, world: EmsWorld, now: number): Answer {
  switch (command) {
    // `excludeNonNetworkProtocols` changes nothing: the recorded server gave the same list with 0, 1 and without.
    case 'listconnections':
      return { description: 'Available connections', data: dataOf(world.connections(now)) };
    case 'listconnectionsids': {
      const ids = rowsOf(world, now).flatMap((row) => stackIds(row).at(-1) ?? []);
      return { description: 'Available connection IDs', data: ids.length === 0 ? 'null' : `[${ids.join()}]` };
    }
    case 'getconnectioninfo':
      return getConnectionInfo(named, world, now);
    case 'getconnectionscount':
      return { description: 'Active connections count', data: toJson({ count: world.connectionsCount(now) }) };
    case 'getconnectionscountlimit': {
      const counters = { current: world.connectionsCount(now), limit: world.connectionsCountLimit };
      return { description: 'Connection counters', data: toJson(counters) };
    }
    case 'version':
      return { description: 'Version', data: toJson(version) };
    default:
      return { failure: `command ${command} not known. Type help for list of commands` };
  }
}

/** Takes any id of a stack, the carrier's not (19_getConnectionInfo_carrier). */
function getConnectionInfo(named: Lookup, world: EmsWorld, now: number): Answer {
  if (named === null) return { failure: 'Syntax error. No parameters provided' };
  const text = named('id')?.trim() ?? '';
  // The text must be what atoll makes of it.
  if (!/^(?:0|[1-9]\d{0,18})$/.test(text) || BigInt(text) >= 2n ** 63n) {
    return { failure: 'Syntax error. Parameter id is invalid' };
  }
  const row = rowsOf(world, now).find((candidate) => stackIds(candidate).includes(text));
  if (row !== undefined) return { description: 'Connection information', data: toJson(row) };
  // An edge's pid and its own id.
  return { failure: `Connection ${BigInt(text) >> 32n}:${BigInt(text) & 0xffff_ffffn} not found` };
}

/** An empty list is null (00_idle_listConnections_none). */
function dataOf(connections: readonly MockRow[] | Uint8Array): string {
  if (connections instanceof Uint8Array) return Buffer.from(connections).toString('latin1');
  return connections.length === 0 ? 'null' : toJson(connections);
}

/** Raw bytes are for listConnections only: the other commands find no connection in them. */
function rowsOf(world: EmsWorld, now: number): readonly MockRow[] {
  const connections = world.connections(now);
  return connections instanceof Uint8Array ? [] : connections;
}

function stackIds({ stack }: MockRow): string[] {
  if (!Array.isArray(stack)) return [];
  const ids = stack.map((protocol: MockRow | null): unknown => protocol?.['id']);
  return ids.filter((id) => typeof id === 'number' || typeof id === 'bigint').map(String);
}

/** As in a real EvoStream's answer to `version`. */
const version = {
  banner:
    'EvoStream Media Server (www.evostream.com) version 1.7.0 build 4283 with hash: 395ff5e220ea7311adf3fca70960fb30c7785d34 - PacMan|m| - (built for Ubuntu-14.04-x86_64 on 2016-01-27T10:00:15.000)',
  branchName: '',
  buildDate: '2016-01-27T10:00:15.000',
  buildNumber: '4283',
  codeName: 'PacMan|m|',
  hash: '395ff5e220ea7311adf3fca70960fb30c7785d34',
  releaseNumber: '1.7.0',
};

/** Members are sorted. A failure has no code, only its sentence (21_unknown_command, 22, 23). */
function envelope(answer: Answer, commandId: string | null): string {
  const failed = 'failure' in answer;
  const description = quote(failed ? answer.failure : answer.description);
  const responseId = commandId ? `,"responseId":${quote(commandId)}` : '';
  const status = failed ? 'FAIL' : 'SUCCESS';
  return `{"data":${failed ? 'null' : answer.data},"description":${description}${responseId},"status":"${status}"}\r\n\r\n`;
}

/** Always 200, and `text/plain` although it is JSON (10_listConnections_full). */
function httpAnswer(body: string): string {
  const name = 'EvoStream Media Server (www.evostream.com)';
  const headers = [
    'HTTP/1.1 200 OK',
    'Connection: close',
    `Content-Length: ${body.length}`,
    'Content-Type: text/plain',
    `Server: ${name}`,
    `User-Agent: ${name}`,
    `X-Powered-By: ${name}`,
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}

/** Members that are doubles. EMS knows by type; a JavaScript number can't tell 5 from 5.0000. */
const doubles = new Set(['creationTimestamp', 'queryTimestamp', 'upTime', 'timestamp']);

/** JSON as EMS's Variant::SerializeToJSON prints it: doubles with `%.4f`, integers of any size bare, members sorted. */
function toJson(value: unknown, member = ''): string {
  if (typeof value === 'string') return quote(Buffer.from(value).toString('latin1'));
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !doubles.has(member)) return BigInt(value).toString();
    // As printf spells them. No recording has one, the source lets them through.
    return value.toFixed(4).replace('NaN', 'nan').replace('Infinity', 'inf');
  }
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item)).join()}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  const entries: [string, unknown][] = Object.entries(value);
  const members = entries.filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${toJson(name)}:${toJson(item, name)}`).join()}}`;
}

/** Escapes these and no other control characters, which leaves JSON that is none (60_badnames). */
function quote(text: string): string {
  return `"${text.replace(/[\\/"\b\f\n\r\t]/g, (character) => `\\${letters.get(character) ?? character}`)}"`;
}

const letters = new Map(Object.entries({ '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' }));

/**
 * EvoStream's web server in front of the CLI, as version 1.7 of it does: it forwards the path, percent-decoded, without
 * the query. So parameters come through as `%3fparams=` only. From the answer it takes what follows the first headers.
 */
function apiProxy(
  target: string,
  authorization: string | undefined,
  { path, user, password }: NonNullable<EmsSandboxOptions['proxy']>,
  run: (target: string) => string,
): string {
  const [asked = ''] = target.split('?');
  const prefix = `/${path.replace(/^\/+|\/+$/g, '')}/`;
  if (!asked.startsWith(prefix)) return webAnswer('404 Not Found', page('File not found'));
  if (authorization !== `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) {
    const challenge = 'WWW-Authenticate: Basic realm="EvoStream Web Server"';
    return webAnswer('401 Unauthorized', page('Access Denied'), [challenge]);
  }
  const command = asked.slice(prefix.length).replace(/%[0-9a-f]{2}/gi, byteOf);
  const answer = run(`/${command}`);
  return webAnswer('200 OK', answer.slice(answer.indexOf('\r\n\r\n') + 4));
}

const byteOf = (percented: string): string => String.fromCharCode(Number.parseInt(percented.slice(1), 16));

const page = (text: string): string =>
  `<html><head><title>EvoStream Web Server</title></head><body>${text}</body></html>`;

/** Without a Content-Type, 200 included. */
function webAnswer(status: string, body: string, headers: readonly string[] = []): string {
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', `Content-Length: ${body.length}`, ...headers];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
