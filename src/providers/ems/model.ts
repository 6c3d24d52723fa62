import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayEdge } from '../../relay/relayConnection.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import type { EmsCountLimitJson } from './api.ts';
import { directionOf, type EmsDirection } from './direction.ts';
import type { EmsCarrierJson, EmsConnectionJson, EmsProtocolJson } from './rows.ts';
import { type EmsSettingsModel, toSettings } from './settings.ts';
import { type EmsListingContext, EmsStreamModel, toDate, toIp, toPort } from './streamModel.ts';

export type EmsConnectionConnectionModel = MergedList<EmsConnectionModel, SourceModel>;
export type EmsConnectionEdgeModel = RelayEdge<EmsConnectionModel>;
export type EmsConnectionsCountLimitModel = EmsCountLimitJson;

/*
 * Fields are computed when they are selected, because a listing can have 10,000 connections, and a page shows twenty. Only the
 * models see the rows. What is compared often, or is made of other models, is computed once.
 */

/** The connection of one row of `listConnections`. */
export class EmsConnectionModel implements ConnectionModel {
  readonly __typename = 'EmsConnection';
  readonly provider = 'EMS';
  readonly #row: EmsConnectionJson;
  readonly #listing: EmsListingContext;
  #id: string | null = null;
  #name: string | null = null;
  #stack: readonly EmsProtocolModel[] | null = null;
  #streams: readonly EmsStreamModel[] | null = null;

  constructor(row: EmsConnectionJson, listing: EmsListingContext) {
    this.#row = row;
    this.#listing = listing;
  }

  get id(): string {
    const { id, creationTimestamp } = this.#row.nearEnd;
    // After a restart EMS counts IDs from 1 again, so the native ID alone could identify another connection.
    this.#id ??= toGlobalId('EmsConnection', this.source.name, id, String(creationTimestamp));
    return this.#id;
  }

  get source(): SourceModel {
    return this.#listing.source;
  }

  get nativeId(): string {
    return this.#row.nearEnd.id;
  }

  get name(): string {
    this.#name ??= this.streams[0]?.name || this.settings?.localStreamName || `${this.type} ${this.nativeId}`;
    return this.#name;
  }

  get active(): boolean {
    return this.#row.nearEnd.isEnqueueForDelete !== true;
  }

  get createdAt(): Date {
    return toDate(this.#row.nearEnd.creationTimestamp);
  }

  get freshness(): Quality {
    return this.#listing.freshness;
  }

  get type(): string {
    return this.#listing.redactor.text(this.#row.nearEnd.type) ?? 'unknown';
  }

  get direction(): EmsDirection | null {
    const types = this.streams.map((stream) => stream.type);
    return directionOf(types, this.settings, this.type);
  }

  get carrier(): EmsCarrierModel | null {
    return toCarrier(this.#row.carrier, this.#listing.redactor);
  }

  get stack(): readonly EmsProtocolModel[] {
    this.#stack ??= this.#row.stack.map((protocol) => new EmsProtocolModel(protocol, this, this.#listing));
    return this.#stack;
  }

  get streams(): readonly EmsStreamModel[] {
    this.#streams ??= this.stack.flatMap(({ streams }) => streams);
    return this.#streams;
  }

  get settings(): EmsSettingsModel | null {
    const { settings } = this.#row;
    return settings && toSettings(settings, this.#listing.redactor);
  }

  sortValue(field: string): string | null | undefined {
    if (field === 'BYTES_SENT') return sortableTotal(this.carrier?.bytesSent ?? null);
    return field === 'BYTES_RECEIVED' ? sortableTotal(this.carrier?.bytesReceived ?? null) : undefined;
  }
}

/** A total of up to 64 bits, as text that sorts like the number. A JavaScript number would lose digits. */
function sortableTotal(total: number | bigint | null): string | null {
  return total === null ? null : String(total).padStart(20, '0');
}

export type EmsCarrierModel = NonNullable<ReturnType<typeof toCarrier>>;

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

/** One protocol of a connection's stack. */
export class EmsProtocolModel {
  readonly streams: readonly EmsStreamModel[];
  readonly #row: EmsProtocolJson;
  readonly #redactor: Redactor;

  constructor(row: EmsProtocolJson, connection: EmsConnectionModel, listing: EmsListingContext) {
    this.streams = row.streams.value.map((stream) => new EmsStreamModel(stream, connection, listing));
    this.#row = row;
    this.#redactor = listing.redactor;
  }

  get nativeId(): string {
    return this.#row.id;
  }

  get type(): string {
    return this.#redactor.text(this.#row.type) ?? 'unknown';
  }

  get applicationId(): string {
    return this.#row.applicationId ?? '0';
  }

  get createdAt(): Date {
    return toDate(this.#row.creationTimestamp);
  }

  get queriedAt(): Date {
    return toDate(this.#row.queryTimestamp);
  }

  get enqueuedForDelete(): boolean {
    return this.#row.isEnqueueForDelete === true;
  }

  get userAgent(): string | null {
    return this.#redactor.text(this.#row.userAgent);
  }

  get serverAgent(): string | null {
    return this.#redactor.text(this.#row.serverAgent);
  }

  get rxInvokes(): number | bigint | null {
    return this.#row.rxInvokes;
  }

  get txInvokes(): number | bigint | null {
    return this.#row.txInvokes;
  }
}
