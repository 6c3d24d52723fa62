import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import type { Executor } from '../graph/execution/executor.ts';
import { type FormatError, formatOwn } from './publicErrors.ts';

/** Clients ask for `extensions.cost` with this header. */
const COST_HEADER = 'x-graphql-cost';

/** Executes operations with Switchboard's own executor in place of graphql-js. */
export function plannedExecution(executor: Executor, formatError: FormatError): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, request, contextValue: context }) => {
        // The operation name is unknown. Apollo Server reports that.
        if (!operation) return null;
        const variables = request.variables ?? {};
        const wantsCost = request.http?.headers.has(COST_HEADER) ?? false;
        const {
          data,
          errors = [],
          extensions,
        } = await executor.execute({
          document,
          operation,
          variables,
          context,
          wantsCost,
        });
        return {
          http: { ...statusOf(errors), headers: new HeaderMap() },
          body: {
            kind: 'single',
            singleResult: {
              ...(errors.length > 0 && { errors: errors.map((error) => formatOwn(error, formatError)) }),
              ...(data !== undefined && { data }),
              ...(extensions !== undefined && { extensions }),
            },
          },
        };
      },
    }),
  };
}

/** The status that a rejection asks for. */
function statusOf(errors: readonly GraphQLError[]): { readonly status?: number } {
  const [http] = errors.flatMap(({ extensions }) => extensions['http'] ?? []);
  return Object(http);
}
