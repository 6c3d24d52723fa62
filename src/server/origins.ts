import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hostOf } from './hosts.ts';
import { RejectedRequestError, type Rejection } from './rejection.ts';

const ORIGIN_NOT_ALLOWED: Rejection = {
  status: 403,
  code: 'ORIGIN_NOT_ALLOWED',
  message: 'Pages of this origin may not send requests. The operator can add it to CORS_ORIGINS.',
};

/** Rejects requests that a browser sends for a page of another site, unless its origin is in the list. */
export function rejectOtherOrigins(allowed: readonly string[]): (request: FastifyRequest) => void {
  return (request) => {
    const { origin } = request.headers;
    if (origin === undefined || allowed.includes(origin) || isSameOrigin(origin, request)) return;
    throw new RejectedRequestError(ORIGIN_NOT_ALLOWED);
  };
}

/** Lets pages of these origins send any header and read the answers, without cookies. `rejectOtherOrigins` must run before. */
export function allowOrigins(fastify: FastifyInstance, allowed: readonly string[]): void {
  if (allowed.length === 0) {
    // What is left are preflight requests of the server's own pages.
    fastify.addHook('onRequest', async (request, reply) => (isPreflight(request) ? reply.code(204).send() : undefined));
    return;
  }
  fastify.addHook('onRequest', async (request, reply) => {
    // Chrome up to 141 asks in the preflight request whether a page of the internet may reach a private address. Later ones ask the user.
    const asksForPrivateNetwork = request.headers['access-control-request-private-network'] === 'true';
    if (asksForPrivateNetwork && isPreflight(request)) reply.header('access-control-allow-private-network', 'true');
  });
  fastify.register(cors, {
    origin: [...allowed],
    methods: ['GET', 'POST'],
    exposedHeaders: [
      'ratelimit',
      'ratelimit-limit',
      'ratelimit-policy',
      'ratelimit-remaining',
      'ratelimit-reset',
      'retry-after',
      'x-request-id',
    ],
    credentials: false,
    maxAge: 600,
  });
}

/** Whether the browser asks if it may send a request of another site. */
export function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

/** Either scheme is accepted, because the one that the browser used ends at a proxy. */
function isSameOrigin(origin: string, { raw }: FastifyRequest): boolean {
  const [scheme = ''] = origin.split('://', 1);
  const host = hostOf(raw);
  if (host === null || !/^https?$/.test(scheme)) return false;
  return URL.parse(`${scheme}://${raw.headers.host}/`)?.origin === origin;
}
