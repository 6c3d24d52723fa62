import type { GraphQLSchema } from 'graphql';
import { request } from 'undici';
import { expect, onTestFinished } from 'vitest';
import type { AccessSettings } from '../../src/config/accessSettings.ts';
import type { AuthSettings } from '../../src/config/authSettings.ts';
import type { DocumentSettings } from '../../src/config/documentSettings.ts';
import type { FederationSettings } from '../../src/config/federationSettings.ts';
import type { LimitSettings } from '../../src/config/limitSettings.ts';
import type { WebSettings } from '../../src/config/webSettings.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { providers } from '../../src/providers/index.ts';
import type { SourceFactory } from '../../src/providers/provider.ts';
import { type ServerOptions, startServer } from '../../src/server/server.ts';
import { createLog, type Log } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { deepFreeze } from './deepFreeze.ts';
import { DEFAULTS, FEDERATION } from './serverDefaults.ts';

/** The answer to a GraphQL request. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what its query selects
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly status: number;
}

export interface Switchboard {
  readonly url: string;
  query(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** No retries, no circuit breaker and no cache, because most tests count requests. Tests of those enable them. */
const PLAIN = { retries: 0, breakAfter: 1000, staleMs: 0, cacheBytes: 0 };

/** The settings of a source, as in a configuration file. */
export type SourceSettings = Readonly<Record<string, unknown>> & { readonly provider: string };

/** Schemas have no state, and making one takes longer than starting a server. */
const schemas = new Map<string, GraphQLSchema>();

function schemaFor(federation: Partial<FederationSettings> | null): GraphQLSchema {
  const subgraph = federation && { ...FEDERATION, ...federation };
  const key = `${subgraph?.nodeFields} ${subgraph?.accessDirectives}`;
  const schema = schemas.get(key) ?? createSchema(subgraph);
  schemas.set(key, schema);
  return schema;
}

/** Starts Switchboard on a free port, for one test. Upstream data is frozen, because operations share it. Fails the test if the server has an internal error. */
export function startSwitchboard(...sources: readonly SourceSettings[]): Promise<Switchboard> {
  return startSwitchboardWith({}, ...sources);
}

export interface SwitchboardOptions {
  readonly log?: Log;
  readonly operationTimeoutMs?: number;
  readonly auth?: AuthSettings | null;
  readonly access?: Partial<AccessSettings>;
  readonly limits?: Partial<LimitSettings>;
  readonly web?: Partial<WebSettings>;
  readonly host?: string;
  readonly sockets?: ServerOptions['sockets'];
  readonly documents?: DocumentSettings;
  /** Settings of a subgraph that differ from the defaults; null: not a subgraph. */
  readonly federation?: Partial<FederationSettings> | null;
  readonly schema?: GraphQLSchema;
}

/** The same with options of the process. */
export async function startSwitchboardWith(
  {
    log = createLog('silent'),
    operationTimeoutMs = DEFAULTS.operationTimeoutMs,
    auth = null,
    access = {},
    limits = {},
    web = {},
    host = DEFAULTS.host,
    sockets = {},
    documents = DEFAULTS.documents,
    federation = null,
    schema = schemaFor(federation),
  }: SwitchboardOptions,
  ...sources: readonly SourceSettings[]
): Promise<Switchboard> {
  const unexpected: unknown[] = [];
  const server = await startServer({
    ...DEFAULTS,
    schema,
    sources: sources.map(toFactory),
    host,
    operationTimeoutMs,
    sockets,
    auth,
    access: { ...DEFAULTS.access, ...access },
    limits: { ...DEFAULTS.limits, ...limits },
    web: { ...DEFAULTS.web, ...web },
    documents,
    federation: federation && { ...FEDERATION, ...federation },
    telemetry: { log: { ...log, unexpected: (error) => unexpected.push(error) }, metrics: createMetrics() },
  });
  onTestFinished(async () => {
    await server.close();
    expect(unexpected).toEqual([]);
  });
  return {
    url: server.url,
    query: async (query, variables = {}) => {
      const { statusCode, body } = await request(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await body.json()) as Partial<Answer>;
      return { data, errors, status: statusCode };
    },
  };
}

function toFactory({ provider: name, ...settings }: SourceSettings): SourceFactory {
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) throw new Error(`Unknown provider ${name}`);
  const factory = provider.source.parse({ ...PLAIN, ...settings });
  return { ...factory, create: (observer) => factory.create({ ...observer, responseDecoded: deepFreeze }) };
}
