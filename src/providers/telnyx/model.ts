import type { TelnyxAnchorsite } from '../../__generated__/resolvers.ts';
import type { UpstreamError } from '../../errors.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayConnection, RelayEdge } from '../../relay/relayConnection.ts';
import type { ConnectionModel, FreshnessModel, NodeModel, Source } from '../provider.ts';
import type { ActiveCallJson, TelnyxConnectionJson } from './api.ts';
import type { TelnyxSource } from './source.ts';

export interface TelnyxConnectionModel extends ConnectionModel {
  readonly __typename: 'TelnyxConnection';
  readonly provider: 'TELNYX';
  readonly source: TelnyxSource;
  readonly nativeId: string;
  readonly recordType: string;
  readonly connectionName: string | null;
  readonly updatedAt: Date | null;
  readonly anchorsiteOverride: TelnyxAnchorsite | null;
  readonly anchorsiteOverrideText: string | null;
  readonly webhookEventUrl: string | null;
  readonly webhookEventFailoverUrl: string | null;
  readonly webhookApiVersion: string | null;
  readonly outboundVoiceProfileId: string | null;
  readonly tags: readonly string[];
}
export type TelnyxConnectionConnectionModel = MergedList<TelnyxConnectionModel, Source>;
export type TelnyxConnectionEdgeModel = RelayEdge<TelnyxConnectionModel>;

export interface ActiveCallModel extends NodeModel {
  readonly __typename: 'ActiveCall';
  readonly source: TelnyxSource;
  readonly connectionId: string;
  readonly callControlId: string | null;
  readonly callLegId: string;
  readonly callSessionId: string;
  readonly clientState: string | null;
  readonly durationSeconds: number;
  readonly recordType: string;
  readonly freshness: FreshnessModel;
}
export interface ActiveCallConnectionModel extends RelayConnection<ActiveCallModel> {
  readonly freshness: FreshnessModel;
  /** Null unless it was wanted. */
  readonly totalCount: number | null;
  /** Set when Telnyx answered, but with calls that could not be read. */
  readonly error: UpstreamError | null;
}
export type ActiveCallEdgeModel = RelayEdge<ActiveCallModel>;

const ANCHORSITES: ReadonlyMap<string, TelnyxAnchorsite> = new Map([
  ['Latency', 'LATENCY'],
  ['Chicago, IL', 'CHICAGO_IL'],
  ['Ashburn, VA', 'ASHBURN_VA'],
  ['San Jose, CA', 'SAN_JOSE_CA'],
  ['Sydney, Australia', 'SYDNEY_AUSTRALIA'],
  ['Amsterdam, Netherlands', 'AMSTERDAM_NETHERLANDS'],
  ['London, UK', 'LONDON_UK'],
  ['Toronto, Canada', 'TORONTO_CANADA'],
  ['Vancouver, Canada', 'VANCOUVER_CANADA'],
  ['Frankfurt, Germany', 'FRANKFURT_GERMANY'],
]);

export function toTelnyxConnection(
  row: TelnyxConnectionJson,
  source: TelnyxSource,
  freshness: FreshnessModel,
): TelnyxConnectionModel {
  const recordType = row.record_type ?? 'unknown';
  return {
    __typename: 'TelnyxConnection',
    id: toGlobalId('TelnyxConnection', source.name, row.id),
    provider: 'TELNYX',
    source,
    nativeId: row.id,
    name: row.connection_name || `${recordType} ${row.id}`,
    // Telnyx's default.
    active: row.active ?? true,
    createdAt: row.created_at,
    freshness,
    recordType,
    connectionName: row.connection_name || null,
    updatedAt: row.updated_at,
    anchorsiteOverride: ANCHORSITES.get(row.anchorsite_override ?? '') ?? null,
    anchorsiteOverrideText: row.anchorsite_override,
    webhookEventUrl: toUrl(row.webhook_event_url),
    webhookEventFailoverUrl: toUrl(row.webhook_event_failover_url),
    webhookApiVersion: row.webhook_api_version,
    outboundVoiceProfileId: row.outbound_voice_profile_id || null,
    tags: row.tags,
  };
}

export function toActiveCall(
  row: ActiveCallJson,
  source: TelnyxSource,
  connectionId: string,
  freshness: FreshnessModel,
): ActiveCallModel {
  return {
    __typename: 'ActiveCall',
    id: toGlobalId('ActiveCall', source.name, connectionId, row.call_leg_id),
    source,
    connectionId,
    freshness,
    callControlId: row.call_control_id,
    callLegId: row.call_leg_id,
    callSessionId: row.call_session_id,
    clientState: row.client_state,
    durationSeconds: row.call_duration ?? 0,
    recordType: row.record_type ?? 'call',
  };
}

/** Telnyx says `""` for no URL at all. */
function toUrl(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? url : null;
}
