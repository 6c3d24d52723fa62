import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import { context } from '@opentelemetry/api';
import type { preHandlerHookHandler } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import type { OperationEvent } from '../telemetry/events.ts';
import { endOperationSpan, startOperationSpan } from '../telemetry/operationSpan.ts';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';

/** Clients choose the names of their operations, and their length. */
const LONGEST_NAME = 100;

/** What is known so far about one request to the graph. */
interface Progress extends Pick<OperationEvent, 'requestId'> {
  name: string | null;
  type: OperationEvent['type'];
  /** Null until there is one. */
  result: FormattedExecutionResult | null;
  /** The error's code, if Apollo Server rejected the request before it read a query. */
  rejection: string | null;
}

export interface Operations {
  /** Starts a span for a request to the graph. At its end, logs and counts the operation. */
  readonly preHandler: preHandlerHookHandler;
  /** Observes the operation. Must be the last plugin that changes the answer. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** The id of the request that the calling code is handling. */
  readonly currentRequestId: () => string | null;
}

/** Logs and counts each operation when its answer was sent, or when the client disconnected. */
export function followOperations(telemetry: Telemetry): Operations {
  const current = new AsyncLocalStorage<Progress>();

  return {
    currentRequestId: () => current.getStore()?.requestId ?? null,

    preHandler({ id: requestId, method, headers, routeOptions }, { raw: response }, proceed) {
      const startedAt = performance.now();
      const progress: Progress = { requestId, name: null, type: null, result: null, rejection: null };
      const { span, inSpan } = startOperationSpan({ method, route: routeOptions.url ?? '', headers });
      response.once('close', () => {
        const answered = response.writableFinished;
        const { result, rejection } = progress;
        const isPage = answered && result === null && response.statusCode < 400;
        const durationMs = performance.now() - startedAt;
        const operation = isPage || rejection !== null ? null : { ...endOf(progress, answered), durationMs };
        endOperationSpan(span, answered ? response.statusCode : null, operation);
        if (operation !== null) {
          telemetry.log.operation(operation);
          telemetry.metrics.operation(operation);
        } else if (rejection !== null) {
          reportRejected(telemetry, { requestId, status: response.statusCode, code: rejection });
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
        progress.name = cut(request.operationName);
        return {
          didResolveOperation: async ({ operation, operationName }) => {
            progress.type = operation?.operation ?? null;
            progress.name = cut(operationName) ?? progress.name;
          },
          willSendResponse: async ({ response: { body } }) => {
            if (body.kind === 'single') progress.result = body.singleResult;
          },
        };
      },
    },
  };
}

function cut(name: string | null | undefined): string | null {
  return name?.slice(0, LONGEST_NAME) ?? null;
}

function codeOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> }): string | null {
  return extensions?.['code'] ? String(extensions['code']) : null;
}

function endOf(progress: Progress, answered: boolean): Omit<OperationEvent, 'durationMs'> {
  const { requestId, name, type, result } = progress;
  const known = { requestId, name, type };
  const codes = [...new Set((result?.errors ?? []).flatMap((error) => codeOf(error) ?? []))];
  if (!answered) return { ...known, outcome: 'cancelled', codes };
  if (!result?.data) return { ...known, outcome: 'error', codes };
  return { ...known, outcome: codes.length === 0 ? 'ok' : 'partial', codes };
}
