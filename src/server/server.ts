import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import type { GraphQLSchema } from 'graphql';
import type { AccessSettings } from '../config/accessSettings.ts';
import type { AuthSettings } from '../config/authSettings.ts';
import type { DocumentSettings } from '../config/documentSettings.ts';
import type { FederationSettings } from '../config/federationSettings.ts';
import type { LimitSettings } from '../config/limitSettings.ts';
import type { WebSettings } from '../config/webSettings.ts';
import { Context } from '../context.ts';
import { Executor } from '../graph/execution/executor.ts';
import { MAX_TOKENS, validationRules } from '../graph/queryLimits.ts';
import { createSchema } from '../graph/schema.ts';
import { readTrustedDocuments } from '../graph/trustedDocuments.ts';
import type { SourceFactory } from '../providers/provider.ts';
import { observerFor, type Telemetry } from '../telemetry/telemetry.ts';
import { createCallers, requireScope } from './auth/callers.ts';
import { limitOperations } from './auth/rateLimit.ts';
import { drainable } from './drain.ts';
import { addExplorerFiles, answerBrowsers } from './explorer/explorer.ts';
import { FinishedAnswers } from './finishedAnswers.ts';
import { graphqlRoute } from './graphqlRoute.ts';
import { createHttpServer, GRAPHQL_PATH } from './httpServer.ts';
import { httpStatuses } from './httpStatus.ts';
import { hideSuggestions, introspectionRules, sdlRules } from './introspection.ts';
import { KnownDocuments } from './knownDocuments.ts';
import { listen } from './localhost.ts';
import { trackOperations } from './operations.ts';
import { operationExecutor, partsExecutor, plannedExecution } from './plannedExecution.ts';
import { addMetrics, addProbes } from './probes.ts';
import { publicErrors } from './publicErrors.ts';
import { rejectOtherForms } from './requestForm.ts';
import { shortMessages } from './shortMessages.ts';
import { SOCKET_LIMITS, type SocketLimits } from './socketLimits.ts';
import { documentsByHash } from './trustedRequests.ts';

const ignore = () => undefined;

/** Enough to fix a query. */
const MAX_VALIDATION_ERRORS = 10;

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly sources: readonly SourceFactory[];
  /** Deadline for a whole operation. Sources that have not responded by then fail with `UPSTREAM_TIMEOUT`. */
  readonly operationTimeoutMs: number;
  /** The credentials that are accepted; null: callers are not authenticated. */
  readonly auth: AuthSettings | null;
  readonly access: AccessSettings;
  readonly limits: LimitSettings;
  readonly web: WebSettings;
  readonly documents: DocumentSettings;
  /** Null: not a subgraph, so there are no fields for routers. */
  readonly federation: FederationSettings | null;
  /** By default `SOCKET_LIMITS`. */
  readonly sockets?: Partial<SocketLimits>;
  /** Made by `createSchema`, for several servers in one process; one of its own by default. */
  readonly schema?: GraphQLSchema;
  /** Receives all events and internal errors. Of an internal error, clients see only the request ID. */
  readonly telemetry: Telemetry;
}

export interface Server {
  /** URL of the GraphQL endpoint. */
  readonly url: string;
  /** Reports not ready from now on, so that load balancers send no new requests. Requests that still arrive are answered. */
  beginShutdown(): void;
  /** Requests that have no complete answer yet. */
  requestsInFlight(): number;
  /** Answers the requests in flight, then closes the sources. */
  close(): Promise<void>;
}

/** The server cannot listen on the configured address: the port is in use, or the address is not local. */
export class ListenError extends Error {
  constructor(host: string, port: number, cause: Error) {
    super(`Cannot listen with HOST=${host} and PORT=${port}: ${cause.message}`, { cause });
    this.name = 'ListenError';
  }
}

/**
 * Starts the server.
 *
 * @throws ListenError
 * @throws TrustedDocumentsError
 */
export async function startServer({
  host,
  port,
  sources: factories,
  operationTimeoutMs,
  limits,
  auth,
  access,
  web,
  documents: { manifest, trustedOnly },
  federation,
  sockets,
  telemetry,
  schema = createSchema(federation),
}: ServerOptions): Promise<Server> {
  const trusted = manifest === null ? null : readTrustedDocuments(manifest, schema);
  const byHash = documentsByHash(trusted, trustedOnly, web.persistedQueries);

  const { log, metrics } = telemetry;
  const observer = observerFor(telemetry);
  const sources = factories.map((factory) => factory.create(observer));
  metrics.watch(sources);

  let shuttingDown = false;
  const isShuttingDown = () => shuttingDown;
  const beginShutdown = () => {
    shuttingDown = true;
  };
  const isAuthenticated = auth !== null;
  const fastify = createHttpServer({
    hosts: { host, allowedHosts: web.allowedHosts, isAuthenticated },
    corsOrigins: web.corsOrigins,
    connections: web,
    sockets: { ...SOCKET_LIMITS, ...sockets },
    trustedProxies: access.trustedProxies,
    telemetry,
    isShuttingDown,
  });
  const drain = drainable(fastify);
  const callers = createCallers(auth, log);
  const metricsAccess = access.publicMetrics ? [] : [callers.requireCaller, requireScope('sources:read', callers)];
  addProbes(fastify, isShuttingDown);
  if (web.metrics === 'on') addMetrics(fastify, metrics, metricsAccess);

  const operations = trackOperations(telemetry, callers.callerOf);
  const formatError = shortMessages(hideSuggestions(web.introspection, publicErrors(log.unexpected)));
  const executor = new Executor(schema, limits);
  const execute = operationExecutor(executor, formatError);
  const known = new KnownDocuments();
  const explorer = web.explorer ?? (isAuthenticated ? 'off' : 'on');
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    validationRules: [
      ...validationRules,
      ...introspectionRules(web.introspection),
      ...sdlRules(federation?.sdl ?? 'on'),
    ],
    includeStacktraceInErrorResponses: false,
    // main.ts handles the signals, and calls `close`.
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, operations.currentRequestId()),
    // Without the line break that Apollo Server adds.
    stringifyResult: (result) => JSON.stringify(result),
    ...byHash.options,
    // Apollo's own logging would duplicate `unexpectedErrorProcessingRequest`.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    plugins: [
      // Apollo Server keeps executing operations until those in flight are answered.
      { serverWillStart: async () => ({ drainServer: drain.close }) },
      {
        unexpectedErrorProcessingRequest: async ({ error, requestContext }) =>
          log.unexpected(error, requestContext.contextValue.requestId),
      },
      // Nothing about operations is sent to Apollo, whatever its environment variables say.
      ApolloServerPluginUsageReportingDisabled(),
      // A trace tells clients how long operations take. Apollo Server adds it to the answers of every subgraph by itself.
      federation?.tracing === 'on' ? ApolloServerPluginInlineTrace() : ApolloServerPluginInlineTraceDisabled(),
      // Cache control would wrap the resolver of every field, but this schema has no cache hints.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ...byHash.plugins,
      known.plugin,
      plannedExecution(execute, partsExecutor(executor, formatError)),
      operations.plugin,
      httpStatuses,
    ],
  });
  await apollo.start();

  addExplorerFiles(fastify, explorer, GRAPHQL_PATH);
  fastify.route({
    url: GRAPHQL_PATH,
    method: ['GET', 'POST'],
    // Apollo Server does not support HEAD.
    exposeHeadRoute: false,
    onRequest: [
      answerBrowsers(explorer, GRAPHQL_PATH),
      callers.requireCaller,
      limitOperations(access.operationsPerMinute, callers),
    ],
    preHandler: rejectOtherForms(callers),
    handler: graphqlRoute({
      apollo,
      known,
      finished: new FinishedAnswers(limits.answerCacheBytes),
      execute,
      operations,
      createContext: (request, elapsedMs) =>
        new Context({
          sources,
          requestId: request.id,
          caller: callers.callerOf(request),
          timeoutMs: Math.max(0, operationTimeoutMs - elapsedMs),
          maxUpstreamRequests: limits.maxUpstreamRequests,
        }),
    }),
  });
  const close = async () => {
    beginShutdown();
    await apollo.stop();
    await Promise.all([callers, ...sources].map((closeable) => closeable.close()));
  };

  const origin = await listen(fastify, host, port).catch(async (cause: Error) => {
    await close();
    throw new ListenError(host, port, cause);
  });
  return { url: `${origin}${GRAPHQL_PATH}`, beginShutdown, requestsInFlight: drain.requestsInFlight, close };
}
