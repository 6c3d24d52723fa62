import type { IResolvers } from '@graphql-tools/utils';
import type { z } from 'zod';
import type { GlobalId } from '../relay/globalId.ts';
import type { SourcePage, Window } from '../relay/mergedList.ts';
import type { SourceState, UpstreamObserver } from '../telemetry/events.ts';
import type { Operation } from '../upstream/operation.ts';
import type { ConnectionFilter } from './connectionFilter.ts';
import type { ConnectionModel, NodeModel, SourceModel } from './connectionModel.ts';
import type { Environment, EnvironmentSource } from './environment.ts';

/*
 * The contract between the graph and its providers.
 */

/** A kind of upstream, such as EMS or Telnyx. `providers/index.ts` lists all of them. */
export interface Provider {
  /** Value of the schema's enum `Provider`. */
  readonly name: string;
  /** What the upstream requests of a list depend on: lists with equal keys read the same responses. */
  requestKey(argumentsOfList: Readonly<Record<string, unknown>>): unknown;
  /** The object types that its data sources read by ID. */
  readonly nodeTypes: readonly string[];
  /** Validates the settings of one source, as a configuration file gives them. */
  readonly source: z.ZodType<SourceFactory>;
  /** The names of its settings, as in a configuration file. */
  readonly settings: readonly string[];
  /** The prefix of its environment variables: `TELNYX` for `TELNYX_API_KEY`. */
  readonly prefix: string;
  /** Whether other software uses the prefix too. If so, there is no warning about unknown variables with this prefix. */
  readonly sharesPrefix: boolean;
  /** Variables with the prefix that the vendor's own software reads. */
  readonly foreignVariables: readonly string[];
  /** The environment variable that configures a source of this provider. Shown at the start of the sandbox. */
  readonly variable: string;
  /** The sources that environment variables configure; empty if none are set. */
  fromEnvironment(environment: Environment): readonly EnvironmentSource[];
  readonly resolvers: IResolvers;
  /** Starts the mock server on a loopback port of its own. */
  startSandbox(): Promise<ProviderSandbox>;
}

/** A source that is configured but not created yet. */
export interface SourceFactory {
  readonly name: string;
  create(observer: UpstreamObserver): Source;
}

export interface ProviderSandbox {
  /** The settings of a source that reads from the mock server. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the mock server contains, in one line. */
  readonly summary: string;
  close(): Promise<void>;
}

/** One configured server or account. Lives as long as the process. */
export interface Source extends SourceModel, SourceState {
  /** The access of one operation to this source. Its loaders make sure that the operation reads nothing twice. */
  dataSource(operation: Operation): DataSource;
  close(): Promise<void>;
}

/** How one operation reads from one source. */
export interface DataSource {
  /** @throws UpstreamError */
  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<ConnectionModel>>;
  /**
   * The object of a global ID, or null if there is none.
   *
   * @param parts of the ID; their `type` is one of the provider's `nodeTypes`
   * @throws UpstreamError
   */
  node(id: string, parts: GlobalId): Promise<NodeModel | null>;
}
