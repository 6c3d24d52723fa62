import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import type { MergedList } from '../../relay/mergedList.ts';
import type { RelayEdge } from '../../relay/relayConnection.ts';
import { moment } from '../../upstream/decode.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { ConnectionModel, SourceModel } from '../connectionModel.ts';
import type { TelnyxConnectionJson } from './rows.ts';
import { toWebhookUrl } from './webhookUrl.ts';

/** What the models of one response have in common. */
export interface TelnyxResponse {
  readonly source: SourceModel;
  readonly redactor: Redactor;
  readonly freshness: Quality;
}

export type TelnyxConnectionConnectionModel = MergedList<TelnyxConnectionModel, SourceModel>;
export type TelnyxConnectionEdgeModel = RelayEdge<TelnyxConnectionModel>;

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

/** The connection that a row of `GET /connections` describes. Fields are computed when they are selected. Only the model sees the row. */
export class TelnyxConnectionModel implements ConnectionModel {
  readonly __typename = 'TelnyxConnection';
  readonly provider = 'TELNYX';
  readonly #row: TelnyxConnectionJson;
  readonly #response: TelnyxResponse;
  #id: string | null = null;
  #connectionName: string | null | undefined;
  #createdAt: Date | null | undefined;

  constructor(row: TelnyxConnectionJson, response: TelnyxResponse) {
    this.#row = row;
    this.#response = response;
  }

  get id(): string {
    this.#id ??= toGlobalId('TelnyxConnection', this.source.name, this.nativeId);
    return this.#id;
  }

  get source(): SourceModel {
    return this.#response.source;
  }

  get nativeId(): string {
    return this.#row.id;
  }

  get name(): string {
    return this.connectionName ?? `${this.recordType} ${this.nativeId}`;
  }

  /** True is Telnyx's default. */
  get active(): boolean {
    return this.#row.active ?? true;
  }

  get createdAt(): Date | null {
    if (this.#createdAt === undefined) this.#createdAt = moment(this.#row.created_at);
    return this.#createdAt;
  }

  get freshness(): Quality {
    return this.#response.freshness;
  }

  get recordType(): string {
    return this.#redactor.text(this.#row.record_type) ?? 'unknown';
  }

  get connectionName(): string | null {
    if (this.#connectionName === undefined) {
      this.#connectionName = this.#redactor.name(this.#row.connection_name || null);
    }
    return this.#connectionName;
  }

  get updatedAt(): Date | null {
    return moment(this.#row.updated_at);
  }

  get anchorsiteOverride(): TelnyxAnchorsite | null {
    return ANCHORSITE_BY_NAME.get(this.#row.anchorsite_override ?? '') ?? null;
  }

  get anchorsiteOverrideText(): string | null {
    return this.#redactor.text(this.#row.anchorsite_override);
  }

  get webhookEventUrl(): string | null {
    return toWebhookUrl(this.#row.webhook_event_url, this.#redactor).url;
  }

  get webhookEventUrlText(): string | null {
    return toWebhookUrl(this.#row.webhook_event_url, this.#redactor).text;
  }

  get webhookEventFailoverUrl(): string | null {
    return toWebhookUrl(this.#row.webhook_event_failover_url, this.#redactor).url;
  }

  get webhookEventFailoverUrlText(): string | null {
    return toWebhookUrl(this.#row.webhook_event_failover_url, this.#redactor).text;
  }

  get webhookApiVersion(): string | null {
    return this.#redactor.text(this.#row.webhook_api_version);
  }

  get outboundVoiceProfileId(): string | null {
    return this.#redactor.name(this.#row.outbound_voice_profile_id || null);
  }

  get tags(): readonly string[] {
    return this.#row.tags.map((tag) => this.#redactor.name(tag));
  }

  get #redactor(): Redactor {
    return this.#response.redactor;
  }
}
