import { UpstreamError } from '../../errors.ts';
import { count, MAX_ROWS, object, optionalList, readRows, required } from '../../upstream/decode.ts';
import { DecodedRows } from '../../upstream/decodedRows.ts';
import type { UpstreamRequest } from '../../upstream/exchange.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import type { FailureDetails } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import type { UpstreamResponse } from '../../upstream/response.ts';
import type { Decoded, UpstreamResult } from '../../upstream/result.ts';
import type { Signal } from '../../upstream/signal.ts';
import { LARGE_LENGTH, parseInSlices } from '../../upstream/slicedList.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { type EmsConnectionJson, readConnection } from './rows.ts';

/*
 * The HTTP CLI of EvoStream Media Server 1.7 and 2.x, with the vendor's names. Every command is `GET /<command>?params=<base64>`.
 * Every response has status 200, even for failures, and closes its socket.
 */

export interface EmsCountLimitJson {
  readonly current: number;
  readonly limit: number;
}

/** Parameters of a command. Text is not allowed: a newline in it would start another command, such as `launchProcess`. */
type Parameters = Readonly<Record<string, boolean | number>>;

/** The kinds of requests, as in metrics and cache lifetimes. */
export type EmsKind = 'connections' | 'counts';

/** The commands that Switchboard uses. */
export class EmsApi {
  readonly #upstream: Upstream<EmsKind>;

  constructor(upstream: Upstream<EmsKind>) {
    this.#upstream = upstream;
  }

  /** `listConnections`: all connections in one response, because EMS has no pages. Null: the server's default applies. */
  listConnections(
    excludeNonNetworkProtocols: boolean | null,
    operation: Operation,
  ): Promise<UpstreamResult<DecodedRows<EmsConnectionJson>>> {
    const parameters = excludeNonNetworkProtocols === null ? {} : { excludeNonNetworkProtocols };
    return this.#run('connections', 'listConnections', parameters, operation, (response, signal) => {
      const [beginning] = LIST_BEGINNING.exec(response.body) ?? [];
      if (beginning !== undefined && response.body.length >= LARGE_LENGTH)
        return this.#readLarge(response, beginning, signal);
      const rows = new ConnectionRows();
      // An empty list is `"data":null`.
      rows.read(optionalList(this.#data(response)) ?? []);
      return rows.decoded();
    });
  }

  async #readLarge(
    response: UpstreamResponse,
    beginning: string,
    signal: Signal,
  ): Promise<Decoded<DecodedRows<EmsConnectionJson>>> {
    const rows = new ConnectionRows();
    const onRows = (sent: readonly unknown[]) => rows.read(sent);
    this.#dataOf(await parseInSlices(response.body, { beginning, parse: parseEmsJson, signal, onRows }), response);
    return rows.decoded();
  }

  /** `getConnectionsCount`: the number of sockets, including that of this request. It differs from the length of the list. */
  async getConnectionsCount(operation: Operation): Promise<number> {
    const read = (response: UpstreamResponse) => ({ value: requiredCount(this.#data(response), 'count') });
    return (await this.#run('counts', 'getConnectionsCount', {}, operation, read)).value;
  }

  /** `getConnectionsCountLimit`. The member is `current`; the documentation misspells it as "cuurent". */
  async getConnectionsCountLimit(operation: Operation): Promise<EmsCountLimitJson> {
    const read = (response: UpstreamResponse) => {
      const data = this.#data(response);
      return { value: { current: requiredCount(data, 'current'), limit: requiredCount(data, 'limit') } };
    };
    return (await this.#run('counts', 'getConnectionsCountLimit', {}, operation, read)).value;
  }

  #run<Value>(
    kind: EmsKind,
    command: string,
    parameters: Parameters,
    operation: Operation,
    decode: UpstreamRequest<EmsKind, Value>['decode'],
  ): Promise<UpstreamResult<Value>> {
    const request = { kind, target: `/${command}${query(parameters)}`, decode };
    const hinted = kind === 'connections' ? { ...request, timeoutHint: SILENT_EDGE_HINT } : request;
    return this.#upstream.get(hinted, operation);
  }

  #data(response: UpstreamResponse): unknown {
    return this.#dataOf(parseEmsJson(response.body), response);
  }

  /** @throws UpstreamError if EMS rejected the command */
  #dataOf(json: unknown, response: UpstreamResponse): unknown {
    const { status, data } = required(object(json), 'envelope');
    if (status === 'SUCCESS') return data;
    if (typeof status !== 'string') throw new TypeError('The response has no status');
    const { origin } = this.#upstream;
    throw new UpstreamError('UPSTREAM_REJECTED', `Source "${origin.source}" rejected the command.`, {
      ...origin,
      httpStatus: response.status,
    });
  }
}

/** EMS writes the rows first. */
const LIST_BEGINNING = /^\s*\{\s*"data"\s*:\s*\[/;

/** The rows of one listing that can be read. */
class ConnectionRows {
  readonly #read: EmsConnectionJson[] = [];
  #sent = 0;

  read(rows: readonly unknown[]): void {
    const left = Math.max(0, MAX_ROWS - this.#sent);
    for (const row of readRows(readConnection, rows.slice(0, left)).value) this.#read.push(row);
    this.#sent += rows.length;
  }

  decoded(): Decoded<DecodedRows<EmsConnectionJson>> {
    const connections = withoutDuplicates(this.#read);
    let omittedRows = this.#sent - connections.length;
    for (const { stack } of connections) for (const { streams } of stack) omittedRows += streams.omittedRows;
    return { value: new DecodedRows(connections), omittedRows };
  }
}

/** Of the rows of one connection only the first. After a restart EMS counts IDs from 1 again, so an ID alone is not enough. */
function withoutDuplicates(rows: readonly EmsConnectionJson[]): readonly EmsConnectionJson[] {
  if (new Set(rows.map(({ nearEnd }) => nearEnd.id)).size === rows.length) return rows;
  const seen = new Set<string>();
  return rows.filter(({ nearEnd: { id, creationTimestamp } }) => {
    const key = `${id} ${creationTimestamp}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** EMS counts sockets in 32 bits without a sign. GraphQL's Int has a sign, so its maximum is half as large. */
function requiredCount(data: unknown, member: string): number {
  return required(count(object(data)?.[member]), member);
}

const SILENT_EDGE_HINT =
  'One of its edge processes may not be responding: EMS waits 30 s and more for those, and then leaves out their connections.';

/** The likely mistake if the configured port does not speak HTTP. */
export const EMS_PORT_HINT =
  'The HTTP CLI of EMS listens on port 7777 by default; 1112 is its JSON CLI and 1935 its RTMP port, which do not speak HTTP.';

/**
 * Reads a failed response. An apiProxy also responds with 401 while it cannot reach EMS. So a 401 means invalid credentials only
 * before the first success.
 *
 * @param hasWorked whether the same credentials have worked in this process
 */
export function readEmsFailure({ status }: HttpResponse, isProxied: boolean, hasWorked: boolean): FailureDetails {
  if (status !== 401 || !isProxied) return {};
  return hasWorked
    ? {
        code: 'UPSTREAM_UNAVAILABLE',
        hint: 'which its apiProxy also does while EMS is down: either EMS is down, or the password was changed',
      }
    : { hint: 'or its apiProxy cannot reach EMS: it sends the same response then' };
}

/**
 * The query string of a command. The base64 is sent without percent-encoding: EMS does not decode it, and an encoded `=` would
 * silently drop all parameters. Booleans are sent as 1 and 0, because EMS reads `true` as 0.
 */
function query(parameters: Parameters): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${Number(value)}`);
  return pairs.length === 0 ? '' : `?params=${Buffer.from(pairs.join(' ')).toString('base64')}`;
}

/**
 * Repairs the JSON of EMS if necessary. EMS escapes only \b \f \n \r and \t in texts. Other control characters are sent raw, and a
 * publisher can put them into a stream's name. Numbers are printed with printf, so they can be `nan` and `inf`.
 */
function parseEmsJson(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return parseJson(
      body
        .replace(RAW_CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
        // Within a text, the quote before the colon would be escaped.
        .replace(/(?<!\\)":-?(?:nan|inf)(?=[,}\]])/g, '":null'),
    );
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are replaced
const RAW_CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g;
