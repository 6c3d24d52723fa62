import { maxHeaderSize } from 'node:http';
import type { RejectedRequestEvent } from '../telemetry/events.ts';

/** Why a request is rejected before GraphQL reads it. */
export interface Rejection {
  readonly status: number;
  /** `extensions.code` of the GraphQL error. */
  readonly code: string;
  /** Shown to the client. It never repeats what the client sent. */
  readonly message: string;
}

/** What is known about a rejected request besides its rejection. For the log and the metrics, not for the client. */
export type RejectionDetails = Pick<RejectedRequestEvent, 'reason' | 'caller' | 'address'>;

/** Thrown by a hook to reject the request. */
export class RejectedRequestError extends Error {
  readonly rejection: Rejection;
  readonly details: RejectionDetails;

  constructor(rejection: Rejection, details: RejectionDetails = {}) {
    super(rejection.message);
    this.name = 'RejectedRequestError';
    this.rejection = rejection;
    this.details = details;
  }
}

export const MAX_BODY_BYTES = 1_048_576;

const SEND_JSON = 'Send the query as JSON with the header content-type: application/json.';

export const NOT_FOUND = { status: 404, code: 'NOT_FOUND', message: 'Not found. The GraphQL endpoint is /graphql.' };
export const METHOD_NOT_ALLOWED = { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Use GET or POST.' };

export const NOT_ACCEPTABLE = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message:
    'Answers are application/graphql-response+json or application/json, or with @defer multipart/mixed; deferSpec=20220824. The header accept allows none of them.',
};
/** A page of another site can make a browser send such a request, without a preflight request and without the header `Origin`. */
export const COULD_BE_CROSS_SITE = badRequest(
  'A GET request needs the header apollo-require-preflight: true, because a page of another site could send it without. ' +
    'Or send the query by POST, as JSON with the header content-type: application/json.',
);
export const EMPTY_BODY = badRequest(`The request body is empty. ${SEND_JSON}`);
export const NO_GRAPHQL_REQUEST = badRequest(
  'The request body must be a JSON object with a query: {"query": "{ ... }"}.',
);
export const BATCH = badRequest(
  'Batches of operations are not supported. Send each operation in a request of its own.',
);

/** @param accepts what the client can send: `an API key` */
export function unauthenticated(isMissing: boolean, accepts: string): Rejection {
  const problem = isMissing
    ? 'Authentication is required.'
    : 'The credentials in the header authorization are not valid.';
  return {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: `${problem} Send ${accepts} in the header authorization: Bearer ...`,
  };
}

export const AUTHENTICATION_UNAVAILABLE = {
  status: 503,
  code: 'AUTHENTICATION_UNAVAILABLE',
  message: 'Tokens cannot be checked at the moment, because the keys of their issuer cannot be read. Try again later.',
};

export function missingScope(scope: string): Rejection {
  return { status: 403, code: 'FORBIDDEN', message: `The scope ${scope} is required.` };
}

/** @param excess what there was too much of: `failed logins` */
export function rateLimited(excess: string, limit: number, resetsInSeconds: number): Rejection {
  const message = `More than ${limit} ${excess} in one minute. Try again in ${resetsInSeconds} seconds.`;
  return { status: 429, code: 'RATE_LIMITED', message };
}

const INVALID_HTTP = badRequest('The request is not valid HTTP.');

/** By the error codes of Fastify and of Node.js's HTTP parser. */
const REJECTIONS: Readonly<Record<string, Rejection>> = {
  FST_ERR_BAD_URL: badRequest('The URL is not valid.'),
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    message: `The request body is larger than ${MAX_BODY_BYTES} bytes.`,
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: EMPTY_BODY,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: badRequest(
    'The request body does not have the length of the header content-length.',
  ),
  FST_ERR_CTP_INVALID_JSON_BODY: badRequest('The request body is not valid JSON.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: SEND_JSON },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', message: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'REQUEST_HEADER_FIELDS_TOO_LARGE',
    message: `The request header is larger than ${maxHeaderSize} bytes.`,
  },
};

/** Why Fastify or one of its hooks failed; null for an internal error. */
export function rejectionOf(error: unknown): Rejection | null {
  if (error instanceof RejectedRequestError) return error.rejection;
  const { code, statusCode } = Object(error);
  // Other errors with a 4xx status mean that the request could not be read, such as a body that ended early.
  return REJECTIONS[code] ?? (statusCode >= 400 && statusCode < 500 ? INVALID_HTTP : null);
}

/** Why Node.js's HTTP parser failed. */
export function rejectionOfParser({ code }: { readonly code?: string }): Rejection {
  return REJECTIONS[code ?? ''] ?? INVALID_HTTP;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const GRAPHQL_RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/** The response, in the form of a GraphQL error. */
export function bodyOf({ message, code }: Pick<Rejection, 'message' | 'code'>): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

function badRequest(message: string): Rejection {
  return { status: 400, code: 'BAD_REQUEST', message };
}
