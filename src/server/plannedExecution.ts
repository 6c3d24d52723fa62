import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import type { Executor, Request } from '../graph/execution/executor.ts';
import { type FormatError, formatOwn } from './publicErrors.ts';

/** Clients ask for `extensions.cost` with this header. */
export const COST_HEADER = 'x-graphql-cost';

/** What a client gets for an operation. */
export interface OperationAnswer {
  /** The HTTP status that a rejection asks for; undefined: 200. */
  readonly status: number | undefined;
  /** Its members are in the order in which clients get them. */
  readonly result: FormattedExecutionResult;
  /** Whether the same upstream responses make the same answer for all callers with the same scopes. */
  readonly isLasting: boolean;
}

/** Executes an operation with Switchboard's own executor. */
export type ExecuteOperation = (operation: Request) => Promise<OperationAnswer>;

export function operationExecutor(executor: Executor, formatError: FormatError): ExecuteOperation {
  return async (operation) => {
    const { data, errors = [], extensions, isLasting } = await executor.execute(operation);
    const { requestId, reported } = operation.context;
    // Resolvers report errors for fields that have a value.
    const shown = [...errors, ...reported].map((error) => formatOwn(error, formatError, requestId));
    return {
      status: statusOf(errors),
      isLasting: isLasting && shown.length === 0,
      result: {
        ...(shown.length > 0 && { errors: shown }),
        ...(data !== undefined && { data }),
        ...(extensions !== undefined && { extensions }),
      },
    };
  };
}

/** Makes Apollo Server execute operations in this way, and not with graphql-js. */
export function plannedExecution(execute: ExecuteOperation): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, request, contextValue: context }) => {
        // The operation name is unknown. Apollo Server reports that.
        if (!operation) return null;
        const variables = request.variables ?? {};
        const wantsCost = request.http?.headers.has(COST_HEADER) ?? false;
        const { status, result } = await execute({ document, operation, variables, context, wantsCost });
        const http = { ...(status !== undefined && { status }), headers: new HeaderMap() };
        return { http, body: { kind: 'single', singleResult: result } };
      },
    }),
  };
}

function statusOf(errors: readonly GraphQLError[]): number | undefined {
  const [http] = errors.flatMap(({ extensions }) => extensions['http'] ?? []);
  return Object(http).status;
}
