import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayEdge } from '../../relay/relayConnection.ts';
import { moment } from '../../upstream/decode.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import type { XStatus } from './api.ts';
import type { XConnectionJson } from './rows.ts';

export type XStreamConnectionConnectionModel = MergedList<XStreamConnectionModel, SourceModel>;
export type XStreamConnectionEdgeModel = RelayEdge<XStreamConnectionModel>;

/** The schema's names: X's names in upper case. */
const ENDPOINTS = [
  'FILTERED_STREAM',
  'SAMPLE_STREAM',
  'SAMPLE10_STREAM',
  'FIREHOSE_STREAM',
  'TWEETS_COMPLIANCE_STREAM',
  'USERS_COMPLIANCE_STREAM',
  'TWEET_LABEL_STREAM',
  'FIREHOSE_STREAM_LANG_EN',
  'FIREHOSE_STREAM_LANG_JA',
  'FIREHOSE_STREAM_LANG_KO',
  'FIREHOSE_STREAM_LANG_PT',
  'LIKES_FIREHOSE_STREAM',
  'LIKES_SAMPLE10_STREAM',
  'LIKES_COMPLIANCE_STREAM',
] as const;
export type XStreamEndpoint = (typeof ENDPOINTS)[number];

const ENDPOINT_BY_NAME: ReadonlyMap<string, XStreamEndpoint> = new Map([
  ...ENDPOINTS.map((endpoint) => [xEndpointName(endpoint), endpoint] as const),
  // X's name for `filtered_stream` until version 2.158 of its specification (January 2026).
  ['filter_stream', 'FILTERED_STREAM'],
]);

export function xEndpointName(endpoint: XStreamEndpoint): string {
  return endpoint.toLowerCase();
}

/** What the rows of one app have in common. */
export interface XApp {
  readonly source: SourceModel;
  readonly redactor: Redactor;
  /** For the global IDs of rows without an ID. Without it, an ID would confirm a guess of the client address that it is made of. */
  readonly idKey: Buffer;
}

/** What the connections of one listing have in common. */
export interface XListing {
  readonly app: XApp;
  /** The requested status. Unless it is `all`, it decides whether the connections are active. */
  readonly status: XStatus;
  readonly freshness: Quality;
}

/**
 * The connections of a listing's rows. A row that is on two pages is one connection: rows can move from one page to the next
 * while the pages are read.
 */
export function toXStreamConnections(rows: readonly XConnectionJson[], listing: XListing): XStreamConnectionModel[] {
  const equalRows = new Map<string, number>();
  const connections = new Map<string, XStreamConnectionModel>();
  for (const row of rows) {
    const key = keyOf(row, listing.app, equalRows);
    connections.set(JSON.stringify(key), new XStreamConnectionModel(row, key, listing));
  }
  return [...connections.values()];
}

/** The connection of one row. Fields are computed when they are selected. Only the model sees the row. */
export class XStreamConnectionModel implements ConnectionModel {
  readonly __typename = 'XStreamConnection';
  readonly provider = 'X';
  readonly #row: XConnectionJson;
  readonly #key: readonly string[];
  readonly #listing: XListing;
  #id: string | null = null;
  #connectedAt: Date | null | undefined;

  /** @param key what identifies the row within the app */
  constructor(row: XConnectionJson, key: readonly string[], listing: XListing) {
    this.#row = row;
    this.#key = key;
    this.#listing = listing;
  }

  get id(): string {
    this.#id ??= toGlobalId('XStreamConnection', this.source.name, ...this.#key);
    return this.#id;
  }

  get source(): SourceModel {
    return this.#listing.app.source;
  }

  get nativeId(): string | null {
    return this.#redactor.name(this.#row.id);
  }

  get name(): string {
    return this.endpointName;
  }

  get active(): boolean {
    const { status } = this.#listing;
    const { disconnected_at, disconnect_reason } = this.#row;
    return status === 'all' ? disconnected_at === null && disconnect_reason === null : status === 'active';
  }

  get createdAt(): Date | null {
    return this.connectedAt;
  }

  get freshness(): Quality {
    return this.#listing.freshness;
  }

  get endpointName(): string {
    return this.#redactor.name(this.#row.endpoint_name) ?? 'unknown';
  }

  get endpoint(): XStreamEndpoint | null {
    return ENDPOINT_BY_NAME.get(this.endpointName) ?? null;
  }

  get clientIp(): string | null {
    return ipOf(this.#row.client_ip ?? '');
  }

  get clientAddressText(): string | null {
    return this.#redactor.text(this.#row.client_ip || null);
  }

  get connectedAt(): Date | null {
    if (this.#connectedAt === undefined) this.#connectedAt = moment(this.#row.connected_at);
    return this.#connectedAt;
  }

  get disconnectedAt(): Date | null {
    return moment(this.#row.disconnected_at?.at ?? null);
  }

  get disconnectReason(): string | null {
    return this.#redactor.text(this.#row.disconnect_reason);
  }

  get #redactor(): Redactor {
    return this.#listing.app.redactor;
  }
}

/**
 * What identifies a row. If X sends no ID: the members that stay the same when the connection closes, as X sends them. Rows
 * that are equal in all of these are numbered, so that none is lost.
 *
 * @param equalRows the number of rows so far, by these members
 */
function keyOf(row: XConnectionJson, { redactor, idKey }: XApp, equalRows: Map<string, number>): readonly string[] {
  if (row.id !== null) return [redactor.name(row.id)];
  const endpoint = row.endpoint_name === null ? null : (ENDPOINT_BY_NAME.get(row.endpoint_name) ?? row.endpoint_name);
  const members = JSON.stringify([endpoint, moment(row.connected_at), row.client_ip]);
  const number = (equalRows.get(members) ?? 0) + 1;
  equalRows.set(members, number);
  const fingerprint = createHmac('sha256', idKey).update(members).digest('base64url').slice(0, 22);
  return ['', fingerprint, String(number)];
}

/**
 * The IP address in a client address, which X documents as plain text: without its port and brackets. Null if the text is
 * anything else, such as a CIDR range.
 */
function ipOf(address: string): string | null {
  if (isIP(address) !== 0) return address;
  const [, bracketed, plain] = /^(?:\[(.+)\]|([^:]+))(?::\d{1,5})?$/s.exec(address) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed : null;
  return plain !== undefined && isIP(plain) === 4 ? plain : null;
}
