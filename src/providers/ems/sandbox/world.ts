import { type MockRow, seededRandom } from '../../../sandbox/mockServer.ts';
import { groups, operations, type Slot, serverIp } from './slots.ts';

/** The data of the mock EMS. */
export interface EmsWorld {
  /**
   * The rows of listConnections at a time, in the vendor's JSON shape; or the raw bytes of `data`, for rows that
   * JSON.stringify cannot make.
   */
  connections(now: number): readonly MockRow[] | Uint8Array;
  /** The result of getConnectionsCount: the number of sockets, not of listed connections. */
  connectionsCount(now: number): number;
  /** 0: no limit. */
  connectionsCountLimit: number;
}

const originPid = 20_286;
const edgePid = 17_021;

/** A slot and its schedule in milliseconds: a connection opens every `period`, and one opened `phase` before 1970. */
interface Schedule {
  readonly slot: Slot;
  readonly period: number;
  readonly phase: number;
  readonly salt: number;
}

interface Connection {
  readonly slot: Slot;
  readonly openedAt: number;
  /** Number of connections that were opened before this one. Its IDs are derived from it. */
  readonly order: number;
  readonly far: Endpoint;
  readonly near: Endpoint;
}

interface Endpoint {
  readonly ip: string;
  readonly port: number | undefined;
}

/** The addresses of a file output. */
const noEndpoint: Endpoint = { ip: '', port: 0 };

const openingsUntil = ({ period, phase }: Schedule, time: number) =>
  Math.max(0, Math.floor((time + phase) / period) + 1);

const isIncoming = ({ near, stream }: Slot): boolean => near === 'ITS' || stream?.startsWith('I') === true;

/**
 * Protocols, carriers and streams have separate number ranges, which overlap: here the ID of a carrier is also the ID of the
 * third connection before. IDs from an edge process have its pid in the upper 32 bits.
 */
function idsOf({ slot, order }: Connection) {
  const spaced = (id: number) => (slot.edge ? (BigInt(edgePid) << 32n) | BigInt(id) : id);
  return {
    far: spaced(2 * order + 13),
    near: spaced(2 * order + 14),
    carrier: spaced(2 * order + 8),
    stream: spaced(2 * order + 3),
    noApplication: spaced(0),
    application: spaced(1),
  };
}

/** The number of a type or codec consists of its letters, left-aligned in 64 bits. It is always greater than 2^53. */
const tagNumber = (tag: string): bigint => Buffer.from(tag.padEnd(8, '\0')).readBigUInt64BE();

function track(codec: string, packetsCount: number, packetSize: number) {
  const dropped = { droppedBytesCount: 0, droppedPacketsCount: 0 };
  return { codec, codecNumeric: tagNumber(codec), packetsCount, bytesCount: packetsCount * packetSize, ...dropped };
}

/** Counters after `age` milliseconds. APT is the codec of a publisher without sound (recording 60_badnames). */
function media({ edge, silent }: Slot, age: number) {
  const picture = { width: edge ? 0 : 1280, height: edge ? 0 : 720, profile: edge ? 0 : 77, level: edge ? 0 : 31 };
  return {
    audio: silent ? track('APT', 0, 0) : track(edge ? 'AUNK' : 'AAAC', Math.floor((age * 43) / 1000), 371),
    video: { ...track(edge ? 'VUNK' : 'VH264', Math.floor(age / 40), 12_500), ...picture },
  };
}

function carrierOf(connection: Connection, now: number): MockRow | string | null {
  const { slot, openedAt, far, near } = connection;
  if (slot.socket === undefined) return null;
  // EMS sends this text if it cannot get the addresses of the socket, according to its source code. No recording has it.
  if (slot.lostSocket) return 'unable to get endpoints info';
  const age = now - openedAt;
  const { audio, video } = media(slot, age);
  const control = slot.near === 'ITS' ? 0 : 1193 + Math.floor(age / 250);
  const carriesMedia = (slot.stream !== undefined || slot.near === 'ITS') && slot.mediaOverUdp === undefined;
  const withMedia = control + (carriesMedia ? audio.bytesCount + video.bytesCount : 0);
  const [rx, tx] = isIncoming(slot) ? [withMedia, control] : [control, withMedia];
  const { carrier: id } = idsOf(connection);
  // A UDP socket has no remote address and no count of bytes sent (recording 00_idle_udp_listener).
  if (slot.socket === 'UDP') return { id, nearIP: '0.0.0.0', nearPort: near.port, rx, type: 'IOHT_UDP_CARRIER' };
  const ends = { farIP: far.ip, farPort: far.port, nearIP: near.ip, nearPort: near.port };
  return { ...ends, id, rx, tx, type: 'IOHT_TCP_CARRIER' };
}

/** The outgoing streams of an incoming stream, or the reverse. Streams of an edge process are not linked to the origin's. */
function linkedStreams({ slot }: Connection, open: readonly Connection[]) {
  return open
    .filter((other) => other.slot.name === slot.name && isIncoming(other.slot) !== isIncoming(slot))
    .flatMap((other) => (other.slot.edge || slot.edge ? [] : [idsOf(other).stream]));
}

function streamOf(connection: Connection, type: string, open: readonly Connection[], now: number): MockRow {
  const { slot, openedAt, far, near } = connection;
  const incoming = isIncoming(slot);
  const linked = linkedStreams(connection, open);
  return {
    appName: 'evostreamms',
    ...media(slot, now - openedAt),
    // The bit rate that the publisher declared. LiveFLV, RTSP pulls and MPEG-TS pulls declare none.
    bandwidth: type === 'INLFLV' || type === 'INS' || (type === 'INP' && slot.outbound) ? 0 : 2580,
    connectionType: operations.indexOf(slot.command?.operation ?? 'standard'),
    creationTimestamp: openedAt,
    // Here it is `Ip`, in the carrier `IP`. `ip` and `port` repeat the local address.
    farIp: far.ip,
    farPort: far.port,
    ip: near.ip,
    name: slot.name,
    nearIp: near.ip,
    nearPort: near.port,
    port: near.port,
    processId: slot.edge ? edgePid : originPid,
    processType: slot.edge ? 'edge' : 'origin',
    queryTimestamp: now,
    type,
    typeNumeric: tagNumber(type),
    uniqueId: idsOf(connection).stream,
    upTime: now - openedAt,
    ...slot.agent,
    ...slot.urls,
    ...(incoming
      ? { outStreamsUniqueIds: linked.length > 0 ? linked : null }
      : { inStreamUniqueId: linked[0] ?? null }),
    ...(type === 'ONR' && { canDropFrames: true }),
    ...(slot.near === 'IR' && incoming && { ingestPoint: slot.name }),
    ...(!incoming && slot.command === undefined && { streamAlias: slot.name }),
    ...settingsOf(connection, 'inStream', open),
  };
}

/** At most one kind of settings. Connections of an edge process have none. */
function settingsOf(connection: Connection, place: 'besideStack' | 'inStream', open: readonly Connection[]): MockRow {
  const { slot, openedAt } = connection;
  if (slot.command === undefined) return {};
  const { operation } = slot.command;
  return {
    [`${operation}Settings`]: {
      ...slot.command[place],
      ...(operation === 'hls' && { timestamp: openedAt }),
      ...(operation === 'push' && { localUniqueStreamId: linkedStreams(connection, open)[0] ?? 0 }),
    },
  };
}

function rowOf(connection: Connection, open: readonly Connection[], now: number): MockRow {
  const { slot, openedAt } = connection;
  const ids = idsOf(connection);
  const common = { isEnqueueForDelete: false, queryTimestamp: now };
  const streams = slot.stream === undefined ? [] : [streamOf(connection, slot.stream, open, now)];
  const far = { ...common, applicationId: ids.noApplication, creationTimestamp: openedAt - 0.0542, id: ids.far };
  const near = {
    ...common,
    ...slot.agent,
    applicationId: ids.application,
    creationTimestamp: openedAt - 0.0371,
    id: ids.near,
    type: slot.near,
    // Without a stream, RTSP has an empty list, and RTMP has no list.
    ...((streams.length > 0 || slot.near === 'RTSP') && { streams }),
    ...(/^[IO]R$/.test(slot.near) && { rxInvokes: 7 * streams.length, txInvokes: 12 * streams.length }),
  };
  return {
    carrier: carrierOf(connection, now),
    ...settingsOf(connection, 'besideStack', open),
    stack: slot.socket === undefined ? [near] : [{ ...far, type: slot.socket }, near],
  };
}

/**
 * The data of a busy media server: connections open and close, counters grow, and IDs are never used twice. It depends only
 * on the seed and the time, so the data of any time can be read, in any order.
 */
export function createEmsWorld(seed = 1): EmsWorld {
  const random = seededRandom(seed);
  const schedules = groups.flatMap((slots): Schedule[] => {
    const period = 240_000 + Math.floor(random() * 660_000);
    const phase = Math.floor(random() * period);
    const salt = Math.floor(random() * 2 ** 32);
    // The outputs of a publisher open some milliseconds after it.
    return slots.map((slot, index) => ({ slot, period, phase: phase - 13 * index, salt }));
  });

  const openAt = (now: number): Connection[] => {
    const open = schedules.flatMap((schedule, index): Connection[] => {
      const { slot, period, phase, salt } = schedule;
      const openings = openingsUntil(schedule, now);
      const openedAt = (openings - 1) * period - phase;
      // The same numbers for the whole group, so that its connections close together.
      const nextRandom = seededRandom(salt + openings);
      if (openings === 0 || now >= openedAt + period * (0.7 + 0.28 * nextRandom())) return [];
      // Of two connections that open in the same millisecond, the one that is earlier in the list is first.
      const order = schedules.reduce(
        (sum, other, i) => sum + openingsUntil(other, i < index ? openedAt : openedAt - 1),
        0,
      );
      const network = isIncoming(slot) || slot.outbound ? '198.51.100' : '203.0.113';
      const clientPort = 32_768 + Math.floor(nextRandom() * 28_000) + index;
      const host = 1 + ((Math.floor(nextRandom() * 250) + index) % 250);
      const far = { ip: `${network}.${host}`, port: slot.outbound ? slot.port : clientPort };
      const near = { ip: serverIp, port: slot.outbound ? clientPort : slot.port };
      return [{ slot, openedAt, order, ...(slot.socket ? { far, near } : { far: noEndpoint, near: noEndpoint }) }];
    });
    // By protocol ID. Connections of edge processes are last.
    return open.sort((a, b) => Number(a.slot.edge ?? false) - Number(b.slot.edge ?? false) || a.order - b.order);
  };

  return {
    connections: (now) => openAt(now).map((connection, _, open) => rowOf(connection, open, now)),
    // Differs from the length of the list (recording 16_getConnectionsCount): without files, but with the socket of this
    // request, and with four more sockets for media over UDP.
    connectionsCount: (now) =>
      openAt(now).reduce((sum, { slot }) => sum + (slot.socket ? 1 : 0) + (slot.mediaOverUdp ? 4 : 0), 1),
    connectionsCountLimit: 0,
  };
}
