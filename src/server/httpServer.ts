import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { AccessSettings } from '../config/accessSettings.ts';
import type { ClientLimit } from '../telemetry/events.ts';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';
import { limitClients } from './clientLimits.ts';
import { type ConnectionLimits, limitConnections } from './connectionLimits.ts';
import { type HostOptions, rejectOtherHosts } from './hosts.ts';
import { oneAtATime } from './oneAtATime.ts';
import { allowOrigins, isPreflight, rejectOtherOrigins } from './origins.ts';
import {
  bodyOf,
  JSON_TYPE,
  MAX_BODY_BYTES,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  RejectedRequestError,
  type Rejection,
  rejectionOf,
} from './rejection.ts';
import { SECURITY_HEADERS } from './securityHeaders.ts';
import type { SocketLimits } from './socketLimits.ts';
import { rejectUnparsable } from './unparsable.ts';

export const GRAPHQL_PATH = '/graphql';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

export interface HttpServerOptions {
  readonly hosts: HostOptions;
  /** Other sites whose pages may send requests. */
  readonly corsOrigins: readonly string[];
  readonly connections: ConnectionLimits;
  readonly sockets: SocketLimits;
  readonly trustedProxies: AccessSettings['trustedProxies'];
  readonly telemetry: Telemetry;
  readonly isShuttingDown: () => boolean;
}

/**
 * The HTTP server. Every request has an ID: the client's `x-request-id`, or a new one. Rejected requests are logged and counted. A request
 * that reaches a route was sent to an allowed host, not for a page of another site, and is the only one of its socket.
 */
export function createHttpServer(options: HttpServerOptions) {
  const { hosts, corsOrigins, connections, sockets, trustedProxies, telemetry, isShuttingDown } = options;
  const handleError = sendError(telemetry);
  const closedBy = (limit: ClientLimit) => telemetry.metrics.connectionClosed(limit);
  const { onRequest: rejectPipelined, inProgressOn } = oneAtATime(() => closedBy('pipelined_requests'));
  const rejectHost = rejectOtherHosts(hosts);
  const rejectOrigin = rejectOtherOrigins(corsOrigins);

  const fastify = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: sockets.requestMs,
    keepAliveTimeout: sockets.idleMs,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: ({ headers }) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
    },
    http: {
      headersTimeout: sockets.headersMs,
      requestTimeout: sockets.requestMs,
      connectionsCheckingInterval: sockets.checkMs,
      // Node.js would reject a request without a Host header by itself, and it would not be logged.
      requireHostHeader: false,
    },
    // Requests that still arrive during the shutdown are answered. Each response closes its socket.
    return503OnClosing: false,
    // Fastify rejects these requests before any hook runs, also those that limit a socket.
    frameworkErrors: (error, request, reply) => handleError(error, request, reply.header('connection', 'close')),
    clientErrorHandler: (error, socket: Socket) => rejectUnparsable(error, socket, inProgressOn(socket), telemetry),
  });
  // Of the types that Fastify reads by default, only JSON cannot be sent by a page of another site without a preflight request.
  fastify.removeContentTypeParser('text/plain');
  limitConnections(fastify.server, connections, closedBy);
  // Node.js would answer other expectations than `100-continue` itself, without a request ID. They may be ignored (RFC 9110, 10.1.1).
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));

  fastify
    // These hooks run for every request, so none of them is asynchronous.
    .addHook('onRequest', (request, reply, proceed) => {
      reply.header('x-request-id', request.id).headers(SECURITY_HEADERS);
      // Of a trusted proxy, only the client's address is used. Clients can send these headers through it.
      delete request.raw.headers['x-forwarded-host'];
      delete request.raw.headers['x-forwarded-proto'];
      proceed();
    })
    .addHook('onRequest', rejectPipelined)
    .addHook('onRequest', (request, reply, proceed) => {
      // Orchestrators call the probes by address.
      if (!request.routeOptions.url?.startsWith('/health/')) {
        rejectHost(request);
        rejectOrigin(request);
      }
      // In this hook and not in a handler, because Fastify reads the body before a handler, and may reject it.
      const rejection = rejectionOfRoute(request, reply);
      if (rejection !== null) throw new RejectedRequestError(rejection);
      proceed();
    })
    .addHook('onSend', (_request, reply, payload, proceed) => {
      // A client that keeps its connection for the next request would delay the shutdown.
      if (isShuttingDown()) reply.header('connection', 'close');
      proceed(null, payload);
    })
    .setErrorHandler(handleError);
  limitClients(fastify, sockets, closedBy);
  allowOrigins(fastify, corsOrigins);
  return fastify;
}

export type HttpServer = ReturnType<typeof createHttpServer>;

function rejectionOfRoute(request: FastifyRequest, reply: FastifyReply): Rejection | null {
  const [path] = request.url.split('?', 1);
  // With @fastify/cors, every path has a route for OPTIONS.
  const isKnown = request.method === 'OPTIONS' ? path === GRAPHQL_PATH && isPreflight(request) : !request.is404;
  if (isKnown) return null;
  if (path !== GRAPHQL_PATH) return NOT_FOUND;
  reply.header('allow', 'GET, POST');
  return METHOD_NOT_ALLOWED;
}

function sendError(telemetry: Telemetry) {
  return (error: unknown, { id: requestId, raw }: FastifyRequest, reply: FastifyReply) => {
    // The client has disconnected.
    if (reply.raw.destroyed) return;
    reply.header('x-request-id', requestId).headers(SECURITY_HEADERS).type(JSON_TYPE);
    // The rest of the body would have to be read first. If it does not arrive, Node.js would answer the request again.
    if (!raw.complete) reply.header('connection', 'close');
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
