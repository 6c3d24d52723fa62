import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
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
  readonly connectedAt: Date | null;
  readonly disconnectedAt: Date | null;
  readonly disconnectReason: string | null;
}
export type XStreamConnectionConnectionModel = MergedList<XStreamConnectionModel, SourceModel>;
export type XStreamConnectionEdgeModel = RelayEdge<XStreamConnectionModel>;

/** The schema's names, which are X's in upper case. */
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
  // X's name for it until version 2.158 of its specification, of January 2026.
  ['filter_stream', 'FILTERED_STREAM'],
]);

export function xEndpointName(endpoint: XStreamEndpoint): string {
  return endpoint.toLowerCase();
}

/**
 * The connections that a listing's rows describe. A row seen before is left out: rows can move from one page to the next
 * while the pages are read.
 *
 * @param status what was asked for; it tells open from closed where a row itself does not
 */
export function toXStreamConnections(
  rows: readonly XConnectionJson[],
  status: XStatus,
  source: SourceModel,
  freshness: Quality,
): XStreamConnectionModel[] {
  const byId = new Map<string, XStreamConnectionModel>();
  const twins = new Map<string, number>();
  for (const row of rows) {
    const connection = toXStreamConnection(row, keyOf(row, twins), status, source, freshness);
    byId.set(connection.id, connection);
  }
  return [...byId.values()];
}

function toXStreamConnection(
  row: XConnectionJson,
  key: readonly string[],
  status: XStatus,
  source: SourceModel,
  freshness: Quality,
): XStreamConnectionModel {
  const endpointName = row.endpoint_name ?? 'unknown';
  const open = row.disconnected_at === null && row.disconnect_reason === null;
  return {
    __typename: 'XStreamConnection',
    id: toGlobalId('XStreamConnection', source.name, ...key),
    provider: 'X',
    source,
    nativeId: row.id,
    name: endpointName,
    active: status === 'all' ? open : status === 'active',
    createdAt: row.connected_at,
    freshness,
    endpointName,
    endpoint: ENDPOINT_BY_NAME.get(endpointName) ?? null,
    clientIp: row.client_ip !== null && isIP(row.client_ip) !== 0 ? row.client_ip : null,
    connectedAt: row.connected_at,
    disconnectedAt: row.disconnected_at,
    disconnectReason: row.disconnect_reason,
  };
}

/**
 * What identifies a row. One without an id goes by what does not change when it closes; rows alike in that are told apart
 * by their number, so that none is lost.
 */
function keyOf(row: XConnectionJson, twins: Map<string, number>): readonly string[] {
  if (row.id !== null) return [row.id];
  const endpoint = row.endpoint_name === null ? null : (ENDPOINT_BY_NAME.get(row.endpoint_name) ?? row.endpoint_name);
  const traits = JSON.stringify([endpoint, row.connected_at, row.client_ip]);
  const twin = (twins.get(traits) ?? 0) + 1;
  twins.set(traits, twin);
  const fingerprint = createHash('sha256').update(traits).digest('base64url').slice(0, 22);
  return ['', fingerprint, String(twin)];
}
