import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadUserInputError, UpstreamError } from '../errors.ts';

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Lets out the errors that are made for clients, and nothing of any other but the id of the request, to ask us by.
 *
 * @param onUnexpectedError called with each of the others: a mistake of ours
 */
export function publicErrors(
  onUnexpectedError: (error: unknown, requestId: string | null) => void,
  currentRequestId: () => string | null,
): FormatError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    if (cause instanceof UpstreamError || cause instanceof BadUserInputError) return formatted;
    // A query that is not executed at all: it cannot be read, or does not fit the schema.
    if (formatted.path === undefined && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
    // A null for an argument that takes none is found only in executing, where it comes with the place of the argument.
    if (cause instanceof GraphQLError && cause.nodes) {
      return { ...formatted, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const requestId = currentRequestId();
    onUnexpectedError(cause, requestId);
    return { ...formatted, message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
  };
}
