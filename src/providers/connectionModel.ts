import type { UpstreamProblem } from '../errors.ts';
import type { MergedList, SourceOutcome } from '../relay/mergedList.ts';
import type { RelayEdge } from '../relay/relayConnection.ts';
import type { SourceStatus } from '../telemetry/events.ts';
import type { Quality } from '../upstream/quality.ts';
import type { RateLimit } from '../upstream/rateBudget.ts';

export interface NodeModel {
  /** Object type in the schema, so that no `resolveType` is needed. */
  readonly __typename: string;
  /** Global ID. */
  readonly id: string;
}

/** A source as the schema shows it. */
export interface SourceModel extends NodeModel {
  readonly name: string;
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  readonly status: SourceStatus;
  readonly lastSuccessAt: Date | null;
  readonly lastProblem: UpstreamProblem | null;
  readonly lastProblemAt: Date | null;
  readonly rateLimit: RateLimit | null;
}

/** The fields that all connections have. */
export interface ConnectionModel extends NodeModel {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  readonly source: SourceModel;
  readonly nativeId: string | null;
  readonly name: string;
  readonly active: boolean;
  readonly createdAt: Date | null;
  readonly freshness: Quality;
}

export type ConnectionConnectionModel = MergedList<ConnectionModel, SourceModel>;
export type ConnectionEdgeModel = RelayEdge<ConnectionModel>;
export type SourceOutcomeModel = SourceOutcome<SourceModel>;
