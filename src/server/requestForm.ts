import type { FastifyRequest, preHandlerHookHandler } from 'fastify';
import { acceptsAnswers } from './accept.ts';
import type { Callers } from './auth/callers.ts';
import { ANSWER_TYPES } from './knownDocuments.ts';
import {
  BATCH,
  COULD_BE_CROSS_SITE,
  EMPTY_BODY,
  NO_GRAPHQL_REQUEST,
  NOT_ACCEPTABLE,
  RejectedRequestError,
  type Rejection,
} from './rejection.ts';

/** A browser sends a preflight request before a request with one of these. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** Rejects HTTP requests that cannot be GraphQL requests, or that cannot be answered. Apollo Server does too, in words of its own. */
export function rejectOtherForms({ callerOf }: Callers): preHandlerHookHandler {
  return (request, _reply, proceed) => {
    const rejection = rejectionOfForm(request);
    if (rejection === null) proceed();
    else proceed(new RejectedRequestError(rejection, { caller: callerOf(request).name }));
  };
}

function rejectionOfForm({ method, headers, body }: FastifyRequest): Rejection | null {
  if (!ANSWER_TYPES.has(headers.accept) && !acceptsAnswers(headers.accept)) return NOT_ACCEPTABLE;
  if (method === 'GET') {
    const isJson = /^application\/json(?:\s*;|$)/i.test(headers['content-type'] ?? '');
    return isJson || PREFLIGHT_HEADERS.some((name) => headers[name]) ? null : COULD_BE_CROSS_SITE;
  }
  if (body === undefined) return EMPTY_BODY;
  if (Array.isArray(body)) return BATCH;
  return Object.keys(Object(body)).length === 0 ? NO_GRAPHQL_REQUEST : null;
}
