import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import { context } from '@opentelemetry/api';
import type { preHandlerHookHandler } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import type { Context } from '../context.ts';
import type { OperationEvent } from '../telemetry/events.ts';
import { endOperationSpan, startOperationSpan } from '../telemetry/operationSpan.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

/** Clients choose the names of their operations, and their length. */
const LONGEST_NAME = 100;

/** What is known so far of one request to the graph. */
interface Progress extends Pick<OperationEvent, 'requestId'> {
  name: string | null;
  type: OperationEvent['type'];
  /** Null as long as there is none. */
  result: FormattedExecutionResult | null;
}

export interface Operations {
  /** Surrounds the handling of a request to the graph: with a span, and with a log line at its end. */
  readonly preHandler: preHandlerHookHandler;
  /** Learns what the request was for. To come after all that change the answer. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** Of the request that is being handled by the code that calls. */
  readonly currentRequestId: () => string | null;
}

/** Tells of each operation when its answer has gone out, or its caller. */
export function followOperations({ log, metrics }: Telemetry): Operations {
  const current = new AsyncLocalStorage<Progress>();

  return {
    currentRequestId: () => current.getStore()?.requestId ?? null,

    preHandler({ id: requestId, method, headers, routeOptions }, { raw: response }, proceed) {
      const startedAt = performance.now();
      const progress: Progress = { requestId, name: null, type: null, result: null };
      const { span, inSpan } = startOperationSpan({ method, route: routeOptions.url ?? '', headers });
      response.once('close', () => {
        const answered = response.writableFinished;
        const isPage = answered && progress.result === null && response.statusCode < 400;
        const durationMs = performance.now() - startedAt;
        const operation = isPage ? null : { ...endOf(progress, answered), durationMs };
        endOperationSpan(span, answered ? response.statusCode : null, operation);
        if (operation === null) return;
        log.operation(operation);
        metrics.operation(operation);
      });
      context.with(inSpan, () => current.run(progress, proceed));
    },

    plugin: {
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

function endOf({ result, ...known }: Progress, answered: boolean): Omit<OperationEvent, 'durationMs'> {
  const errors = result?.errors ?? [];
  const codes = [
    ...new Set(errors.flatMap(({ extensions }) => (extensions?.['code'] ? String(extensions['code']) : []))),
  ];
  if (!answered) return { ...known, outcome: 'cancelled', codes };
  if (!result?.data) return { ...known, outcome: 'error', codes };
  return { ...known, outcome: codes.length === 0 ? 'ok' : 'partial', codes };
}
