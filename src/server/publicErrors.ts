import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadUserInputError, UpstreamError } from '../errors.ts';
import { MAX_TOKENS, QUERY_LIMIT } from '../graph/queryLimits.ts';

/** @param requestId for internal errors, so that an operator finds them in the log */
export type FormatError = (
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string | null,
) => GraphQLFormattedError;

/** Formats an error that Apollo Server does not format itself. The HTTP status that it asks for is not shown. */
export function formatOwn(error: GraphQLError, formatError: FormatError, requestId: string): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  const formatted = { ...error.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } };
  return formatError(formatted, error, requestId);
}

/**
 * Shows clients the errors that are meant for them. Any other error becomes "Internal server error" with the request ID.
 *
 * @param onUnexpectedError called with every internal error
 */
export function publicErrors(onUnexpectedError: (error: unknown, requestId: string | null) => void): FormatError {
  return (formatted, error, requestId) => {
    const cause = unwrapResolverError(error);
    if (cause instanceof UpstreamError || cause instanceof BadUserInputError) return formatted;
    if (formatted.extensions?.[QUERY_LIMIT]) {
      return { ...formatted, extensions: { ...formatted.extensions, code: 'QUERY_LIMIT_EXCEEDED' } };
    }
    const limit = limitOfGraphqlJs(formatted.message);
    if (limit !== null && formatted.path === undefined) return { ...formatted, ...limit };
    // The query was rejected before execution: it could not be parsed or is not valid for the schema.
    if (formatted.path === undefined && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
    // The plan of the operation found it, such as a field without its scope.
    if (error instanceof GraphQLError && !error.originalError && error.extensions['code']) return formatted;
    // graphql-js finds a null variable for a non-null argument only during execution. That error has the argument's location.
    if (cause instanceof GraphQLError && cause.nodes) {
      return { ...formatted, extensions: { code: 'BAD_USER_INPUT' } };
    }
    onUnexpectedError(cause, requestId);
    return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
  };
}

/** Limits that graphql-js enforces itself, in messages that do not name them. */
function limitOfGraphqlJs(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> | null {
  const code = 'QUERY_LIMIT_EXCEEDED';
  if (/^Syntax Error: Document contains more that \d+ tokens/.test(message)) {
    return {
      message: `The query has more than ${MAX_TOKENS} tokens.`,
      extensions: { code, [QUERY_LIMIT]: 'tokens', limit: MAX_TOKENS },
    };
  }
  if (message !== 'Validation aborted.') return null;
  return {
    message: 'The query selects the same fields too often.',
    extensions: { code, [QUERY_LIMIT]: 'repeated fields' },
  };
}
