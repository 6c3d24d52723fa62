import type { IncomingMessage } from 'node:http';
import { type MockRow, type MockServer, startMockServer } from '../../../sandbox/mockServer.ts';
import { createEmsWorld, type EmsWorld } from './world.ts';

export interface EmsMockServerOptions {
  /** Default: `createEmsWorld()`. */
  world?: EmsWorld;
  /**
   * The path before the command, and the Basic credentials, as with EvoStream's apiProxy. Absent: the HTTP CLI without
   * authentication, as on port 7777.
   */
  proxy?: { path: string; user: string; password: string };
  /** Called for every request. Tests count and inspect requests with it. */
  onRequest?: (request: IncomingMessage) => void;
  /** Default: `Date.now`. */
  now?: () => number;
}

/**
 * A mock EvoStream Media Server: the HTTP CLI of port 7777 with the commands that change nothing, byte for byte as recorded
 * from a running server. Numbers and names in comments are those of the recordings that a rule comes from.
 *
 * Texts have one character per byte (latin1), because EMS accepts and returns bytes that are not valid UTF-8.
 */
export function startEmsMockServer(options: EmsMockServerOptions = {}): Promise<MockServer> {
  const { world = createEmsWorld(), proxy, onRequest, now = Date.now } = options;
  return startMockServer((request) => {
    onRequest?.(request);
    const { socket, url = '' } = request;
    if (!isReadable(request)) {
      socket.destroy();
      return;
    }
    request.resume();
    const run = (target: string) => httpCli(target, world, now());
    // Not with Node's response object, because one request can get two responses (80_params_inject).
    socket.write(proxy ? apiProxy(url, request.headers.authorization, proxy, run) : run(url), 'latin1');
    // Never keep-alive. EMS responds to both of two requests in one segment, but not to a later one (33). So the socket is
    // closed one turn later.
    setImmediate(() => socket.end());
  });
}

/** EMS closes the socket after requests that it cannot read: HTTP/1.0, other methods, empty header values (30_http10, 31, 32). */
function isReadable({ httpVersion, method, rawHeaders }: IncomingMessage): boolean {
  return httpVersion === '1.1' && (method === 'GET' || method === 'POST') && !rawHeaders.includes('');
}

/** The command is the last segment of the path. Its parameters are the value of the first query parameter (24-26, 36). */
function httpCli(target: string, world: EmsWorld, now: number): string {
  const queryAt = target.indexOf('?');
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  const command = path.slice(path.lastIndexOf('/') + 1);
  const parameters = queryAt === -1 ? '' : decodeBase64(firstParameter(target.slice(queryAt + 1)));
  // One command per line: a newline in the parameters starts another command, with a response of its own (80_params_inject).
  const lines = `${command} ${parameters}`.split(/[\r\n]+/).filter((line) => line !== '');
  return lines.map((line) => httpResponse(runLine(line, world, now))).join('');
}

/** The value of the alphabetically first parameter, with any name (26). EMS does not percent-decode it. */
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
 * Decodes base64 like OpenSSL's BIO_f_base64, which is stricter than Buffer. A last group of fewer than four characters is
 * dropped (27_padding_stripped). With any invalid character, such as `%` (27_padding_percent_encoded) or the `-` and `_` of
 * base64url, the result is empty. A `=` before the end is decoded like an A (80_params_not_base64).
 */
function decodeBase64(text: string): string {
  const groups = text.slice(0, text.length - (text.length % 4));
  if (!/^[A-Za-z0-9+/=]*$/.test(groups)) return '';
  const padding = /={0,2}$/.exec(groups)?.[0].length ?? 0;
  const decoded = Buffer.from(groups.replaceAll('=', 'A'), 'base64').toString('latin1');
  return decoded.slice(0, decoded.length - padding);
}

/** Runs a command line: words `name=value` separated by spaces, lists separated by `,`. A backslash escapes these characters. */
function runLine(line: string, world: EmsWorld, now: number): string {
  // The server adds `cmd=` at the start, and reads the command as one more parameter.
  const words = `cmd=${line}`.match(/(?:\\[\\ =,]|[^ ])+/g) ?? [];
  const parameters = new Map(
    words.map((word) => {
      const [, name = '', value = ''] = /^((?:\\[\\ =,]|[^=])*)=?(.*)$/s.exec(word) ?? [];
      // EMS does not accept a list where it expects a text.
      const isList = value.replace(/\\[\\ =,]/g, '').includes(',');
      return [unescaped(name), isList ? null : unescaped(value)] as const;
    }),
  );
  const command = (parameters.get('cmd') ?? '').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  parameters.delete('cmd');
  // Names of parameters are case-insensitive. Unknown parameters are ignored.
  const named = (wanted: string) => [...parameters].find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  const result = execute(command, parameters.size === 0 ? null : named, world, now);
  return envelope(result, named('commandid'));
}

const unescaped = (text: string): string => text.replace(/\\([\\ =,])/g, '$1');

type CommandResult = { readonly description: string; readonly data: string } | { readonly failure: string };

/** Returns the value of a parameter. Null if the command has no parameters. */
type Lookup = ((name: string) => string | null) | null;

function execute(command: string, named: Lookup, world: EmsWorld, now: number): CommandResult {
  switch (command) {
    // `excludeNonNetworkProtocols` has no effect: the recorded server returned the same list with 0, with 1 and without it.
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

/** Finds a connection by any ID in its stack, but not by its carrier's (19_getConnectionInfo_carrier). */
function getConnectionInfo(named: Lookup, world: EmsWorld, now: number): CommandResult {
  if (named === null) return { failure: 'Syntax error. No parameters provided' };
  const text = named('id')?.trim() ?? '';
  // EMS accepts only the text that its number would be printed as.
  if (!/^(?:0|[1-9]\d{0,18})$/.test(text) || BigInt(text) >= 2n ** 63n) {
    return { failure: 'Syntax error. Parameter id is invalid' };
  }
  const row = rowsOf(world, now).find((candidate) => stackIds(candidate).includes(text));
  if (row !== undefined) return { description: 'Connection information', data: toJson(row) };
  // The pid of an edge process, and the ID within that process.
  return { failure: `Connection ${BigInt(text) >> 32n}:${BigInt(text) & 0xffff_ffffn} not found` };
}

/** An empty list is null (00_idle_listConnections_none). */
function dataOf(connections: readonly MockRow[] | Uint8Array): string {
  if (connections instanceof Uint8Array) return Buffer.from(connections).toString('latin1');
  return connections.length === 0 ? 'null' : toJson(connections);
}

/** Only listConnections returns raw bytes. The other commands find no connections in them. */
function rowsOf(world: EmsWorld, now: number): readonly MockRow[] {
  const connections = world.connections(now);
  return connections instanceof Uint8Array ? [] : connections;
}

function stackIds({ stack }: MockRow): string[] {
  if (!Array.isArray(stack)) return [];
  const ids = stack.map((protocol: MockRow | null): unknown => protocol?.['id']);
  return ids.filter((id) => typeof id === 'number' || typeof id === 'bigint').map(String);
}

/** The response of a real server to `version`. */
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

/** Members are sorted. A failure has no code, only a description (21_unknown_command, 22, 23). */
function envelope(result: CommandResult, commandId: string | null): string {
  const failed = 'failure' in result;
  const description = quote(failed ? result.failure : result.description);
  const responseId = commandId ? `,"responseId":${quote(commandId)}` : '';
  const status = failed ? 'FAIL' : 'SUCCESS';
  return `{"data":${failed ? 'null' : result.data},"description":${description}${responseId},"status":"${status}"}\r\n\r\n`;
}

/** The status is always 200, and the type `text/plain` although the body is JSON (10_listConnections_full). */
function httpResponse(body: string): string {
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

/** Members that are doubles in EMS. A JavaScript number does not distinguish 5 from 5.0000. */
const doubles = new Set(['creationTimestamp', 'queryTimestamp', 'upTime', 'timestamp']);

/** JSON as printed by EMS's Variant::SerializeToJSON: doubles with `%.4f`, integers of any size without quotes, members sorted. */
function toJson(value: unknown, member = ''): string {
  if (typeof value === 'string') return quote(Buffer.from(value).toString('latin1'));
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !doubles.has(member)) return BigInt(value).toString();
    // As printf prints them. No recording contains one, but EMS's source code does not prevent them.
    return value.toFixed(4).replace('NaN', 'nan').replace('Infinity', 'inf');
  }
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item)).join()}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  const entries: [string, unknown][] = Object.entries(value);
  const members = entries.filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${toJson(name)}:${toJson(item, name)}`).join()}}`;
}

/** Only these control characters are escaped, as in EMS, so the result can be invalid JSON (60_badnames). */
function quote(text: string): string {
  return `"${text.replace(/[\\/"\b\f\n\r\t]/g, (character) => `\\${letters.get(character) ?? character}`)}"`;
}

const letters = new Map(Object.entries({ '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' }));

/**
 * EvoStream's web server before the CLI, as in version 1.7. It forwards the percent-decoded path without the query, so
 * parameters arrive only if they are sent as `%3fparams=`. It returns the part of the response after the first headers.
 */
function apiProxy(
  target: string,
  authorization: string | undefined,
  { path, user, password }: NonNullable<EmsMockServerOptions['proxy']>,
  run: (target: string) => string,
): string {
  const [targetPath = ''] = target.split('?');
  const prefix = `/${path.replace(/^\/+|\/+$/g, '')}/`;
  if (!targetPath.startsWith(prefix)) return webResponse('404 Not Found', page('File not found'));
  if (authorization !== `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) {
    const challenge = 'WWW-Authenticate: Basic realm="EvoStream Web Server"';
    return webResponse('401 Unauthorized', page('Access Denied'), [challenge]);
  }
  const command = targetPath.slice(prefix.length).replace(/%[0-9a-f]{2}/gi, byteOf);
  const response = run(`/${command}`);
  return webResponse('200 OK', response.slice(response.indexOf('\r\n\r\n') + 4));
}

const byteOf = (percented: string): string => String.fromCharCode(Number.parseInt(percented.slice(1), 16));

const page = (text: string): string =>
  `<html><head><title>EvoStream Web Server</title></head><body>${text}</body></html>`;

/** The web server sends no Content-Type, with status 200 neither. */
function webResponse(status: string, body: string, headers: readonly string[] = []): string {
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', `Content-Length: ${body.length}`, ...headers];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
