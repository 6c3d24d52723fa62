import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import { context } from '@opentelemetry/api';
import type { FastifyRequest, preHandlerHookHandler } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Caller, Context } from '../context.ts';
import type { OperationEvent } from '../telemetry/events.ts';
import { endOperationSpan, startOperationSpan } from '../telemetry/operationSpan.ts';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';

/** Clients choose the names of operations, of any length. */
const MAX_NAME_LENGTH = 100;

/** What is known so far about one request to the GraphQL endpoint. */
interface Progress extends Pick<OperationEvent, 'requestId' | 'caller'> {
  name: string | null;
  type: OperationEvent['type'];
  /** Null until it is complete. */
  result: FormattedExecutionResult | null;
  /** The error's code, if Apollo Server rejected the request before it read a query. */
  rejection: string | null;
}

export interface Operations {
  /** Starts a span for a request to the GraphQL endpoint. When the request ends, logs and counts the operation. */
  readonly preHandler: preHandlerHookHandler;
  /** Observes the operation. Must be the last plugin that changes the answer. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** ID of the request that is being handled; null outside of a request. */
  readonly currentRequestId: () => string | null;
}

/** Logs and counts each operation when its answer was sent, or when the client disconnected. */
export function trackOperations(telemetry: Telemetry, callerOf: (request: FastifyRequest) => Caller): Operations {
  const current = new AsyncLocalStorage<Progress>();

  return {
    currentRequestId: () => current.getStore()?.requestId ?? null,

    preHandler(request, { raw: response }, proceed) {
      const { id: requestId, method, headers, routeOptions } = request;
      const { name: caller } = callerOf(request);
      const startedAt = performance.now();
      const progress: Progress = { requestId, caller, name: null, type: null, result: null, rejection: null };
      const { span, inSpan } = startOperationSpan({ method, route: routeOptions.url ?? '', headers });
      response.once('close', () => {
        const answered = response.writableFinished;
        const { rejection } = progress;
        const durationMs = performance.now() - startedAt;
        const operation = rejection !== null ? null : { ...outcomeOf(progress, answered), durationMs };
        endOperationSpan(span, answered ? response.statusCode : null, operation);
        if (operation !== null) {
          telemetry.log.operation(operation);
          telemetry.metrics.operation(operation);
        } else if (rejection !== null) {
          reportRejected(telemetry, { requestId, caller, status: response.statusCode, code: rejection });
        }
      });
      context.with(inSpan, () => current.run(progress, proceed));
    },

    plugin: {
      invalidRequestWasReceived: async ({ error }) => {
        const progress = current.getStore();
        if (progress !== undefined && error instanceof GraphQLError) progress.rejection = codeOf(error);
      },
      requestDidStart: async ({ request }) => {
        const progress = current.getStore();
        if (progress === undefined) return;
        progress.name = truncated(request.operationName);
        return {
          didResolveOperation: async ({ operation, operationName }) => {
            progress.type = operation?.operation ?? null;
            progress.name = truncated(operationName) ?? progress.name;
          },
          willSendResponse: async ({ response: { body } }) => {
            if (body.kind === 'single') progress.result = body.singleResult;
          },
        };
      },
    },
  };
}

function truncated(name: string | null | undefined): string | null {
  return name?.slice(0, MAX_NAME_LENGTH) ?? null;
}

function codeOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> }): string | null {
  return extensions?.['code'] ? String(extensions['code']) : null;
}

function outcomeOf(progress: Progress, answered: boolean): Omit<OperationEvent, 'durationMs'> {
  const { requestId, caller, name, type, result } = progress;
  const known = { requestId, caller, name, type };
  const codes = [...new Set((result?.errors ?? []).flatMap((error) => codeOf(error) ?? []))];
  if (!answered) return { ...known, outcome: 'cancelled', codes };
  if (!result?.data) return { ...known, outcome: 'error', codes };
  return { ...known, outcome: codes.length === 0 ? 'ok' : 'partial', codes };
}
