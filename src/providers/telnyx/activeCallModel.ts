import { UpstreamError } from '../../errors.ts';
import type { Redactor } from '../../redaction/redactor.ts';
import { toGlobalId } from '../../relay/globalId.ts';
import {
  edgesOf,
  type PageCursors,
  PageEnds,
  type PageInfo,
  type RelayConnection,
  type RelayEdge,
} from '../../relay/relayConnection.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { NodeModel, SourceModel } from '../connectionModel.ts';
import { toClientState } from './clientState.ts';
import type { TelnyxResponse } from './model.ts';
import type { ActiveCallJson } from './rows.ts';

/** A page of a connection's calls. What Telnyx does not report is null. */
export interface ActiveCallsPage {
  /** In list order. */
  readonly calls: readonly ActiveCallModel[];
  readonly cursors: PageCursors;
  /** Whether there are calls before and after the page; null if unknown. */
  readonly morePrevious: boolean | null;
  readonly moreNext: boolean | null;
  /** Number of calls of the connection; null if unknown. */
  readonly total: number | null;
  readonly quality: Quality;
}
export type ActiveCallEdgeModel = RelayEdge<ActiveCallModel>;

/** The call that a row of `GET /connections/{id}/active_calls` describes. */
export class ActiveCallModel implements NodeModel {
  readonly __typename = 'ActiveCall';
  readonly connectionId: string;
  readonly #row: ActiveCallJson;
  readonly #response: TelnyxResponse;
  #id: string | null = null;
  #callLegId: string | null = null;

  constructor(row: ActiveCallJson, connectionId: string, response: TelnyxResponse) {
    this.connectionId = connectionId;
    this.#row = row;
    this.#response = response;
  }

  get id(): string {
    this.#id ??= toGlobalId('ActiveCall', this.source.name, this.connectionId, this.callLegId);
    return this.#id;
  }

  get source(): SourceModel {
    return this.#response.source;
  }

  get freshness(): Quality {
    return this.#response.freshness;
  }

  get callControlId(): string | null {
    return this.#redactor.name(this.#row.call_control_id);
  }

  get callLegId(): string {
    this.#callLegId ??= this.#redactor.name(this.#row.call_leg_id);
    return this.#callLegId;
  }

  get callSessionId(): string {
    return this.#redactor.name(this.#row.call_session_id);
  }

  get clientState(): string | null {
    const { client_state } = this.#row;
    return client_state === null ? null : toClientState(client_state, this.#redactor);
  }

  get durationSeconds(): number {
    return this.#row.call_duration ?? 0;
  }

  get recordType(): string {
    return this.#redactor.text(this.#row.record_type) ?? 'call';
  }

  get #redactor(): Redactor {
    return this.#response.redactor;
  }
}

/** A value that is unknown is an error when it is selected, because a wrong number would be worse. */
export class ActiveCallConnectionModel implements RelayConnection<ActiveCallModel> {
  readonly nodes: readonly ActiveCallModel[];
  readonly pageInfo: PageInfo;
  readonly freshness: Quality;
  readonly #page: ActiveCallsPage;
  readonly #source: SourceModel;

  constructor(page: ActiveCallsPage, source: SourceModel) {
    this.nodes = page.calls;
    this.pageInfo = new ActiveCallPageInfo(page, source);
    this.freshness = page.quality;
    this.#page = page;
    this.#source = source;
  }

  get edges(): readonly RelayEdge<ActiveCallModel>[] {
    return edgesOf(this.nodes, this.#page.cursors);
  }

  get totalCount(): number {
    return known(this.#page.total, this.#source, 'how many active calls there are');
  }
}

class ActiveCallPageInfo extends PageEnds implements PageInfo {
  readonly #page: ActiveCallsPage;
  readonly #source: SourceModel;

  constructor(page: ActiveCallsPage, source: SourceModel) {
    super(page.cursors);
    this.#page = page;
    this.#source = source;
  }

  get hasPreviousPage(): boolean {
    return known(this.#page.morePrevious, this.#source, 'whether there are calls before these');
  }

  get hasNextPage(): boolean {
    return known(this.#page.moreNext, this.#source, 'whether there are calls after these');
  }
}

/** @throws UpstreamError if the value is unknown */
function known<Value>(value: Value | null, { name, provider }: SourceModel, what: string): Value {
  if (value !== null) return value;
  const message = `Source "${name}" does not report ${what}.`;
  throw new UpstreamError('UPSTREAM_MALFORMED', message, { provider, source: name });
}
