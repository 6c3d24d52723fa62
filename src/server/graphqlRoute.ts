import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Context } from '../context.ts';
import { inSpan } from '../telemetry/operationSpan.ts';
import { statusOfAnswer } from './httpStatus.ts';
import type { KnownDocuments, KnownRequest } from './knownDocuments.ts';
import type { Operations, Progress } from './operations.ts';
import { COST_HEADER, type ExecuteOperation } from './plannedExecution.ts';
import { GRAPHQL_RESPONSE_TYPE } from './rejection.ts';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  readonly known: KnownDocuments;
  readonly execute: ExecuteOperation;
  readonly operations: Operations;
  readonly createContext: (request: FastifyRequest) => Context;
}

/** Answers requests to the GraphQL endpoint: operations of known documents at once, all others through Apollo Server. */
export function graphqlRoute(options: GraphqlRouteOptions): RouteHandlerMethod {
  const { apollo, known, execute, operations, createContext } = options;

  const contextOf = (request: FastifyRequest, { raw }: FastifyReply) => {
    const context = createContext(request);
    // When the answer was sent, or when the client disconnects.
    raw.on('close', context.end);
    return context;
  };
  const answerInApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });

  const answerKnown = async (found: KnownRequest, request: FastifyRequest, reply: FastifyReply, progress: Progress) => {
    const { document, operation, variables, answerType } = found;
    progress.type = operation.operation;
    progress.name = operation.name?.value ?? null;
    const context = contextOf(request, reply);
    const wantsCost = COST_HEADER in request.headers;
    const { status = 200, result } = await execute({ document, operation, variables, context, wantsCost });
    progress.result = result;
    reply.code(statusOfAnswer(status, answerType === GRAPHQL_RESPONSE_TYPE)).header('content-type', answerType);
    return JSON.stringify(result);
  };

  return function (request, reply) {
    const progress = operations.begin(request, reply);
    const found = known.find(request);
    return found === null
      ? operations.runInApollo(progress, () => answerInApollo.call(this, request, reply))
      : inSpan(progress.span, () => answerKnown(found, request, reply, progress));
  };
}
