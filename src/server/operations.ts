import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Caller, Context } from '../context.ts';
import type { AnswerOrigin, OperationEvent } from '../telemetry/events.ts';
import { endOperationSpan, inSpan, type OperationSpan, startOperationSpan } from '../telemetry/operationSpan.ts';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';

/** Clients choose the names of operations, of any length. */
const MAX_NAME_LENGTH = 100;

/** What is known so far about one request to the GraphQL endpoint. */
export interface Progress {
  readonly requestId: string;
  readonly caller: Caller;
  readonly span: OperationSpan;
  /** As `performance.now()`. */
  readonly startedAt: number;
  name: string | null;
  type: OperationEvent['type'];
  from: AnswerOrigin;
  /** Null until it is complete. If it has several parts, what is complete so far. */
  result: Pick<FormattedExecutionResult, 'data' | 'errors'> | null;
  /** The error's code, if Apollo Server rejected the request before it read a query. */
  rejection: string | null;
}

export interface Operations {
  /** Starts to observe a request to the GraphQL endpoint. When the request ends, logs and counts the operation. */
  begin(request: FastifyRequest, reply: FastifyReply): Progress;
  /** Runs something for the request in Apollo Server, so that `plugin` and `currentRequestId` know which request it is. */
  runInApollo<Result>(progress: Progress, run: () => Result): Result;
  /** Observes the operation. Must be the last plugin that changes the answer. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** ID of the request that Apollo Server is handling; null outside of a request. */
  readonly currentRequestId: () => string | null;
}

/** Logs and counts each operation when its answer was sent, or when the client disconnected. */
export function trackOperations(telemetry: Telemetry, callerOf: (request: FastifyRequest) => Caller): Operations {
  const current = new AsyncLocalStorage<Progress>();

  const end = (progress: Progress, { raw: response }: FastifyReply) => {
    const answered = response.writableFinished;
    const { requestId, startedAt, rejection, span } = progress;
    const caller = progress.caller.name;
    const durationMs = performance.now() - startedAt;
    const operation = rejection !== null ? null : { ...outcomeOf(progress, answered), durationMs };
    endOperationSpan(span, answered ? response.statusCode : null, operation);
    if (operation !== null) {
      telemetry.log.operation(operation);
      telemetry.metrics.operation(operation);
    } else if (rejection !== null) {
      reportRejected(telemetry, { requestId, caller, status: response.statusCode, code: rejection });
    }
  };

  return {
    begin(request, reply) {
      const { id: requestId, method, headers, routeOptions } = request;
      const span = startOperationSpan({ method, route: routeOptions.url ?? '', headers });
      const progress: Progress = {
        requestId,
        caller: callerOf(request),
        span,
        startedAt: performance.now(),
        name: null,
        type: null,
        from: 'execution',
        result: null,
        rejection: null,
      };
      reply.raw.on('close', () => end(progress, reply));
      return progress;
    },

    runInApollo: (progress, run) => inSpan(progress.span, () => current.run(progress, run)),

    currentRequestId: () => current.getStore()?.requestId ?? null,

    plugin: {
      invalidRequestWasReceived: async ({ error }) => {
        const progress = current.getStore();
        if (progress !== undefined && error instanceof GraphQLError) progress.rejection = codeOf(error);
      },
      requestDidStart: async ({ request }) => {
        const progress = current.getStore();
        if (progress === undefined) return;
        progress.name = request.operationName ?? null;
        return {
          didResolveOperation: async ({ operation, operationName }) => {
            progress.type = operation?.operation ?? null;
            progress.name = operationName ?? progress.name;
          },
          willSendResponse: async ({ response: { body } }) => {
            if (body.kind === 'single') {
              progress.result = body.singleResult;
              return;
            }
            progress.result = body.initialResult;
            Object.assign(body, { subsequentResults: observed(body.subsequentResults, progress) });
          },
        };
      },
    },
  };
}

interface LaterResult {
  readonly incremental?: readonly Pick<FormattedExecutionResult, 'errors'>[];
}

/** Adds the errors of the later parts of an answer to the result while they are sent. */
async function* observed(parts: AsyncIterable<LaterResult>, progress: Progress): AsyncGenerator<LaterResult> {
  for await (const part of parts) {
    const { errors: before = [], ...result } = progress.result ?? {};
    const errors = part.incremental?.flatMap((one) => one.errors ?? []) ?? [];
    progress.result = { ...result, errors: [...before, ...errors] };
    yield part;
  }
}

function codeOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> }): string | null {
  return extensions?.['code'] ? String(extensions['code']) : null;
}

const NO_CODES: readonly string[] = [];

function outcomeOf({ requestId, caller, name, type, from, result }: Progress, answered: boolean) {
  const known = { requestId, caller: caller.name, name: name?.slice(0, MAX_NAME_LENGTH) ?? null, type, from };
  const codes = result?.errors ? [...new Set(result.errors.flatMap((error) => codeOf(error) ?? []))] : NO_CODES;
  if (!answered) return { ...known, outcome: 'cancelled', codes } as const;
  if (!result?.data) return { ...known, outcome: 'error', codes } as const;
  return { ...known, outcome: codes.length === 0 ? 'ok' : 'partial', codes } as const;
}
