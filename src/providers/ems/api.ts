import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import {
  count,
  duration,
  flag,
  int,
  members,
  milliseconds,
  readRows,
  text,
  unsigned64,
} from '../../upstream/decode.ts';
import type { HttpResponse } from '../../upstream/httpClient.ts';
import type { FailureDetails } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import type { UpstreamResponse } from '../../upstream/response.ts';
import type { Decoded, UpstreamResult } from '../../upstream/result.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/*
 * The HTTP CLI of EvoStream Media Server 1.7 and 2.x, with the vendor's names. Every command is `GET /<command>?params=<base64>`.
 * Every response has status 200, even for failures, and closes its socket.
 */

/** IDs are numbers of up to 64 bits. Those of an edge process have its pid in the upper 32 bits. */
const id = text.transform((value) => (value !== null && /^\d{1,20}$/.test(value) ? value : null));
const requiredId = id.pipe(z.string());

const track = z.object({
  bytesCount: unsigned64,
  codec: text,
  codecNumeric: unsigned64,
  droppedBytesCount: unsigned64,
  droppedPacketsCount: unsigned64,
  packetsCount: unsigned64,
  // Video tracks only.
  height: count,
  level: count,
  profile: count,
  width: count,
});

/** The seven kinds of settings. A connection or a stream has at most one of them. */
const settings = z.object({
  pullSettings: members,
  pushSettings: members,
  hlsSettings: members,
  hdsSettings: members,
  mssSettings: members,
  dashSettings: members,
  recordSettings: members,
});
export type EmsSettingsJson = z.infer<typeof settings>;

const stream = z.object({
  ...settings.shape,
  appName: text,
  audio: track.nullable().catch(null),
  bandwidth: count,
  canDropFrames: flag,
  connectionType: int,
  creationTimestamp: milliseconds,
  farIp: text,
  farPort: int,
  inStreamUniqueId: id,
  ingestPoint: text,
  name: text,
  nearIp: text,
  nearPort: int,
  // Null if an incoming stream has no players; absent on outgoing streams.
  outStreamsUniqueIds: z.array(id).nullable().catch(null),
  pageUrl: text,
  processId: count,
  processType: text,
  queryTimestamp: milliseconds,
  serverAgent: text,
  streamAlias: text,
  swfUrl: text,
  tcUrl: text,
  type: text,
  typeNumeric: unsigned64,
  uniqueId: requiredId,
  upTime: duration,
  userAgent: text,
  video: track.nullable().catch(null),
});
export type EmsStreamJson = z.infer<typeof stream>;
export type EmsTrackJson = z.infer<typeof track>;

const requiredMilliseconds = milliseconds.pipe(z.number());

const protocol = z.object({
  applicationId: id,
  creationTimestamp: requiredMilliseconds,
  id: requiredId,
  isEnqueueForDelete: flag,
  queryTimestamp: requiredMilliseconds,
  rxInvokes: unsigned64,
  serverAgent: text,
  // Absent on RTMP before the handshake, and on MPEG-TS listeners.
  streams: z
    .array(z.unknown())
    .catch([])
    .transform((items) => readRows(stream, items)),
  txInvokes: unsigned64,
  type: text,
  userAgent: text,
});
export type EmsProtocolJson = z.infer<typeof protocol>;

const carrier = z.object({
  farIP: text,
  farPort: int,
  id,
  nearIP: text,
  nearPort: int,
  rx: unsigned64,
  tx: unsigned64,
  type: text,
});
export type EmsCarrierJson = z.infer<typeof carrier>;

const connection = z.object({
  ...settings.shape,
  // Null for file outputs. The text "unable to get endpoints info" if EMS could not get the addresses of the socket.
  carrier: carrier.nullable().catch(null),
  stack: z.array(protocol).min(1),
});
export type EmsConnectionJson = z.infer<typeof connection>;

const envelope = z.object({ status: z.string(), data: z.unknown() });
// EMS counts in 32 bits without a sign. GraphQL's Int has a sign, so its maximum is half as large.
const socketCount = z.int32().nonnegative();
const connectionsCount = z.object({ count: socketCount });
const countLimit = z.object({ current: socketCount, limit: socketCount });
export type EmsCountLimitJson = z.infer<typeof countLimit>;

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
  ): Promise<UpstreamResult<readonly EmsConnectionJson[]>> {
    const parameters = excludeNonNetworkProtocols === null ? {} : { excludeNonNetworkProtocols };
    return this.#run('connections', 'listConnections', parameters, operation, (data) => {
      // An empty list is `"data":null`.
      const { value, omittedRows } = readRows(connection, z.array(z.unknown()).parse(data ?? []));
      const omittedStreams = value
        .flatMap(({ stack }) => stack)
        .reduce((sum, { streams }) => sum + streams.omittedRows, 0);
      return { value, omittedRows: omittedRows + omittedStreams };
    });
  }

  /** `getConnectionsCount`: the number of sockets, including that of this request. It differs from the length of the list. */
  async getConnectionsCount(operation: Operation): Promise<number> {
    const read = (data: unknown) => ({ value: connectionsCount.parse(data).count });
    return (await this.#run('counts', 'getConnectionsCount', {}, operation, read)).value;
  }

  /** `getConnectionsCountLimit`. The member is `current`; the documentation misspells it as "cuurent". */
  async getConnectionsCountLimit(operation: Operation): Promise<EmsCountLimitJson> {
    const read = (data: unknown) => ({ value: countLimit.parse(data) });
    return (await this.#run('counts', 'getConnectionsCountLimit', {}, operation, read)).value;
  }

  #run<Value>(
    kind: EmsKind,
    command: string,
    parameters: Parameters,
    operation: Operation,
    read: (data: unknown) => Decoded<Value>,
  ): Promise<UpstreamResult<Value>> {
    const decode = (response: UpstreamResponse) => read(this.#data(response));
    const request = { kind, target: `/${command}${query(parameters)}`, decode };
    const hinted = kind === 'connections' ? { ...request, timeoutHint: SILENT_EDGE_HINT } : request;
    return this.#upstream.get(hinted, operation);
  }

  #data(response: UpstreamResponse): unknown {
    const { status, data } = envelope.parse(parseEmsJson(response.body));
    if (status === 'SUCCESS') return data;
    const { origin } = this.#upstream;
    throw new UpstreamError('UPSTREAM_REJECTED', `Source "${origin.source}" rejected the command.`, {
      ...origin,
      httpStatus: response.status,
    });
  }
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
