import { UpstreamError } from '../../errors.ts';
import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayConnection, RelayEdge } from '../../relay/relayConnection.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, NodeModel, SourceModel } from '../connectionModel.ts';
import type { ActiveCallJson, TelnyxConnectionJson } from './api.ts';
import { toClientState } from './clientState.ts';
import { toWebhookUrl } from './webhookUrl.ts';

export interface TelnyxConnectionModel extends ConnectionModel {
  readonly __typename: 'TelnyxConnection';
  readonly provider: 'TELNYX';
  readonly nativeId: string;
  readonly recordType: string;
  readonly connectionName: string | null;
  readonly updatedAt: Date | null;
  readonly anchorsiteOverride: TelnyxAnchorsite | null;
  readonly anchorsiteOverrideText: string | null;
  readonly webhookEventUrl: string | null;
  readonly webhookEventUrlText: string | null;
  readonly webhookEventFailoverUrl: string | null;
  readonly webhookEventFailoverUrlText: string | null;
  readonly webhookApiVersion: string | null;
  readonly outboundVoiceProfileId: string | null;
  readonly tags: readonly string[];
}
export type TelnyxConnectionConnectionModel = MergedList<TelnyxConnectionModel, SourceModel>;
export type TelnyxConnectionEdgeModel = RelayEdge<TelnyxConnectionModel>;

export interface ActiveCallModel extends NodeModel {
  readonly __typename: 'ActiveCall';
  readonly source: SourceModel;
  readonly connectionId: string;
  readonly callControlId: string | null;
  readonly callLegId: string;
  readonly callSessionId: string;
  readonly clientState: string | null;
  readonly durationSeconds: number;
  readonly recordType: string;
  readonly freshness: Quality;
}
/** A page of a connection's calls. What Telnyx does not report is null. */
export interface ActiveCallsPage {
  /** In list order. */
  readonly edges: readonly RelayEdge<ActiveCallModel>[];
  /** Whether there are calls before and after the page; null if unknown. */
  readonly morePrevious: boolean | null;
  readonly moreNext: boolean | null;
  /** Number of calls of the connection; null if unknown. */
  readonly total: number | null;
  readonly quality: Quality;
}
/** A value that is unknown is an error when it is selected, because a wrong number would be worse. */
export interface ActiveCallConnectionModel extends RelayConnection<ActiveCallModel> {
  readonly totalCount: number;
  readonly freshness: Quality;
}
export type ActiveCallEdgeModel = RelayEdge<ActiveCallModel>;

const ANCHORSITES = {
  Latency: 'LATENCY',
  'Chicago, IL': 'CHICAGO_IL',
  'Ashburn, VA': 'ASHBURN_VA',
  'San Jose, CA': 'SAN_JOSE_CA',
  'Sydney, Australia': 'SYDNEY_AUSTRALIA',
  'Amsterdam, Netherlands': 'AMSTERDAM_NETHERLANDS',
  'London, UK': 'LONDON_UK',
  'Toronto, Canada': 'TORONTO_CANADA',
  'Vancouver, Canada': 'VANCOUVER_CANADA',
  'Frankfurt, Germany': 'FRANKFURT_GERMANY',
} as const;
export type TelnyxAnchorsite = (typeof ANCHORSITES)[keyof typeof ANCHORSITES];

const ANCHORSITE_BY_NAME: ReadonlyMap<string, TelnyxAnchorsite> = new Map(Object.entries(ANCHORSITES));

/** The connection that a row of `GET /connections` describes. */
export function toTelnyxConnection(
  row: TelnyxConnectionJson,
  source: SourceModel,
  redactor: Redactor,
  freshness: Quality,
): TelnyxConnectionModel {
  const recordType = redactor.text(row.record_type) ?? 'unknown';
  const connectionName = redactor.name(row.connection_name || null);
  const webhookEvent = toWebhookUrl(row.webhook_event_url, redactor);
  const webhookEventFailover = toWebhookUrl(row.webhook_event_failover_url, redactor);
  return {
    __typename: 'TelnyxConnection',
    id: toGlobalId('TelnyxConnection', source.name, row.id),
    provider: 'TELNYX',
    source,
    nativeId: row.id,
    name: connectionName ?? `${recordType} ${row.id}`,
    // True is Telnyx's default.
    active: row.active ?? true,
    createdAt: row.created_at,
    freshness,
    recordType,
    connectionName,
    updatedAt: row.updated_at,
    anchorsiteOverride: ANCHORSITE_BY_NAME.get(row.anchorsite_override ?? '') ?? null,
    anchorsiteOverrideText: redactor.text(row.anchorsite_override),
    webhookEventUrl: webhookEvent.url,
    webhookEventUrlText: webhookEvent.text,
    webhookEventFailoverUrl: webhookEventFailover.url,
    webhookEventFailoverUrlText: webhookEventFailover.text,
    webhookApiVersion: redactor.text(row.webhook_api_version),
    outboundVoiceProfileId: redactor.name(row.outbound_voice_profile_id || null),
    tags: row.tags.map((tag) => redactor.name(tag)),
  };
}

/** The call that a row of `GET /connections/{id}/active_calls` describes. */
export function toActiveCall(
  row: ActiveCallJson,
  source: SourceModel,
  redactor: Redactor,
  connectionId: string,
  freshness: Quality,
): ActiveCallModel {
  const callLegId = redactor.name(row.call_leg_id);
  return {
    __typename: 'ActiveCall',
    id: toGlobalId('ActiveCall', source.name, connectionId, callLegId),
    source,
    connectionId,
    freshness,
    callControlId: redactor.name(row.call_control_id),
    callLegId,
    callSessionId: redactor.name(row.call_session_id),
    clientState: row.client_state === null ? null : toClientState(row.client_state, redactor),
    durationSeconds: row.call_duration ?? 0,
    recordType: redactor.text(row.record_type) ?? 'call',
  };
}

export function toActiveCallConnection(
  { edges, morePrevious, moreNext, total, quality }: ActiveCallsPage,
  source: SourceModel,
): ActiveCallConnectionModel {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      get hasPreviousPage() {
        return known(morePrevious, source, 'whether there are calls before these');
      },
      get hasNextPage() {
        return known(moreNext, source, 'whether there are calls after these');
      },
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    get totalCount() {
      return known(total, source, 'how many active calls there are');
    },
    freshness: quality,
  };
}

/** @throws UpstreamError if the value is unknown */
function known<Value>(value: Value | null, { name, provider }: SourceModel, what: string): Value {
  if (value !== null) return value;
  const message = `Source "${name}" does not report ${what}.`;
  throw new UpstreamError('UPSTREAM_MALFORMED', message, { provider, source: name });
}
