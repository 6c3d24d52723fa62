import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Context } from '../context.ts';
import { inSpan } from '../telemetry/operationSpan.ts';
import { answerKey } from './answerKey.ts';
import type { FinishedAnswers } from './finishedAnswers.ts';
import { statusOfAnswer } from './httpStatus.ts';
import { IdenticalOperations, type SharedAnswer } from './identicalOperations.ts';
import type { KnownDocuments, KnownRequest } from './knownDocuments.ts';
import type { Operations, Progress } from './operations.ts';
import { COST_HEADER, type ExecuteOperation } from './plannedExecution.ts';
import { GRAPHQL_RESPONSE_TYPE } from './rejection.ts';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  readonly known: KnownDocuments;
  readonly finished: FinishedAnswers;
  readonly execute: ExecuteOperation;
  readonly operations: Operations;
  /** @param elapsedMs since the request began */
  readonly createContext: (request: FastifyRequest, elapsedMs: number) => Context;
}

/** Above this, Node.js would warn of a leak. */
const MAX_LISTENERS = 20;

/** What is logged of a finished answer that is sent again. None of them has errors. */
const FINISHED = { data: {} };

/**
 * Answers requests to the GraphQL endpoint. An operation of a known document gets a finished answer, or the answer of an identical
 * operation in flight, or is executed. All other requests go through Apollo Server.
 */
export function graphqlRoute(options: GraphqlRouteOptions): RouteHandlerMethod {
  const { apollo, known, finished, execute, operations, createContext } = options;
  const identical = new IdenticalOperations();

  /** The context of an operation that is executed for this request only. */
  const ownContext = (request: FastifyRequest, { raw }: FastifyReply, elapsedMs = 0) => {
    const context = createContext(request, elapsedMs);
    // When the answer was sent, or when the client disconnects. It may have done so while it waited for an execution that ended with nothing.
    if (raw.destroyed) context.end();
    else raw.on('close', context.end);
    return context;
  };
  const answerInApollo = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      // Fastify adds more listeners to send an answer in several parts.
      reply.raw.setMaxListeners(MAX_LISTENERS);
      return ownContext(request, reply);
    },
  });

  function answerKnown(found: KnownRequest, request: FastifyRequest, reply: FastifyReply, progress: Progress) {
    progress.type = found.operation.operation;
    progress.name = found.operation.name?.value ?? null;
    const wantsCost = COST_HEADER in request.headers;
    // The cost is that of an execution.
    const key = wantsCost ? null : answerKey(found, progress.caller);
    const body = key === null ? null : finished.get(key);
    if (body === null) return answerAnew(found, key, wantsCost, request, reply, progress);
    progress.from = 'cache';
    progress.result = FINISHED;
    reply.header('content-type', found.answerType).send(body);
    return undefined;
  }

  async function answerAnew(
    { document, operation, variables, answerType }: KnownRequest,
    key: string | null,
    wantsCost: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
    progress: Progress,
  ): Promise<Buffer> {
    const run = async (context: Context): Promise<SharedAnswer> => {
      const answer = await execute({ document, operation, variables, context, wantsCost });
      const body = Buffer.from(JSON.stringify(answer.result));
      if (key !== null && answer.isLasting) finished.store(key, body, context.used);
      return { ...answer, body, isForAll: !context.signal.aborted && !hasInternalError(answer.result) };
    };
    const shared = key === null ? null : await join(key, run, request, reply, progress);
    const elapsedMs = performance.now() - progress.startedAt;
    const { status = 200, result, body } = shared ?? (await run(ownContext(request, reply, elapsedMs)));
    progress.result = result;
    reply.code(statusOfAnswer(status, answerType === GRAPHQL_RESPONSE_TYPE)).header('content-type', answerType);
    return body;
  }

  /** The answer of an execution that this request starts or joins; null if this request must be executed itself. */
  async function join(
    key: string,
    run: (context: Context) => Promise<SharedAnswer>,
    request: FastifyRequest,
    reply: FastifyReply,
    progress: Progress,
  ): Promise<SharedAnswer | null> {
    // Callers do not share, because each has a queue of its own for upstream requests.
    const { isJoined, answer, leave } = identical.join(
      `${progress.caller.key} ${key}`,
      () => createContext(request, 0),
      run,
    );
    reply.raw.on('close', leave);
    if (!isJoined) return answer;
    const shared = await answer.catch(() => null);
    if (shared === null || !shared.isForAll) return null;
    progress.from = 'coalesced';
    return shared;
  }

  return function (request, reply) {
    const progress = operations.begin(request, reply);
    const found = known.find(request);
    return found === null
      ? operations.runInApollo(progress, () => answerInApollo.call(this, request, reply))
      : inSpan(progress.span, () => answerKnown(found, request, reply, progress));
  };
}

function hasInternalError({ errors = [] }: SharedAnswer['result']): boolean {
  return errors.some(({ extensions }) => extensions?.['code'] === 'INTERNAL_SERVER_ERROR');
}
