import type { MockRow } from '../../../sandbox/mockServer.ts';

/** A stream's `connectionType` and a command's `operationType` are indexes into this list. The vendor's page has only "??". */
export const operations = ['standard', 'pull', 'push', 'hls', 'hds', 'mss', 'dash', 'record'] as const;
type Operation = (typeof operations)[number];

/** The parameters of the command that opened a connection. EMS returns them beside the stack, and slightly different in the stream. */
export interface Command {
  readonly operation: Operation;
  readonly besideStack: MockRow;
  readonly inStream: MockRow;
}

/** The plan of one connection at a time: when it closes, another one opens with the same properties. */
export interface Slot {
  /** Type of the last stack item, whose ID is the connection's ID. EMS calls the local end "near" and the remote end "far". */
  readonly near: string;
  /** Type of the stack item before it. File outputs have neither this item nor a carrier. */
  readonly socket?: 'TCP' | 'UDP';
  /** The server's port, or for outbound connections the remote port. */
  readonly port?: number;
  /** The server opens the connection, for a pull or a push. */
  readonly outbound?: true;
  /** Type of its stream: `I…` is incoming, `O…` is outgoing. */
  readonly stream?: string;
  readonly name?: string;
  /** Members that the stack and the stream have. */
  readonly agent?: MockRow;
  /** Members that the stream has. */
  readonly urls?: MockRow;
  readonly command?: Command;
  /** RTSP with media over UDP: the carrier counts only the bytes of the control channel. */
  readonly mediaOverUdp?: true;
  /** Video without sound. */
  readonly silent?: true;
  /** Reported by an edge process. */
  readonly edge?: true;
  /** The server cannot get the addresses of its socket. */
  readonly lostSocket?: true;
}

export const serverIp = '192.0.2.10';

/** Parameters of each command as recorded (10_listConnections_full), without those that depend on the stream. */
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

/** A transport stream that is pulled has a stream of type INS. */
function transportPull(name: string, configId: number, uri: string): Slot {
  const common = command('pull', configId, name);
  const besideStack = { ...common, _callback: null, uri: uriParts(uri) };
  const port = Number(new URL(uri).port);
  return {
    near: 'ITS',
    socket: 'UDP',
    port,
    stream: 'INS',
    name,
    command: { operation: 'pull', besideStack, inStream: { ...common, uri } },
  };
}

/** A transport stream that a listener receives has no stream, but pull settings although nothing is pulled (recording 10_listConnections_full). */
function transport(socket: 'TCP' | 'UDP', port: number): Slot {
  return { near: 'ITS', socket, port, command: { operation: 'pull', besideStack: { uri: null }, inStream: {} } };
}

/** A pull or a push. The URI must contain the port. */
function outbound(operation: 'pull' | 'push', name: string, configId: number, uri: string, target: MockRow = {}): Slot {
  const { protocol, port } = new URL(uri);
  const overRtmp = protocol === 'rtmp:';
  const member = operation === 'pull' ? 'uri' : 'targetUri';
  const common = { ...command(operation, configId, name), ...target, forceTcp: !overRtmp };
  const parts = uriParts(uri);
  return {
    near: overRtmp ? 'OR' : 'RTSP',
    socket: 'TCP',
    port: Number(port),
    outbound: true,
    stream: `${operation === 'pull' ? 'IN' : 'ON'}${overRtmp ? 'R' : 'P'}`,
    name,
    agent: { serverAgent: overRtmp ? 'FMS/3,0,1,123' : 'EvoStream Media Server (www.evostream.com)' },
    ...(overRtmp && { urls: { pageUrl: '', swfUrl: parts.fullUri, tcUrl: parts.fullUri } }),
    command: {
      operation,
      besideStack: { ...common, ...(operation === 'pull' && { _callback: null }), [member]: parts },
      inStream: { ...common, [member]: uri },
    },
  };
}

/**
 * The object that EMS returns for a URI beside the stack. In the stream the URI is a text. Both contain credentials in clear
 * text (recording 62_pull_with_credentials).
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
  const besideStack = { ...command('record', configId, name), pathToFile: path, computedPathToFile: `${path}.flv` };
  return { near: 'PT', stream: 'OFRFLV', name, command: { operation: 'record', besideStack, inStream: besideStack } };
}

/** A stream that is written to files for HTTP streaming. */
function chunks(operation: 'hls' | 'hds' | 'mss' | 'dash', name: string, configId: number): Slot {
  const groupTargetFolder = `/srv/evostream/web/${operation}/`;
  const targetFolder = groupTargetFolder + name;
  const names = operation === 'mss' && { localStreamNames: [name], streamNames: [name] };
  const besideStack = {
    ...command(operation, configId, name),
    ...names,
    groupName: operation,
    groupTargetFolder,
    targetFolder,
  };
  const tracks = { audioFolder: `${targetFolder}/audio/92000/`, videoFolder: `${targetFolder}/video/92000/` };
  const inStream = {
    ...besideStack,
    ...(operation !== 'hls' && { targetFolder: `${targetFolder}/` }),
    ...(operation === 'dash' && { ...tracks, isAutoDASH: null }),
    ...(operation === 'mss' && { ...tracks, isAutoMSS: null, audioBitrate: null, videoBitrate: null, lookahead: 2 }),
  };
  return { near: 'PT', stream: `OF${operation.toUpperCase()}`, name, command: { operation, besideStack, inStream } };
}

/** The connections of one group open and close together, such as a publisher and its outputs. */
export const groups: readonly (readonly Slot[])[] = [
  [
    rtmp('INR', 'studio-a'),
    chunks('hls', 'studio-a', 5),
    chunks('dash', 'studio-a', 6),
    chunks('hds', 'studio-a', 7),
    chunks('mss', 'studio-a', 8),
    outbound('push', 'studio-a', 4, 'rtmp://ingest.example.net:1935/live', { targetStreamName: 'studio-a-main' }),
  ],
  [rtmp('INR', 'studio-b'), record('studio-b', 9)],
  [{ ...rtmp('INR', 'stage "east"'), silent: true }],
  [rtmp('INR', 'fan-cam 😀')],
  [rtsp('INP', 'gate-cam-3')],
  [{ ...rtsp('INP', 'dock-cam-1'), mediaOverUdp: true }],
  [{ near: 'ILFL', socket: 'TCP', port: 6666, stream: 'INLFLV', name: 'news-van-2' }],
  [transport('UDP', 9999)],
  [transport('TCP', 9998)],
  [outbound('pull', 'headend', 1, 'rtmp://relay:open-sesame@origin.example.com:1935/live/headend')],
  [outbound('pull', 'lobby-cam', 2, 'rtsp://cameras.example.org:554/lobby')],
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
  // Connected, but neither publishing nor playing yet.
  [{ near: 'RTSP', socket: 'TCP', port: 5544 }],
  [{ near: 'IR', socket: 'TCP', port: 1935 }],
  [{ ...rtmp('ONR', 'studio-a'), edge: true }],
  [transportPull('uplink-1', 3, 'dmpegtsudp://192.0.2.10:10000')],
  [rtmp('ONR', 'uplink-1')],
];
