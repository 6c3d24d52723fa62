import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyReply, type onRequestAsyncHookHandler } from 'fastify';

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** HTTP, with an id for every request: the client's own if it has one. */
export function createHttpServer(isStopping: () => boolean) {
  return Fastify({
    genReqId: ({ headers }) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
    },
    // What Fastify refuses before any hook.
    frameworkErrors: (error, request, reply: FastifyReply) => reply.header('x-request-id', request.id).send(error),
  })
    .addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    })
    .addHook('onSend', async (_request, reply) => {
      // Or a client that keeps its connection for the next query would hold up the end.
      if (isStopping()) reply.header('connection', 'close');
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
