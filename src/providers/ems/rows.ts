import {
  count,
  duration,
  flag,
  int,
  type JsonObject,
  list,
  milliseconds,
  object,
  readRows,
  text,
  unsigned64,
} from '../../upstream/decode.ts';

/*
 * The rows of `listConnections`, with EMS's names.
 */

/** IDs are numbers of up to 64 bits. Those of an edge process have its pid in the upper 32 bits. */
function id(value: unknown): string | null {
  const digits = text(value);
  return digits !== null && /^\d{1,20}$/.test(digits) ? digits : null;
}

/** Null for a connection that cannot be identified, or whose stack has a protocol that cannot be read. */
export function readConnection(value: unknown) {
  const json = object(value);
  const protocols = list(json?.['stack']);
  if (json === null || protocols === null) return null;
  const stack = protocols.map(readProtocol).filter((protocol) => protocol !== null);
  const nearEnd = stack.at(-1);
  if (nearEnd === undefined || stack.length < protocols.length) return null;
  return {
    // Null for file outputs. The text "unable to get endpoints info" if EMS could not get the addresses of the socket.
    carrier: readCarrier(json['carrier']),
    stack,
    nearEnd,
    settings: readSettings(json),
  };
}
export type EmsConnectionJson = NonNullable<ReturnType<typeof readConnection>>;

function readCarrier(value: unknown) {
  const json = object(value);
  return (
    json && {
      farIP: text(json['farIP']),
      farPort: int(json['farPort']),
      id: id(json['id']),
      nearIP: text(json['nearIP']),
      nearPort: int(json['nearPort']),
      rx: unsigned64(json['rx']),
      tx: unsigned64(json['tx']),
      type: text(json['type']),
    }
  );
}
export type EmsCarrierJson = NonNullable<ReturnType<typeof readCarrier>>;

function readProtocol(value: unknown) {
  const json = object(value);
  const ownId = id(json?.['id']);
  const creationTimestamp = milliseconds(json?.['creationTimestamp']);
  const queryTimestamp = milliseconds(json?.['queryTimestamp']);
  if (json === null || ownId === null || creationTimestamp === null || queryTimestamp === null) return null;
  return {
    applicationId: id(json['applicationId']),
    creationTimestamp,
    id: ownId,
    isEnqueueForDelete: flag(json['isEnqueueForDelete']),
    queryTimestamp,
    rxInvokes: unsigned64(json['rxInvokes']),
    serverAgent: text(json['serverAgent']),
    // Absent on RTMP before the handshake, and on MPEG-TS listeners.
    streams: readRows(readStream, list(json['streams']) ?? []),
    txInvokes: unsigned64(json['txInvokes']),
    type: text(json['type']),
    userAgent: text(json['userAgent']),
  };
}
export type EmsProtocolJson = NonNullable<ReturnType<typeof readProtocol>>;

function readStream(value: unknown) {
  const json = object(value);
  const uniqueId = id(json?.['uniqueId']);
  if (json === null || uniqueId === null) return null;
  return {
    appName: text(json['appName']),
    audio: readTrack(json['audio']),
    bandwidth: count(json['bandwidth']),
    canDropFrames: flag(json['canDropFrames']),
    connectionType: int(json['connectionType']),
    creationTimestamp: milliseconds(json['creationTimestamp']),
    farIp: text(json['farIp']),
    farPort: int(json['farPort']),
    inStreamUniqueId: id(json['inStreamUniqueId']),
    ingestPoint: text(json['ingestPoint']),
    name: text(json['name']),
    nearIp: text(json['nearIp']),
    nearPort: int(json['nearPort']),
    // Null if an incoming stream has no players; absent on outgoing streams.
    outStreamsUniqueIds: (list(json['outStreamsUniqueIds']) ?? []).map(id).filter((outStream) => outStream !== null),
    pageUrl: text(json['pageUrl']),
    processId: count(json['processId']),
    processType: text(json['processType']),
    queryTimestamp: milliseconds(json['queryTimestamp']),
    serverAgent: text(json['serverAgent']),
    settings: readSettings(json),
    streamAlias: text(json['streamAlias']),
    swfUrl: text(json['swfUrl']),
    tcUrl: text(json['tcUrl']),
    type: text(json['type']),
    typeNumeric: unsigned64(json['typeNumeric']),
    uniqueId,
    upTime: duration(json['upTime']),
    userAgent: text(json['userAgent']),
    video: readTrack(json['video']),
  };
}
export type EmsStreamJson = NonNullable<ReturnType<typeof readStream>>;

function readTrack(value: unknown) {
  const json = object(value);
  return (
    json && {
      bytesCount: unsigned64(json['bytesCount']),
      codec: text(json['codec']),
      codecNumeric: unsigned64(json['codecNumeric']),
      droppedBytesCount: unsigned64(json['droppedBytesCount']),
      droppedPacketsCount: unsigned64(json['droppedPacketsCount']),
      packetsCount: unsigned64(json['packetsCount']),
      // Video tracks only.
      height: count(json['height']),
      level: count(json['level']),
      profile: count(json['profile']),
      width: count(json['width']),
    }
  );
}
export type EmsTrackJson = NonNullable<ReturnType<typeof readTrack>>;

/** The members with the parameters of the command that created a connection or a stream. Each has at most one of them. */
const SETTINGS = [
  'pullSettings',
  'pushSettings',
  'hlsSettings',
  'hdsSettings',
  'mssSettings',
  'dashSettings',
  'recordSettings',
] as const;

export interface EmsSettingsJson {
  readonly member: (typeof SETTINGS)[number];
  readonly parameters: JsonObject;
}

function readSettings(json: JsonObject): EmsSettingsJson | null {
  for (const member of SETTINGS) {
    const parameters = object(json[member]);
    if (parameters !== null) return { member, parameters };
  }
  return null;
}
