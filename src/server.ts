import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Context } from './context.ts';
import { BadUserInputError, UpstreamError } from './errors.ts';
import type { SourceFactory } from './providers/provider.ts';
import { MAX_TOKENS, validationRules } from './queryLimits.ts';
import { createSchema } from './schema.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly sources: readonly SourceFactory[];
  /** Called with every error that is a mistake of ours. Clients get no word of it. */
  readonly onUnexpectedError: (error: unknown) => void;
}

export interface Server {
  /** Of the GraphQL endpoint. */
  readonly url: string;
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
  onUnexpectedError,
}: ServerOptions): Promise<Server> {
  const sources = factories.map((factory) => factory.create());
  const fastify = createHttpServer();
  const formatError = publicErrors(onUnexpectedError);

  const apollo = new ApolloServer<Context>({
    schema: createSchema(),
    introspection: true,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...validationRules],
    includeStacktraceInErrorResponses: false,
    // `close` is ours to call, by whoever started the server.
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      fastifyApolloDrainPlugin(fastify),
      // It would wrap every field's resolver, for cache hints that this schema does not give.
      ApolloServerPluginCacheControlDisabled(),
      reportedErrors(formatError),
    ],
  });
  await apollo.start();

  fastify.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    handler: fastifyApolloHandler(apollo, { context: async () => new Context(sources) }),
  });
  const close = async () => {
    await apollo.stop();
    await fastify.close();
    await Promise.all(sources.map((source) => source.close()));
  };

  const origin = await fastify.listen({ host, port }).catch(async (cause: Error) => {
    await close();
    throw new ListenError(host, port, cause);
  });
  return { url: `${origin}/graphql`, close };
}

/** Once it closes, its last answers end their connections: a client that keeps one for the next query would hold up the end. */
function createHttpServer() {
  let closing = false;
  return Fastify()
    .addHook('preClose', async () => {
      closing = true;
    })
    .addHook('onSend', async (_request, reply) => {
      if (closing) reply.header('connection', 'close');
    });
}

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Lets out the errors that are made for clients, and nothing of any other. */
function publicErrors(onUnexpectedError: (error: unknown) => void): FormatError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    if (cause instanceof UpstreamError || cause instanceof BadUserInputError) return formatted;
    // A query that is not executed at all: it cannot be read, or does not fit the schema.
    if (formatted.path === undefined && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
    // A null for an argument that takes none is found only in executing, where it comes with the place of the argument.
    if (cause instanceof GraphQLError && cause.nodes) {
      return { ...formatted, extensions: { code: 'BAD_USER_INPUT' } };
    }
    onUnexpectedError(cause);
    return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
}

/** Adds to `errors` what resolvers reported beside the values they returned. */
function reportedErrors(formatError: FormatError): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        const { reported } = contextValue;
        if (reported.length === 0 || response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        const errors = reported.map((error) =>
          formatError({ ...error.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR', ...error.extensions } }, error),
        );
        singleResult.errors = [...(singleResult.errors ?? []), ...errors];
      },
    }),
  };
}
