import { z } from 'zod';
import type { Provider as ProviderName, Resolvers } from '../__generated__/resolvers.ts';
import { UpstreamError } from '../errors.ts';
import type { GlobalId } from '../relay/globalId.ts';
import type { MergedList, SourceOutcome, SourcePage, Window } from '../relay/mergedList.ts';
import type { RelayEdge } from '../relay/relayConnection.ts';
import type { Answer } from '../upstream/answer.ts';
import type { UpstreamObserver } from '../upstream/observer.ts';
import type { Operation } from '../upstream/operation.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** A kind of upstream: everything Switchboard knows of it is behind this. `providers/index.ts` lists them all. */
export interface Provider {
  /** Value of the schema's enum `Provider`. */
  readonly name: ProviderName;
  /** The object types that its data sources read by id. */
  readonly nodeTypes: readonly string[];
  /** Validates the settings of one source, as in a configuration file. */
  readonly source: z.ZodType<SourceFactory>;
  /** The names of its settings, as in a configuration file. */
  readonly settings: readonly string[];
  /** What its environment variables start with: `TELNYX` for `TELNYX_API_KEY`. */
  readonly prefix: string;
  /** Whether other software uses the prefix too, so that an unknown variable with it is no reason for a warning. */
  readonly sharesPrefix: boolean;
  /** Variables with the prefix that the vendor's own software reads. */
  readonly foreignVariables: readonly string[];
  /** The environment variable that configures a source, shown in the welcome text. */
  readonly variable: string;
  /** The sources that environment variables ask for; none if they are not set. */
  fromEnvironment(environment: Environment): readonly EnvironmentSource[];
  readonly resolvers: Resolvers;
  /** Starts a stand-in upstream on a loopback port of its own. */
  startSandbox(): Promise<ProviderSandbox>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A source that was configured but not yet made: making it opens sockets. */
export interface SourceFactory {
  readonly name: string;
  create(observer: UpstreamObserver): Source;
}

export interface EnvironmentSource {
  /** As in a configuration file, unchecked. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Which variable each setting came from, to name it when it is wrong. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface ProviderSandbox {
  /** Settings of a source that reads from the stand-in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What is simulated, in one line. */
  readonly summary: string;
  close(): Promise<void>;
}

/** One configured server or account; the resolver's parent of the schema's interface `Source`. Lives with the process. */
export interface Source extends NodeModel {
  readonly name: string;
  readonly provider: ProviderName;
  /** The way to it, and what was seen of it. */
  readonly upstream: Upstream;
  /** The access of one operation: what is read through it is read once. */
  dataSource(operation: Operation): DataSource;
  close(): Promise<void>;
}

/** How one operation reads from one source. */
export interface DataSource {
  /** @throws UpstreamError */
  connections(window: Window, filter: ConnectionFilter): Promise<SourcePage<ConnectionModel>>;
  /**
   * The object of a global id, or null where there is none.
   *
   * @param parts of the id; their `type` is one of the provider's `nodeTypes`
   * @throws UpstreamError
   */
  node(id: string, parts: GlobalId): Promise<NodeModel | null>;
}

export interface NodeModel {
  /** Its object type in the schema, so that no resolver has to tell. */
  readonly __typename: string;
  /** Global id. */
  readonly id: string;
}

/** What all connections share; the resolver's parent of the schema's interface `Connection`. */
export interface ConnectionModel extends NodeModel {
  readonly provider: ProviderName;
  readonly source: Source;
  readonly nativeId: string | null;
  readonly name: string;
  readonly active: boolean;
  readonly createdAt: Date | null;
  readonly freshness: FreshnessModel;
}

export interface FreshnessModel {
  readonly observedAt: Date;
  /** Shown past its lifetime, because the upstream failed. */
  readonly stale: boolean;
}

export function freshnessOf({ observedAt, staleBecause }: Answer<unknown>): FreshnessModel {
  return { observedAt, stale: staleBecause !== null };
}

export type ConnectionConnectionModel = MergedList<ConnectionModel, Source>;
export type ConnectionEdgeModel = RelayEdge<ConnectionModel>;
export type SourceOutcomeModel = SourceOutcome<Source>;

/** The conditions that every provider's connections can be filtered by; null where there is none. */
export interface ConnectionFilter {
  readonly active: boolean | null;
  readonly nameContains: string | null;
  /** Inclusive. */
  readonly createdAfter: Date | null;
  /** Exclusive. */
  readonly createdBefore: Date | null;
}

export function matchesFilter(connection: ConnectionModel, filter: ConnectionFilter): boolean {
  const { active, nameContains, createdAfter, createdBefore } = filter;
  const { name, createdAt } = connection;
  return (
    (active === null || connection.active === active) &&
    (nameContains === null || name.toLowerCase().includes(nameContains.toLowerCase())) &&
    (createdAfter === null || (createdAt !== null && createdAt >= createdAfter)) &&
    (createdBefore === null || (createdAt !== null && createdAt < createdBefore))
  );
}

/** What to say of an answer that came with rows nobody could read; null if there were none. */
export function brokenRowsError({ name, provider }: Source, brokenRows: number): UpstreamError | null {
  if (brokenRows === 0) return null;
  const message = `Source "${name}" sent ${brokenRows} ${brokenRows === 1 ? 'row' : 'rows'} that could not be read; left out.`;
  return new UpstreamError('UPSTREAM_MALFORMED', message, { provider, source: name });
}

/** A setting that is a whole number; as text too, as environment variables give it. */
export function wholeNumber(least: number, most: number, otherwise: number) {
  const read = (value: unknown) => (typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value);
  const number = z
    .unknown()
    .transform(read)
    .pipe(
      z.custom<number>((value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most, {
        error: `must be a whole number from ${least} to ${most}`,
        abort: true,
      }),
    );
  return number.default(otherwise);
}

const DAY_MS = 86_400_000;

/** For how long answers of one kind are given again without asking. */
export function lifetimeSetting(otherwise: number) {
  return wholeNumber(0, DAY_MS, otherwise);
}

/** The settings that every source has. */
export const commonSettings = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
  /** For one request, from the sending to the last byte. */
  timeoutMs: wholeNumber(1, 600_000, 10_000),
  /** How many requests may be under way at once to this source, for all operations together. */
  concurrency: wholeNumber(1, 1000, 8),
  /** How often a request that failed is sent again. */
  retries: wholeNumber(0, 10, 2),
  /** The longest wait for a rate limit to end, or for the moment that `Retry-After` names. */
  waitMs: wholeNumber(0, 60_000, 2_000),
  /** After so many requests in a row that found the source out of order, none is sent for a while. */
  breakAfter: wholeNumber(1, 1000, 5),
  /** How long that while is. */
  breakMs: wholeNumber(1, 600_000, 5_000),
  /** How long past its lifetime an answer is shown, and marked, while the source fails. */
  staleMs: wholeNumber(0, DAY_MS, 300_000),
  /** The largest body that is read. */
  maxBodyBytes: wholeNumber(1_024, 1_073_741_824, 33_554_432),
  /** How much of the answers is remembered, by the size of the bodies they came in. */
  cacheBytes: wholeNumber(0, 1_073_741_824, 16_777_216),
});

export type SourceSettings = z.infer<typeof commonSettings>;

/**
 * The one source that environment variables can ask for, if any of them is set. Each setting has its own: the provider's prefix,
 * then the setting's name in capitals, as `TELNYX_API_KEY` for `apiKey`.
 *
 * @param settings the names of all settings
 */
export function sourceOfVariables(
  name: string,
  prefix: string,
  settings: readonly string[],
  environment: Environment,
): readonly EnvironmentSource[] {
  const variables = variablesOf(prefix, settings);
  const set = Object.entries(variables).flatMap(([setting, variable]) => {
    const value = environment[variable];
    return value === undefined ? [] : [[setting, value] as const];
  });
  return set.length === 0 ? [] : [{ settings: { name, ...Object.fromEntries(set) }, variables }];
}

/** Each setting's variable. The name of a source that variables ask for is not theirs to choose. */
export function variablesOf(prefix: string, settings: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings
      .filter((setting) => setting !== 'name')
      .map((setting) => [setting, `${prefix}_${setting.replace(/[A-Z]/g, '_$&').toUpperCase()}`]),
  );
}

/** Whether a text is a whole URL of http or https. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** An http or https URL. The message never repeats it: it can hold a password. */
export const httpUrl = z
  .string()
  .refine(isHttpUrl, 'must be an http:// or https:// URL')
  .refine((text) => !/[?#]/.test(text), 'must not have a query or a fragment: what follows "?" or "#"');

/** A credential: something that can stand in a header, never printed. */
export const secret = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .regex(/^[\x21-\x7e]+$/, 'must not contain spaces, line breaks or characters beyond ASCII');

/** One `Access` for each operation, made when first asked for and forgotten with the operation. */
export function perOperation<Access>(make: (operation: Operation) => Access): (operation: Operation) => Access {
  const made = new WeakMap<Operation, Access>();
  return (operation) => {
    let access = made.get(operation);
    if (access === undefined) {
      access = make(operation);
      made.set(operation, access);
    }
    return access;
  };
}
