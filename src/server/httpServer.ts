import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyReply, type FastifyRequest, type onRequestAsyncHookHandler } from 'fastify';
import type { AccessSettings } from '../config/accessSettings.ts';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';
import {
  BAD_HOST,
  bodyOf,
  MAX_BODY_BYTES,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  RejectedRequestError,
  rejectionOf,
  rejectionOfParser,
} from './rejection.ts';

export const GRAPHQL_PATH = '/graphql';

const REQUEST_ID = /^[\w.:-]{1,128}$/;
const JSON_TYPE = 'application/json; charset=utf-8';

/** The HTTP server. Every request has an ID: the client's `x-request-id`, or a new one. Rejected requests are logged and counted. */
export function createHttpServer(
  isShuttingDown: () => boolean,
  telemetry: Telemetry,
  { trustedProxies }: Pick<AccessSettings, 'trustedProxies'>,
) {
  const handleError = sendError(telemetry);
  const fastify = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: ({ headers }) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
    },
    // Node.js would reject a request without a Host header by itself, and it would not be logged.
    http: { requireHostHeader: false },
    // Requests that still arrive during the shutdown are answered. Each response closes its socket.
    return503OnClosing: false,
    // Fastify rejects these requests before any hook runs.
    frameworkErrors: handleError,
    clientErrorHandler: (error, socket) => rejectUnparsable(error, socket, telemetry),
  });
  // Node.js would answer other expectations than `100-continue` itself, without a request ID. They may be ignored (RFC 9110, 10.1.1).
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));

  return fastify
    .addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
      // In this hook and not in a handler, because Fastify reads the body before a handler, and may reject it.
      if (request.is404) throw new RejectedRequestError(rejectionOfUnknownRoute(request, reply));
    })
    .addHook('onSend', async (_request, reply) => {
      // A client that keeps its connection for the next request would delay the shutdown.
      if (isShuttingDown()) reply.header('connection', 'close');
    })
    .setErrorHandler(handleError);
}

export type HttpServer = ReturnType<typeof createHttpServer>;

/** For the GraphQL endpoint: the integration makes a URL of the Host header, and would throw. Probes work without one. */
export const rejectBadHost: onRequestAsyncHookHandler = async ({ hostname }) => {
  if (!URL.canParse(`http://${hostname}/`)) throw new RejectedRequestError(BAD_HOST);
};

function rejectionOfUnknownRoute({ url }: FastifyRequest, reply: FastifyReply) {
  const [path] = url.split('?', 1);
  if (path !== GRAPHQL_PATH) return NOT_FOUND;
  reply.header('allow', 'GET, POST');
  return METHOD_NOT_ALLOWED;
}

function sendError(telemetry: Telemetry) {
  return (error: unknown, { id: requestId }: FastifyRequest, reply: FastifyReply) => {
    // The client has disconnected.
    if (reply.raw.destroyed) return;
    reply.header('x-request-id', requestId).type(JSON_TYPE);
    const rejection = rejectionOf(error);
    if (rejection === null) {
      telemetry.log.unexpected(error, requestId);
      reply.code(500).send(bodyOf({ message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' }));
      return;
    }
    const { status, code } = rejection;
    const details = error instanceof RejectedRequestError ? error.details : {};
    reportRejected(telemetry, { requestId, status, code, ...details });
    reply.code(status).send(bodyOf(rejection));
  };
}

/** Rejects data that could not be parsed as a request. The request ID is new, because the header is unknown. */
function rejectUnparsable(error: Error & { readonly code?: string }, socket: Socket, telemetry: Telemetry): void {
  // The client disconnected, or sent more data after its request was answered.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const rejection = rejectionOfParser(error);
  const { status, code } = rejection;
  reportRejected(telemetry, { requestId, status, code });
  const body = bodyOf(rejection);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${JSON_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
