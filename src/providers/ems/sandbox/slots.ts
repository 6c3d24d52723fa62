import type { MockRow } from '../../../sandbox/mockServer.ts';

/** A stream's `connectionType` and a command's `operationType` are an index of this list. The vendor's page says "??". */
export const operations = ['standard', 'pull', 'push', 'hls', 'hds', 'mss', 'dash', 'record'] as const;
type Operation = (typeof operations)[number];

/** The command behind a connection: shown beside the stack and once more, not quite the same, inside the stream. */
export interface Command {
  readonly operation: Operation;
  readonly beside: MockRow;
  readonly copied: MockRow;
}

/** A place that one connection after the other fills. */
export interface Slot {
  /** Type of the last stack item, the one whose id is the connection's id. */
  readonly near: string;
  /** Type of the stack item in front of it. File outputs have none, and no carrier. */
  readonly socket?: 'TCP' | 'UDP';
  /** The server's port where others call in, the far side's port where the server calls out. */
  readonly port?: number;
  readonly callsOut?: true;
  /** Type of the stream it carries: I… comes in, O… goes out. */
  readonly stream?: string;
  readonly name?: string;
  /** Shown in the stack and in the stream. */
  readonly agent?: MockRow;
  /** Shown in the stream. */
  readonly urls?: MockRow;
  readonly command?: Command;
  /** RTSP whose media run beside the socket: the carrier counts the control channel only. */
  readonly mediaOverUdp?: true;
  readonly silent?: true;
  readonly edge?: true;
  readonly lostSocket?: true;
}

export const serverIp = '192.0.2.10';

/** Parameters of each command as recorded (10_listConnections_full), without those that name the stream. */
const recorded: Readonly<Record<Exclude<Operation, 'standard'>, MockRow>> = JSON.parse(`{
  "pull": {"audioCodecBytes":"","emulateUserAgent":"EvoStream Media Server (www.evostream.com) player","httpProxy":"",
    "isAudio":true,"keepAlive":true,"pageUrl":"","ppsBytes":"","rangeEnd":-1,"rangeStart":-2,"rangeTimeEnd":"",
    "rangeTimeStart":"","rtcpDetectionInterval":10,"sdpCustParams":"","sendRenewStream":false,"serializeToConfig":true,
    "sourceType":"live","spsBytes":"","ssmIp":"","swfUrl":"","tcUrl":"","tos":256,"ttl":256,"videoSourceIndex":"high"},
  "push": {"emulateUserAgent":"EvoStream Media Server (www.evostream.com)","httpProxy":"","keepAlive":true,
    "pageUrl":"","rtmpAbsoluteTimestamps":false,"sendChunkSizeRequest":true,"swfUrl":"","targetStreamType":"live",
    "tcUrl":"","tos":256,"ttl":256,"useSourcePts":false},
  "hls": {"AESKeyCount":5,"audioOnly":false,"bandwidth":0,"chunkBaseName":"segment","chunkLength":2,"chunkOnIDR":true,
    "cleanupDestination":false,"cleanupOnClose":false,"createMasterPlaylist":true,"drmType":"none","fileLength":0,
    "hlsResume":false,"hlsVersion":3,"keepAlive":true,"masterPlaylistPath":"/srv/evostream/web/hls/playlist.m3u8",
    "maxChunkLength":0,"offsetTime":0,"overwriteDestination":true,"playlistLength":5,"playlistName":"playlist.m3u8",
    "playlistType":"rolling","staleRetentionCount":5,"startOffset":0,"useByteRange":false,"useSystemTime":false},
  "hds": {"bandwidth":0,"chunkBaseName":"f4v","chunkLength":2,"chunkOnIDR":true,"cleanupDestination":false,
    "createMasterPlaylist":true,"keepAlive":true,"manifestName":"","overwriteDestination":true,"playlistLength":10,
    "playlistType":"appending","staleRetentionCount":10},
  "mss": {"bandwidth":0,"bitrates":[0],"chunkBaseName":"dummy","chunkLength":10,"chunkOnIDR":true,
    "cleanupDestination":false,"isLive":true,"ismType":"ismc","keepAlive":true,"manifestName":"manifest.ismc",
    "overwriteDestination":true,"playlistLength":10,"playlistType":"appending","staleRetentionCount":10},
  "dash": {"bandwidth":0,"chunkBaseName":"dummy","chunkLength":10,"chunkOnIDR":true,"cleanupDestination":false,
    "dynamicProfile":true,"keepAlive":true,"manifestName":"manifest.mpd","overwriteDestination":true,
    "playlistLength":10,"playlistType":"appending","staleRetentionCount":10},
  "record": {"chunkLength":0,"dateFolderStructure":false,"hasAudio":true,"keepAlive":true,"overwrite":true,"preset":0,
    "type":"flv","waitForIDR":false,"winQtCompat":true}
}`);

function command(operation: Exclude<Operation, 'standard'>, configId: number, name: string): MockRow {
  return { ...recorded[operation], configId, localStreamName: name, operationType: operations.indexOf(operation) };
}

function rtmp(stream: 'INR' | 'ONR', name: string): Slot {
  const userAgent = stream === 'INR' ? 'FMLE/3.0 (compatible; Lavf59.27.100)' : 'LNX 9,0,124,2';
  const tcUrl = `rtmp://${serverIp}:1935/live`;
  return { near: 'IR', socket: 'TCP', port: 1935, stream, name, agent: { userAgent }, urls: { tcUrl } };
}

function rtsp(stream: 'INP' | 'ONP', name: string): Slot {
  return { near: 'RTSP', socket: 'TCP', port: 5544, stream, name, agent: { userAgent: 'Lavf59.27.100' } };
}

/** A transport stream that was pulled does show its stream, of type INS. */
function transportPull(name: string, configId: number, uri: string): Slot {
  const common = command('pull', configId, name);
  const beside = { ...common, _callback: null, uri: uriParts(uri) };
  const port = Number(new URL(uri).port);
  return {
    near: 'ITS',
    socket: 'UDP',
    port,
    stream: 'INS',
    name,
    command: { operation: 'pull', beside, copied: { ...common, uri } },
  };
}

/** A transport stream that arrives at a listener shows no stream, and settings although nothing was pulled (recording 10_listConnections_full). */
function transport(socket: 'TCP' | 'UDP', port: number): Slot {
  return { near: 'ITS', socket, port, command: { operation: 'pull', beside: { uri: null }, copied: {} } };
}

/** The server calls out: to fetch a stream, or to send one. The URI has to name its port. */
function callOut(operation: 'pull' | 'push', name: string, configId: number, uri: string, target: MockRow = {}): Slot {
  const { protocol, port } = new URL(uri);
  const overRtmp = protocol === 'rtmp:';
  const member = operation === 'pull' ? 'uri' : 'targetUri';
  const common = { ...command(operation, configId, name), ...target, forceTcp: !overRtmp };
  const parts = uriParts(uri);
  return {
    near: overRtmp ? 'OR' : 'RTSP',
    socket: 'TCP',
    port: Number(port),
    callsOut: true,
    stream: `${operation === 'pull' ? 'IN' : 'ON'}${overRtmp ? 'R' : 'P'}`,
    name,
    agent: { serverAgent: overRtmp ? 'FMS/3,0,1,123' : 'EvoStream Media Server (www.evostream.com)' },
    ...(overRtmp && { urls: { pageUrl: '', swfUrl: parts.fullUri, tcUrl: parts.fullUri } }),
    command: {
      operation,
      beside: { ...common, ...(operation === 'pull' && { _callback: null }), [member]: parts },
      copied: { ...common, [member]: uri },
    },
  };
}

/**
 * A URI taken apart, as it stands beside the stack; the copy inside the stream keeps the text. Credentials are in
 * clear in both (recording 62_pull_with_credentials).
 */
function uriParts(text: string) {
  const { pathname, search, searchParams, hostname, port, protocol, username, password } = new URL(text);
  const nameAt = pathname.lastIndexOf('/') + 1;
  return {
    document: pathname.slice(nameAt),
    documentPath: pathname.slice(0, nameAt),
    documentWithFullParameters: pathname.slice(nameAt) + search,
    fullDocumentPath: pathname,
    fullDocumentPathWithParameters: pathname + search,
    fullParameters: search.slice(1),
    fullUri: text.replace(/\/\/[^/]*@/, '//'),
    fullUriWithAuth: text,
    host: hostname,
    ip: '',
    originalUri: text,
    parameters: Object.fromEntries(searchParams),
    password,
    port: Number(port),
    portSpecified: true,
    scheme: protocol.slice(0, -1),
    userName: username,
  };
}

function record(name: string, configId: number): Slot {
  const path = `/srv/evostream/media/${name}`;
  const beside = { ...command('record', configId, name), pathToFile: path, computedPathToFile: `${path}.flv` };
  return { near: 'PT', stream: 'OFRFLV', name, command: { operation: 'record', beside, copied: beside } };
}

/** A stream cut into files for a web server. */
function chunks(operation: 'hls' | 'hds' | 'mss' | 'dash', name: string, configId: number): Slot {
  const groupTargetFolder = `/srv/evostream/web/${operation}/`;
  const targetFolder = groupTargetFolder + name;
  const names = operation === 'mss' && { localStreamNames: [name], streamNames: [name] };
  const beside = {
    ...command(operation, configId, name),
    ...names,
    groupName: operation,
    groupTargetFolder,
    targetFolder,
  };
  const tracks = { audioFolder: `${targetFolder}/audio/92000/`, videoFolder: `${targetFolder}/video/92000/` };
  const copied = {
    ...beside,
    ...(operation !== 'hls' && { targetFolder: `${targetFolder}/` }),
    ...(operation === 'dash' && { ...tracks, isAutoDASH: null }),
    ...(operation === 'mss' && { ...tracks, isAutoMSS: null, audioBitrate: null, videoBitrate: null, lookahead: 2 }),
  };
  return { near: 'PT', stream: `OF${operation.toUpperCase()}`, name, command: { operation, beside, copied } };
}

/** Every inner list has one rhythm: the outputs of a publisher open and close with it. */
export const groups: readonly (readonly Slot[])[] = [
  [
    rtmp('INR', 'studio-a'),
    chunks('hls', 'studio-a', 5),
    chunks('dash', 'studio-a', 6),
    chunks('hds', 'studio-a', 7),
    chunks('mss', 'studio-a', 8),
    callOut('push', 'studio-a', 4, 'rtmp://ingest.example.net:1935/live', { targetStreamName: 'studio-a-main' }),
  ],
  [rtmp('INR', 'studio-b'), record('studio-b', 9)],
  [{ ...rtmp('INR', 'stage "east"'), silent: true }],
  [rtmp('INR', 'fan-cam 😀')],
  [rtsp('INP', 'gate-cam-3')],
  [{ ...rtsp('INP', 'dock-cam-1'), mediaOverUdp: true }],
  [{ near: 'ILFL', socket: 'TCP', port: 6666, stream: 'INLFLV', name: 'news-van-2' }],
  [transport('UDP', 9999)],
  [transport('TCP', 9998)],
  [callOut('pull', 'headend', 1, 'rtmp://relay:open-sesame@origin.example.com:1935/live/headend')],
  [callOut('pull', 'lobby-cam', 2, 'rtsp://cameras.example.org:554/lobby')],
  [rtmp('ONR', 'studio-a')],
  [rtmp('ONR', 'studio-a')],
  [rtmp('ONR', 'studio-a')],
  [rtmp('ONR', 'studio-b')],
  [{ ...rtmp('ONR', 'studio-b'), lostSocket: true }],
  [rtmp('ONR', 'gate-cam-3')],
  [rtmp('ONR', 'fan-cam 😀')],
  [rtmp('ONR', 'headend')],
  [rtmp('ONR', 'lobby-cam')],
  [{ ...rtsp('ONP', 'studio-a'), mediaOverUdp: true }],
  [rtsp('ONP', 'gate-cam-3')],
  // Connected and asking for nothing yet.
  [{ near: 'RTSP', socket: 'TCP', port: 5544 }],
  [{ near: 'IR', socket: 'TCP', port: 1935 }],
  [{ ...rtmp('ONR', 'studio-a'), edge: true }],
  [transportPull('uplink-1', 3, 'dmpegtsudp://192.0.2.10:10000')],
  [rtmp('ONR', 'uplink-1')],
];
