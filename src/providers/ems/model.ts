import { isIP } from 'node:net';
import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayEdge } from '../../relay/relayConnection.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import type {
  EmsCarrierJson,
  EmsConnectionJson,
  EmsCountLimitJson,
  EmsProtocolJson,
  EmsStreamJson,
  EmsTrackJson,
} from './api.ts';
import { directionOf, type EmsDirection } from './direction.ts';
import { type EmsSettingsModel, toSettings } from './settings.ts';

export type { EmsSettingsModel } from './settings.ts';

export interface EmsConnectionModel extends ConnectionModel {
  readonly __typename: 'EmsConnection';
  readonly provider: 'EMS';
  readonly type: string;
  readonly direction: EmsDirection | null;
  readonly carrier: EmsCarrierModel | null;
  readonly stack: readonly EmsProtocolModel[];
  readonly streams: readonly EmsStreamModel[];
  readonly settings: EmsSettingsModel | null;
  readonly sortValues: Readonly<Record<'BYTES_SENT' | 'BYTES_RECEIVED', string | null>>;
}
export type EmsConnectionConnectionModel = MergedList<EmsConnectionModel, SourceModel>;
export type EmsConnectionEdgeModel = RelayEdge<EmsConnectionModel>;
export type EmsConnectionsCountLimitModel = EmsCountLimitJson;
export type EmsCarrierModel = NonNullable<ReturnType<typeof toCarrier>>;
export type EmsProtocolModel = ReturnType<typeof toProtocol>;
export type EmsStreamModel = ReturnType<typeof toStream>;
export type EmsTrackModel = NonNullable<ReturnType<typeof toTrack>>;
export type EmsVideoTrackModel = NonNullable<ReturnType<typeof toVideoTrack>>;

/** Finds the streams and the connection of a stream, within the stream's own listing. */
export interface EmsStreamLinks {
  /** The stream that this stream is fed from; null if it is not in the listing. */
  inStreamOf(stream: EmsStreamModel): EmsStreamModel | null;
  /** The streams fed from this stream, as far as they are in the listing. */
  outStreamsOf(stream: EmsStreamModel): readonly EmsStreamModel[];
  viewerCountOf(stream: EmsStreamModel): number;
  /** The connection that carries the stream. */
  connectionOf(stream: EmsStreamModel): EmsConnectionModel;
}

/** What the rows of one listing have in common. */
export interface EmsListingContext {
  readonly source: SourceModel;
  readonly redactor: Redactor;
  readonly freshness: Quality;
  readonly links: EmsStreamLinks;
}

/** The connection of one row of `listConnections`. */
export function toEmsConnection(row: EmsConnectionJson, listing: EmsListingContext): EmsConnectionModel | null {
  const nearEnd = row.stack.at(-1);
  if (nearEnd === undefined) return null;
  const { source, redactor, freshness } = listing;
  const stack = row.stack.map((protocol) => toProtocol(protocol, listing));
  const streams = stack.flatMap((protocol) => protocol.streams);
  const carrier = toCarrier(row.carrier, redactor);
  const settings = toSettings(row, redactor);
  const type = redactor.text(nearEnd.type) ?? 'unknown';
  return {
    __typename: 'EmsConnection',
    // After a restart EMS counts IDs from 1 again, so the native ID alone could identify another connection.
    id: toGlobalId('EmsConnection', source.name, nearEnd.id, String(nearEnd.creationTimestamp)),
    provider: 'EMS',
    source,
    nativeId: nearEnd.id,
    name: streams[0]?.name || settings?.localStreamName || `${type} ${nearEnd.id}`,
    active: nearEnd.isEnqueueForDelete !== true,
    createdAt: toDate(nearEnd.creationTimestamp),
    freshness,
    type,
    direction: directionOf(
      streams.map((stream) => stream.type),
      settings,
      type,
    ),
    carrier,
    stack,
    streams,
    settings,
    sortValues: {
      BYTES_SENT: sortableTotal(carrier?.bytesSent ?? null),
      BYTES_RECEIVED: sortableTotal(carrier?.bytesReceived ?? null),
    },
  };
}

/** A total of up to 64 bits, as text that sorts like the number. A JavaScript number would lose digits. */
function sortableTotal(total: number | bigint | null): string | null {
  return total === null ? null : String(total).padStart(20, '0');
}

function toCarrier(carrier: EmsCarrierJson | null, redactor: Redactor) {
  if (carrier?.id == null || carrier.rx === null) return null;
  return {
    nativeId: carrier.id,
    type: redactor.text(carrier.type) ?? 'unknown',
    farIp: toIp(carrier.farIP),
    farPort: toPort(carrier.farPort),
    nearIp: toIp(carrier.nearIP),
    nearPort: toPort(carrier.nearPort),
    bytesReceived: carrier.rx,
    bytesSent: carrier.tx,
  };
}

function toProtocol(protocol: EmsProtocolJson, listing: EmsListingContext) {
  const { redactor } = listing;
  return {
    nativeId: protocol.id,
    type: redactor.text(protocol.type) ?? 'unknown',
    applicationId: protocol.applicationId ?? '0',
    createdAt: toDate(protocol.creationTimestamp),
    queriedAt: toDate(protocol.queryTimestamp),
    enqueuedForDelete: protocol.isEnqueueForDelete === true,
    userAgent: redactor.text(protocol.userAgent),
    serverAgent: redactor.text(protocol.serverAgent),
    rxInvokes: protocol.rxInvokes,
    txInvokes: protocol.txInvokes,
    streams: protocol.streams.value.map((stream) => toStream(stream, listing)),
  };
}

function toStream(stream: EmsStreamJson, { redactor, links }: EmsListingContext) {
  return {
    nativeId: stream.uniqueId,
    name: redactor.streamName(stream.name) ?? '',
    type: redactor.text(stream.type) ?? 'unknown',
    typeNumeric: stream.typeNumeric,
    appName: redactor.text(stream.appName),
    createdAt: toDate(stream.creationTimestamp),
    queriedAt: toDate(stream.queryTimestamp),
    uptimeMs: stream.upTime,
    // The publisher declares it once; it does not depend on the traffic. 0 means that nothing was declared.
    declaredBitrateKbps: stream.bandwidth || null,
    audio: toTrack(stream.audio, redactor),
    video: toVideoTrack(stream.video, redactor),
    inStreamNativeId: stream.inStreamUniqueId,
    outStreamNativeIds: stream.outStreamsUniqueIds?.filter((id) => id !== null) ?? [],
    farIp: toIp(stream.farIp),
    farPort: toPort(stream.farPort),
    nearIp: toIp(stream.nearIp),
    nearPort: toPort(stream.nearPort),
    operation: (stream.connectionType !== null && OPERATIONS[stream.connectionType]) || null,
    alias: redactor.streamName(stream.streamAlias),
    ingestPoint: redactor.streamName(stream.ingestPoint),
    canDropFrames: stream.canDropFrames,
    userAgent: redactor.text(stream.userAgent),
    serverAgent: redactor.text(stream.serverAgent),
    pageUrl: redactor.text(stream.pageUrl || null),
    swfUrl: redactor.text(stream.swfUrl || null),
    tcUrl: redactor.text(stream.tcUrl || null),
    processId: stream.processId,
    processType: redactor.text(stream.processType),
    settings: toSettings(stream, redactor),
    links,
  };
}

/** By the number in `connectionType`. The documentation does not list the numbers; they are `OperationType` in EMS's source code. */
const OPERATIONS = [
  'STANDARD',
  'PULL',
  'PUSH',
  'HLS',
  'HDS',
  'MSS',
  'DASH',
  'RECORD',
  'LAUNCH_PROCESS',
  'WEBRTC',
  'METADATA',
  'RESTART_SERVICE',
] as const;

/** Null if a total is missing or out of range. Zero would be wrong. */
function toTrack(track: EmsTrackJson | null, redactor: Redactor) {
  if (track === null) return null;
  const { codec, codecNumeric, bytesCount, packetsCount, droppedBytesCount, droppedPacketsCount } = track;
  if (bytesCount === null || packetsCount === null || droppedBytesCount === null || droppedPacketsCount === null) {
    return null;
  }
  return {
    codec: redactor.text(codec),
    codecNumeric,
    bytes: bytesCount,
    packets: packetsCount,
    droppedBytes: droppedBytesCount,
    droppedPackets: droppedPacketsCount,
  };
}

function toVideoTrack(json: EmsTrackJson | null, redactor: Redactor) {
  const track = toTrack(json, redactor);
  if (track === null || json === null) return null;
  const { width, height, profile, level } = json;
  return { ...track, width, height, profile, level };
}

/** EMS sends milliseconds since 1970, with four decimals. Its documentation says seconds. */
function toDate(timestamp: number): Date;
function toDate(timestamp: number | null): Date | null;
function toDate(timestamp: number | null): Date | null {
  return timestamp === null ? null : new Date(timestamp);
}

/** File outputs have the address `""` and the port 0. */
function toIp(ip: string | null): string | null {
  return ip !== null && isIP(ip) !== 0 ? ip : null;
}

function toPort(port: number | null): number | null {
  return port !== null && port > 0 && port <= 65_535 ? port : null;
}
