import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { Context } from '../context.ts';
import { prefersGraphqlResponse } from './accept.ts';

/** Answers with these statuses are about HTTP, not about the GraphQL request. */
const BELOW_GRAPHQL: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 413, 415, 421, 429]);

/**
 * Sets the status of rejected GraphQL requests as GraphQL over HTTP requires. It is 4xx for clients that accept
 * `application/graphql-response+json`. Others cannot tell GraphQL errors from those of a proxy by their status, so they get 200.
 *
 * https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
export const httpStatuses: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ errors, response: { http } }) => {
      // Set by Apollo Server for persisted queries. No answer may be cached.
      http.headers.delete('cache-control');
      const isBadRequest = errors?.some(({ extensions }) => extensions['code'] === ApolloServerErrorCode.BAD_REQUEST);
      if (http.status === undefined || isBadRequest) return;
      const prefersGraphql = prefersGraphqlResponse(request.http?.headers.get('accept') ?? '');
      http.status = statusOfAnswer(http.status, prefersGraphql);
    },
  }),
};

/** @param prefersGraphql whether the client gets `application/graphql-response+json` */
export function statusOfAnswer(status: number, prefersGraphql: boolean): number {
  return status >= 500 || BELOW_GRAPHQL.has(status) || prefersGraphql ? status : 200;
}
