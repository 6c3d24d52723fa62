import { z } from 'zod';
import type { Answer } from '../../upstream/answer.ts';
import {
  flag,
  float,
  int,
  integer,
  members,
  milliseconds,
  readRows,
  requiredText,
  text,
} from '../../upstream/decode.ts';
import { httpError } from '../../upstream/httpError.ts';
import { parseJson } from '../../upstream/json.ts';
import type { Operation } from '../../upstream/operation.ts';
import type { Upstream, UpstreamResponse } from '../../upstream/upstream.ts';

/*
 * The HTTP CLI of EvoStream Media Server 1.7 and 2.x, in its own words. Every command is `GET /<command>?params=<base64>`;
 * every answer is 200, failures included, and closes its socket.
 */

const track = z.object({
  bytesCount: integer,
  codec: text,
  codecNumeric: integer,
  droppedBytesCount: integer,
  droppedPacketsCount: integer,
  packetsCount: integer,
  // Only of video.
  height: int,
  level: int,
  profile: int,
  width: int,
});

/** The seven kinds of settings; at most one is there, on a connection as well as on a stream. */
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
  bandwidth: int,
  canDropFrames: flag,
  connectionType: int,
  creationTimestamp: milliseconds,
  farIp: text,
  farPort: int,
  inStreamUniqueId: text,
  ingestPoint: text,
  name: text,
  nearIp: text,
  nearPort: int,
  // Null where an incoming stream has no players, absent on an outgoing one.
  outStreamsUniqueIds: z.array(text).nullable().catch(null),
  pageUrl: text,
  processId: int,
  processType: text,
  queryTimestamp: milliseconds,
  serverAgent: text,
  streamAlias: text,
  swfUrl: text,
  tcUrl: text,
  type: text,
  typeNumeric: integer,
  uniqueId: text,
  upTime: float,
  userAgent: text,
  video: track.nullable().catch(null),
});
export type EmsStreamJson = z.infer<typeof stream>;
export type EmsTrackJson = z.infer<typeof track>;

const requiredMilliseconds = milliseconds.pipe(z.number());

const protocol = z.object({
  applicationId: text,
  creationTimestamp: requiredMilliseconds,
  id: requiredText,
  isEnqueueForDelete: flag,
  queryTimestamp: requiredMilliseconds,
  rxInvokes: integer,
  serverAgent: text,
  // Absent on RTMP before the handshake and on MPEG-TS.
  streams: z
    .array(z.unknown())
    .catch([])
    .transform((items) => readRows(stream, items).rows),
  txInvokes: integer,
  type: text,
  userAgent: text,
});
export type EmsProtocolJson = z.infer<typeof protocol>;

const carrier = z.object({
  farIP: text,
  farPort: int,
  id: text,
  nearIP: text,
  nearPort: int,
  rx: integer,
  tx: integer,
  type: text,
});
export type EmsCarrierJson = z.infer<typeof carrier>;

const connection = z.object({
  ...settings.shape,
  // Null for file outputs, the text "unable to get endpoints info" when a socket's name could not be looked up.
  carrier: carrier.nullable().catch(null),
  stack: z.array(protocol).min(1),
});
export type EmsConnectionJson = z.infer<typeof connection>;

export interface EmsListing {
  readonly connections: readonly EmsConnectionJson[];
  /** How many rows could not be read, and were left out. */
  readonly brokenRows: number;
}

const envelope = z.object({ status: z.string(), data: z.unknown() });
// EMS has 32 bits for a count, GraphQL's Int one less.
const count = z.object({ count: z.int32() });
const countLimit = z.object({ current: z.int32(), limit: z.int32() });
export type EmsCountLimitJson = z.infer<typeof countLimit>;

/** Parameters of a command. Never text: in a command line a newline starts the next command, `launchProcess` for one. */
type Parameters = Readonly<Record<string, boolean | number>>;

/** What is asked for, as metrics and settings name it. */
export type EmsKind = 'connections' | 'counts';

/** The commands that Switchboard uses. */
export class EmsApi {
  readonly #upstream: Upstream<EmsKind>;

  constructor(upstream: Upstream<EmsKind>) {
    this.#upstream = upstream;
  }

  /** `listConnections`: everything in one answer; EMS has no pages. Null leaves the parameter to the server's default. */
  listConnections(excludeNonNetworkProtocols: boolean | null, operation: Operation): Promise<Answer<EmsListing>> {
    const parameters = excludeNonNetworkProtocols === null ? {} : { excludeNonNetworkProtocols };
    return this.#run('connections', 'listConnections', parameters, operation, (data) => {
      // An empty list is `"data":null`.
      const { rows: connections, brokenRows } = readRows(connection, z.array(z.unknown()).parse(data ?? []));
      return { connections, brokenRows };
    });
  }

  /** `getConnectionsCount`: sockets, the one of this very call included, not listed connections. */
  async getConnectionsCount(operation: Operation): Promise<number> {
    const read = (data: unknown) => count.parse(data).count;
    return (await this.#run('counts', 'getConnectionsCount', {}, operation, read)).value;
  }

  /** `getConnectionsCountLimit`. The documentation's "cuurent" is a misprint. */
  async getConnectionsCountLimit(operation: Operation): Promise<EmsCountLimitJson> {
    const read = (data: unknown) => countLimit.parse(data);
    return (await this.#run('counts', 'getConnectionsCountLimit', {}, operation, read)).value;
  }

  #run<Value>(
    kind: EmsKind,
    command: string,
    parameters: Parameters,
    operation: Operation,
    read: (data: unknown) => Value,
  ): Promise<Answer<Value>> {
    const decode = (response: UpstreamResponse) => read(this.#data(response));
    return this.#upstream.get({ kind, target: `/${command}${query(parameters)}`, decode }, operation);
  }

  #data(response: UpstreamResponse): unknown {
    if (response.status !== 200) {
      const hint =
        response.status === 401 ? 'or its apiProxy cannot reach the server, which it tells in the same way' : '';
      throw httpError(this.#upstream, response, { hint });
    }
    const { status, data } = envelope.parse(parseEmsJson(response.body));
    if (status === 'SUCCESS') return data;
    throw this.#upstream.error('UPSTREAM_REJECTED', `Source "${this.#upstream.source}" refused the command.`, {
      httpStatus: response.status,
    });
  }
}

/**
 * The query string of a command. The base64 goes out raw: EMS never percent-decodes it, and an encoded `=` would silently
 * take all parameters away. Booleans are 1 and 0: EMS reads `true` as 0.
 */
function query(parameters: Parameters): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${Number(value)}`);
  return pairs.length === 0 ? '' : `?params=${Buffer.from(pairs.join(' ')).toString('base64')}`;
}

/**
 * EMS escapes only \b \f \n \r and \t in texts: other control characters, which a publisher can put into a stream's name,
 * arrive raw. And it prints numbers with printf, whose `nan` and `inf` are no JSON.
 */
function parseEmsJson(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return parseJson(
      body
        .replace(RAW_CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
        // Inside a text the quote in front would be escaped.
        .replace(/(?<!\\)":-?(?:nan|inf)(?=[,}\]])/g, '":null'),
    );
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is repaired
const RAW_CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g;
