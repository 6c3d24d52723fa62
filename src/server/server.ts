import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { Context } from '../context.ts';
import { MAX_TOKENS, validationRulesFor } from '../graph/queryLimits.ts';
import { createSchema } from '../graph/schema.ts';
import type { SourceFactory } from '../providers/provider.ts';
import { observerFor, type Telemetry } from '../telemetry/telemetry.ts';
import { createHttpServer, refuseBadHost } from './httpServer.ts';
import { followOperations } from './operations.ts';
import { addProbes } from './probes.ts';
import { publicErrors } from './publicErrors.ts';
import { reportedErrors } from './reportedErrors.ts';

const unheard = () => undefined;

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly sources: readonly SourceFactory[];
  /** For one whole operation; what no upstream has answered by then is `UPSTREAM_TIMEOUT`. */
  readonly operationTimeoutMs: number;
  /** Told what happens, mistakes of ours included. Clients get no word of those. */
  readonly telemetry: Telemetry;
}

export interface Server {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Says that it is not ready any more, so that nobody sends it more to do. What comes all the same is still answered. */
  beginStop(): void;
  /** Finishes what is under way, then closes the sources. */
  close(): Promise<void>;
}

/** Nobody can be served at the address asked for: its port is taken, or it is not this machine's. */
export class ListenError extends Error {
  constructor(host: string, port: number, cause: Error) {
    super(`Cannot listen with HOST=${host} and PORT=${port}: ${cause.message}`, { cause });
    this.name = 'ListenError';
  }
}

/**
 * Starts the graph.
 *
 * @throws ListenError
 */
export async function startServer({
  host,
  port,
  sources: factories,
  operationTimeoutMs,
  telemetry,
}: ServerOptions): Promise<Server> {
  const { log, metrics } = telemetry;
  const observer = observerFor(telemetry);
  const sources = factories.map((factory) => factory.create(observer));
  metrics.watch(sources);

  let stopping = false;
  const beginStop = () => {
    stopping = true;
  };
  const fastify = createHttpServer(() => stopping);
  addProbes(fastify, metrics, () => stopping);

  const operations = followOperations(telemetry);
  const formatError = publicErrors(log.unexpected, operations.currentRequestId);
  const schema = createSchema();
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...validationRulesFor(schema)],
    includeStacktraceInErrorResponses: false,
    // `close` is ours to call, by whoever started the server.
    stopOnTerminationSignals: false,
    formatError,
    // It would write to the console, of errors that `unexpectedErrorProcessingRequest` hears of too.
    logger: { debug: unheard, info: unheard, warn: unheard, error: unheard },
    plugins: [
      // Before it refuses operations, those that are under way are finished.
      { serverWillStart: async () => ({ drainServer: () => fastify.close() }) },
      {
        unexpectedErrorProcessingRequest: async ({ error, requestContext }) =>
          log.unexpected(error, requestContext.contextValue.requestId),
      },
      // It would wrap every field's resolver, for cache hints that this schema does not give.
      ApolloServerPluginCacheControlDisabled(),
      reportedErrors(formatError),
      operations.plugin,
    ],
  });
  await apollo.start();

  fastify.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    onRequest: refuseBadHost,
    preHandler: operations.preHandler,
    handler: fastifyApolloHandler(apollo, {
      context: async (request, reply) => {
        const context = new Context({ sources, requestId: request.id, timeoutMs: operationTimeoutMs });
        // When the answer has gone out, and when the caller has gone without it.
        reply.raw.once('close', context.end);
        return context;
      },
    }),
  });
  const close = async () => {
    beginStop();
    await apollo.stop();
    await Promise.all(sources.map((source) => source.close()));
  };

  const origin = await fastify.listen({ host, port }).catch(async (cause: Error) => {
    await close();
    throw new ListenError(host, port, cause);
  });
  return { url: `${origin}/graphql`, beginStop, close };
}
