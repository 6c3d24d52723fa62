import { isIP } from 'node:net';
import type { Redactor } from '../../redaction/redactor.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import { directionOfStream } from './direction.ts';
import type { EmsStreamJson, EmsTrackJson } from './rows.ts';
import { type EmsSettingsModel, toSettings } from './settings.ts';

/** What the models of one listing have in common. */
export interface EmsListingContext {
  readonly source: SourceModel;
  readonly redactor: Redactor;
  readonly freshness: Quality;
  /** The stream with this ID; null if it is not in the listing. */
  stream(nativeId: string): EmsStreamModel | null;
}

/** A stream that a connection carries. */
export class EmsStreamModel {
  /** The connection that carries the stream. */
  readonly connection: ConnectionModel;
  readonly #row: EmsStreamJson;
  readonly #listing: EmsListingContext;
  #name: string | null = null;
  #outStreams: readonly EmsStreamModel[] | null = null;
  #viewerCount: number | null = null;

  constructor(row: EmsStreamJson, connection: ConnectionModel, listing: EmsListingContext) {
    this.connection = connection;
    this.#row = row;
    this.#listing = listing;
  }

  get nativeId(): string {
    return this.#row.uniqueId;
  }

  get name(): string {
    this.#name ??= this.#listing.redactor.streamName(this.#row.name) ?? '';
    return this.#name;
  }

  get type(): string {
    return this.#listing.redactor.text(this.#row.type) ?? 'unknown';
  }

  get typeNumeric(): number | bigint | null {
    return this.#row.typeNumeric;
  }

  get appName(): string | null {
    return this.#listing.redactor.text(this.#row.appName);
  }

  get createdAt(): Date | null {
    return toDate(this.#row.creationTimestamp);
  }

  get queriedAt(): Date | null {
    return toDate(this.#row.queryTimestamp);
  }

  get uptimeMs(): number | null {
    return this.#row.upTime;
  }

  /** The publisher declares it once; it does not depend on the traffic. 0 means that nothing was declared. */
  get declaredBitrateKbps(): number | null {
    return this.#row.bandwidth || null;
  }

  get audio(): EmsTrackModel | null {
    return toTrack(this.#row.audio, this.#listing.redactor);
  }

  get video(): EmsVideoTrackModel | null {
    return toVideoTrack(this.#row.video, this.#listing.redactor);
  }

  get inStreamNativeId(): string | null {
    return this.#row.inStreamUniqueId;
  }

  get outStreamNativeIds(): readonly string[] {
    return this.#row.outStreamsUniqueIds;
  }

  /** The stream that this stream is fed from; null if it is not in the listing. */
  get inStream(): EmsStreamModel | null {
    const { inStreamUniqueId } = this.#row;
    return inStreamUniqueId === null ? null : this.#listing.stream(inStreamUniqueId);
  }

  /** The streams fed from this stream, as far as they are in the listing. */
  get outStreams(): readonly EmsStreamModel[] {
    this.#outStreams ??= [...new Set(this.outStreamNativeIds)].flatMap((id) => this.#listing.stream(id) ?? []);
    return this.#outStreams;
  }

  get viewerCount(): number {
    this.#viewerCount ??= directionOfStream(this.type) === 'OUT' ? 0 : this.outStreams.filter(isViewer).length;
    return this.#viewerCount;
  }

  get farIp(): string | null {
    return toIp(this.#row.farIp);
  }

  get farPort(): number | null {
    return toPort(this.#row.farPort);
  }

  get nearIp(): string | null {
    return toIp(this.#row.nearIp);
  }

  get nearPort(): number | null {
    return toPort(this.#row.nearPort);
  }

  get operation(): EmsOperation | null {
    const { connectionType } = this.#row;
    return (connectionType !== null && OPERATIONS[connectionType]) || null;
  }

  get alias(): string | null {
    return this.#listing.redactor.streamName(this.#row.streamAlias);
  }

  get ingestPoint(): string | null {
    return this.#listing.redactor.streamName(this.#row.ingestPoint);
  }

  get canDropFrames(): boolean | null {
    return this.#row.canDropFrames;
  }

  get userAgent(): string | null {
    return this.#listing.redactor.text(this.#row.userAgent);
  }

  get serverAgent(): string | null {
    return this.#listing.redactor.text(this.#row.serverAgent);
  }

  get pageUrl(): string | null {
    return this.#listing.redactor.text(this.#row.pageUrl || null);
  }

  get swfUrl(): string | null {
    return this.#listing.redactor.text(this.#row.swfUrl || null);
  }

  get tcUrl(): string | null {
    return this.#listing.redactor.text(this.#row.tcUrl || null);
  }

  get processId(): number | null {
    return this.#row.processId;
  }

  get processType(): string | null {
    return this.#listing.redactor.text(this.#row.processType);
  }

  get settings(): EmsSettingsModel | null {
    const { settings } = this.#row;
    return settings && toSettings(settings, this.#listing.redactor);
  }
}

/** An outgoing network stream (`ON…`; files are `OF…`) that a client opened: a push is opened by the server itself. */
function isViewer({ type, operation }: EmsStreamModel): boolean {
  return type.startsWith('ON') && operation !== 'PUSH';
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
type EmsOperation = (typeof OPERATIONS)[number];

export type EmsTrackModel = NonNullable<ReturnType<typeof toTrack>>;
export type EmsVideoTrackModel = NonNullable<ReturnType<typeof toVideoTrack>>;

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
export function toDate(timestamp: number): Date;
export function toDate(timestamp: number | null): Date | null;
export function toDate(timestamp: number | null): Date | null {
  return timestamp === null ? null : new Date(timestamp);
}

/** File outputs have the address `""` and the port 0. */
export function toIp(ip: string | null): string | null {
  return ip !== null && isIP(ip) !== 0 ? ip : null;
}

export function toPort(port: number | null): number | null {
  return port !== null && port > 0 && port <= 65_535 ? port : null;
}
