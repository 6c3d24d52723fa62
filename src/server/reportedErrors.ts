import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../context.ts';
import { type FormatError, formatOwn } from './publicErrors.ts';

/** Adds the errors that resolvers reported for fields that have a value. */
export function reportedErrors(formatError: FormatError): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        const { reported } = contextValue;
        if (reported.length === 0 || response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        const errors = reported.map((error) => formatOwn(error, formatError));
        singleResult.errors = [...(singleResult.errors ?? []), ...errors];
      },
    }),
  };
}
