import {
  type ApolloServerPlugin,
  type GraphQLExperimentalFormattedSubsequentIncrementalExecutionResultAlpha2 as FormattedParts,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Context } from '../context.ts';
import type { Executor, Request } from '../graph/execution/executor.ts';
import { type AnswerInParts, asksForParts } from '../graph/execution/partsExecutor.ts';
import { acceptsSeveralParts, acceptWithVersion } from './accept.ts';
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
    const { isLasting, ...result } = await executor.execute(operation);
    const { requestId, reported } = operation.context;
    // Resolvers report errors for fields that have a value.
    const errors = [...(result.errors ?? []), ...reported];
    const format = (error: GraphQLError) => formatOwn(error, formatError, requestId);
    return { ...answerOf({ ...result, errors }, format), isLasting: isLasting && errors.length === 0 };
  };
}

/** Executes an operation with `@defer` or `@stream`, for a client that accepts several parts. */
export type ExecuteInParts = (operation: Request) => Promise<Pick<GraphQLResponse, 'body'> & { status?: number }>;

export function partsExecutor(executor: Executor, formatError: FormatError): ExecuteInParts {
  return async (operation) => {
    const format = (error: GraphQLError) => formatOwn(error, formatError, operation.context.requestId);
    const answer = await executor.executeInParts(operation);
    if (!('later' in answer)) {
      const { status, result } = answerOf(answer, format);
      return { ...(status !== undefined && { status }), body: { kind: 'single', singleResult: result } };
    }
    const { result } = answerOf(answer.first, format);
    const initialResult = { ...result, hasNext: true };
    return { body: { kind: 'incremental', initialResult, subsequentResults: formatted(answer.later, format) } };
  };
}

/** Makes Apollo Server execute operations in this way, and not with graphql-js. */
export function plannedExecution(
  execute: ExecuteOperation,
  executeInParts: ExecuteInParts,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request: { http } }) => {
      const accept = http?.headers.get('accept');
      const acceptsParts = accept !== undefined && acceptsSeveralParts(accept);
      // Apollo Server sends parts only to clients that name the version of the format.
      if (acceptsParts) http?.headers.set('accept', acceptWithVersion(accept));
      return {
        responseForOperation: async ({ document, operation, request, contextValue: context }) => {
          // The operation name is unknown. Apollo Server reports that.
          if (!operation) return null;
          const variables = request.variables ?? {};
          const wantsCost = http?.headers.has(COST_HEADER) ?? false;
          const given = { document, operation, variables, context, wantsCost };
          if (acceptsParts && asksForParts(document)) return responseOf(await executeInParts(given));
          const { status, result } = await execute(given);
          return responseOf({
            ...(status !== undefined && { status }),
            body: { kind: 'single', singleResult: result },
          });
        },
      };
    },
  };
}

function responseOf({ status, body }: Awaited<ReturnType<ExecuteInParts>>): GraphQLResponse {
  return { http: { ...(status !== undefined && { status }), headers: new HeaderMap() }, body };
}

type Format = (error: GraphQLError) => GraphQLFormattedError;

/** The HTTP status, and the members in the order in which clients get them. */
function answerOf({ data, errors = [], extensions }: ExecutionResult, format: Format) {
  const result: FormattedExecutionResult = {
    ...(errors.length > 0 && { errors: errors.map(format) }),
    ...(data !== undefined && { data }),
    ...(extensions !== undefined && { extensions }),
  };
  return { status: statusOf(errors), result };
}

async function* formatted(later: AnswerInParts['later'], format: Format): AsyncGenerator<FormattedParts> {
  for await (const { incremental, ...result } of later) {
    const parts = incremental?.map(({ errors, ...part }) => ({
      ...(errors && { errors: errors.map(format) }),
      ...part,
    }));
    // Apollo Server's type has an object for the items of a list.
    yield { ...(parts && { incremental: parts }), ...result } as FormattedParts;
  }
}

function statusOf(errors: readonly GraphQLError[]): number | undefined {
  const [http] = errors.flatMap(({ extensions }) => extensions['http'] ?? []);
  return Object(http).status;
}
