import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyReply, type onRequestAsyncHookHandler } from 'fastify';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The HTTP server. Every request has an id: the client's `x-request-id`, or a new one. */
export function createHttpServer(isShuttingDown: () => boolean) {
  return Fastify({
    genReqId: ({ headers }) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
    },
    // A response closes its socket during the shutdown, so a request that still arrives can be answered.
    return503OnClosing: false,
    // Fastify rejects these requests before any hook runs.
    frameworkErrors: (error, request, reply: FastifyReply) => reply.header('x-request-id', request.id).send(error),
  })
    .addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    })
    .addHook('onSend', async (_request, reply) => {
      // A client that keeps its connection for the next request would delay the shutdown.
      if (isShuttingDown()) reply.header('connection', 'close');
    });
}

export type HttpServer = ReturnType<typeof createHttpServer>;

/** The GraphQL integration makes a URL of the Host header, and would fail. Probes do without one, and may. */
export const refuseBadHost: onRequestAsyncHookHandler = async ({ hostname }, reply) => {
  if (URL.canParse(`http://${hostname}/`)) return;
  return reply
    .code(400)
    .send({ statusCode: 400, error: 'Bad Request', message: 'The Host header is missing or wrong' });
};
