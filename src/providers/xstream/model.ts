import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayEdge } from '../../relay/relayConnection.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import type { XConnectionJson, XStatus } from './api.ts';

export interface XStreamConnectionModel extends ConnectionModel {
  readonly __typename: 'XStreamConnection';
  readonly provider: 'X';
  readonly endpointName: string;
  readonly endpoint: XStreamEndpoint | null;
  readonly clientIp: string | null;
  readonly clientAddressText: string | null;
  readonly connectedAt: Date | null;
  readonly disconnectedAt: Date | null;
  readonly disconnectReason: string | null;
}
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

/**
 * The connections of a listing's rows. A row that is on two pages is one connection: rows can move from one page to the next
 * while the pages are read.
 *
 * @param status the requested status; unless it is `all`, it decides whether the connections are active
 */
export function toXStreamConnections(
  rows: readonly XConnectionJson[],
  status: XStatus,
  app: XApp,
  freshness: Quality,
): XStreamConnectionModel[] {
  const equalRows = new Map<string, number>();
  const connections = rows.map((row) => toXStreamConnection(row, keyOf(row, app, equalRows), status, app, freshness));
  return [...new Map(connections.map((connection) => [connection.id, connection])).values()];
}

function toXStreamConnection(
  row: XConnectionJson,
  key: readonly string[],
  status: XStatus,
  { source, redactor }: XApp,
  freshness: Quality,
): XStreamConnectionModel {
  const endpointName = redactor.name(row.endpoint_name) ?? 'unknown';
  const isOpen = row.disconnected_at === null && row.disconnect_reason === null;
  return {
    __typename: 'XStreamConnection',
    id: toGlobalId('XStreamConnection', source.name, ...key),
    provider: 'X',
    source,
    nativeId: redactor.name(row.id),
    name: endpointName,
    active: status === 'all' ? isOpen : status === 'active',
    createdAt: row.connected_at,
    freshness,
    endpointName,
    endpoint: ENDPOINT_BY_NAME.get(endpointName) ?? null,
    clientIp: ipOf(row.client_ip ?? ''),
    clientAddressText: redactor.text(row.client_ip || null),
    connectedAt: row.connected_at,
    disconnectedAt: row.disconnected_at?.at ?? null,
    disconnectReason: redactor.text(row.disconnect_reason),
  };
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
  const members = JSON.stringify([endpoint, row.connected_at, row.client_ip]);
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
