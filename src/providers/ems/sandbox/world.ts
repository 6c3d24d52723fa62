import { type MockRow, seededRandom } from '../../../sandbox/mockServer.ts';
import { groups, operations, type Slot, serverIp } from './slots.ts';

/** What the stand-in EMS tells about. */
export interface EmsWorld {
  /**
   * The rows of listConnections at this moment (vendor's JSON shape), or the raw bytes of `data` for rows that
   * JSON.stringify can't make.
   */
  connections(now: number): readonly MockRow[] | Uint8Array;
  /** What getConnectionsCount says: sockets, not listed connections. */
  connectionsCount(now: number): number;
  /** 0 = no limit */
  connectionsCountLimit: number;
}

export interface LivingEmsWorld extends EmsWorld {
  connections(now: number): readonly MockRow[];
}

const originPid = 20_286;
const edgePid = 17_021;

/** A slot and its rhythm, in whole milliseconds: it opens every `period`, and did so `phase` before 1970. */
interface Plan {
  readonly slot: Slot;
  readonly period: number;
  readonly phase: number;
  readonly salt: number;
}

interface Connection {
  readonly slot: Slot;
  readonly openedAt: number;
  /** How many connections were opened before this one. All its ids come from it. */
  readonly order: number;
  readonly far: Endpoint;
  readonly near: Endpoint;
}

interface Endpoint {
  readonly ip: string;
  readonly port: number | undefined;
}

/** What a file output has for its addresses. */
const nowhere: Endpoint = { ip: '', port: 0 };

const openingsUntil = ({ period, phase }: Plan, time: number) => Math.max(0, Math.floor((time + phase) / period) + 1);

const isIncoming = ({ near, stream }: Slot): boolean => near === 'ITS' || stream?.startsWith('I') === true;

/**
 * Protocols, carriers and streams are numbered separately, and the numbers overlap: here a carrier's id is also the
 * id of the connection opened three before. What an edge process reports has its pid above the low 32 bits.
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

/** The number of a type or codec is its letters, left-aligned in 64 bits: always over 2^53. */
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
  // Stands in place of the object when the server can't look its socket up. From the source; no recording has it.
  if (slot.lostSocket) return 'unable to get endpoints info';
  const age = now - openedAt;
  const { audio, video } = media(slot, age);
  const control = slot.near === 'ITS' ? 0 : 1193 + Math.floor(age / 250);
  const carriesMedia = (slot.stream !== undefined || slot.near === 'ITS') && slot.mediaOverUdp === undefined;
  const withMedia = control + (carriesMedia ? audio.bytesCount + video.bytesCount : 0);
  const [rx, tx] = isIncoming(slot) ? [withMedia, control] : [control, withMedia];
  const { carrier: id } = idsOf(connection);
  // A UDP socket has no far side and counts nothing sent (recording 00_idle_udp_listener).
  if (slot.socket === 'UDP') return { id, nearIP: '0.0.0.0', nearPort: near.port, rx, type: 'IOHT_UDP_CARRIER' };
  const ends = { farIP: far.ip, farPort: far.port, nearIP: near.ip, nearPort: near.port };
  return { ...ends, id, rx, tx, type: 'IOHT_TCP_CARRIER' };
}

/** The outgoing streams of an incoming one, and the other way round. An edge's hang on no stream of the origin. */
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
    // What the publisher declared: nothing over LiveFLV, and nothing that is known of a pull over RTSP or MPEG-TS.
    bandwidth: type === 'INLFLV' || type === 'INS' || (type === 'INP' && slot.callsOut) ? 0 : 2580,
    connectionType: operations.indexOf(slot.command?.operation ?? 'standard'),
    creationTimestamp: openedAt,
    // Here it is `Ip`, in the carrier `IP`. `ip` and `port` are the near side once more.
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
    ...settingsOf(connection, 'copied', open),
  };
}

/** At most one kind of settings, none from an edge. */
function settingsOf(connection: Connection, place: 'beside' | 'copied', open: readonly Connection[]): MockRow {
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
    // Without a stream RTSP has an empty list, RTMP none at all.
    ...((streams.length > 0 || slot.near === 'RTSP') && { streams }),
    ...(/^[IO]R$/.test(slot.near) && { rxInvokes: 7 * streams.length, txInvokes: 12 * streams.length }),
  };
  return {
    carrier: carrierOf(connection, now),
    ...settingsOf(connection, 'beside', open),
    stack: slot.socket === undefined ? [near] : [{ ...far, type: slot.socket }, near],
  };
}

/**
 * A media server at work: connections come and go, counters grow, ids rise and never come back. A pure function of
 * (seed, now): nothing is kept from call to call, so any moment can be asked for, twice or backwards.
 */
export function livingEmsWorld(seed = 1): LivingEmsWorld {
  const random = seededRandom(seed);
  const plans = groups.flatMap((slots): Plan[] => {
    const period = 240_000 + Math.floor(random() * 660_000);
    const phase = Math.floor(random() * period);
    const salt = Math.floor(random() * 2 ** 32);
    // The outputs of a publisher follow it within milliseconds.
    return slots.map((slot, place) => ({ slot, period, phase: phase - 13 * place, salt }));
  });

  const openAt = (now: number): Connection[] => {
    const open = plans.flatMap((plan, place): Connection[] => {
      const { slot, period, phase, salt } = plan;
      const turn = openingsUntil(plan, now);
      const openedAt = (turn - 1) * period - phase;
      // The same dice for the whole group, so that it closes together.
      const dice = seededRandom(salt + turn);
      if (turn === 0 || now >= openedAt + period * (0.7 + 0.28 * dice())) return [];
      // Of two openings in one millisecond the one earlier in the plan came first.
      const order = plans.reduce((sum, other, i) => sum + openingsUntil(other, i < place ? openedAt : openedAt - 1), 0);
      const network = isIncoming(slot) || slot.callsOut ? '198.51.100' : '203.0.113';
      const caller = 32_768 + Math.floor(dice() * 28_000) + place;
      const host = 1 + ((Math.floor(dice() * 250) + place) % 250);
      const far = { ip: `${network}.${host}`, port: slot.callsOut ? slot.port : caller };
      const near = { ip: serverIp, port: slot.callsOut ? caller : slot.port };
      return [{ slot, openedAt, order, ...(slot.socket ? { far, near } : { far: nowhere, near: nowhere }) }];
    });
    // By protocol id; what edges report comes last.
    return open.sort((a, b) => Number(a.slot.edge ?? false) - Number(b.slot.edge ?? false) || a.order - b.order);
  };

  return {
    connections: (now) => openAt(now).map((connection, _, open) => rowOf(connection, open, now)),
    // Not the list's length (recording 16_getConnectionsCount): no files, but the call that asks, and for media over
    // UDP four sockets more.
    connectionsCount: (now) =>
      openAt(now).reduce((sum, { slot }) => sum + (slot.socket ? 1 : 0) + (slot.mediaOverUdp ? 4 : 0), 1),
    connectionsCountLimit: 0,
  };
}
