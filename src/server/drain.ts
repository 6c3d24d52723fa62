import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TransientMap } from '../upstream/transientMap.ts';
import type { HttpServer } from './httpServer.ts';

/** How long a client may take to finish sending a request after the shutdown has begun. */
const HALF_SENT_GRACE_MS = 1000;

export interface Drain {
  /** Requests that have no complete answer yet. */
  readonly requestsInFlight: () => number;
  /** Stops listening, answers the requests in flight, and closes every other socket at once. */
  readonly close: () => Promise<void>;
}

/**
 * Closes a server without waiting for clients that send nothing. Node.js closes keep-alive sockets after a response, but waits for
 * sockets that have not sent a complete request.
 */
export function drainable(fastify: HttpServer): Drain {
  const sockets = new Set<Socket>();
  const responses = new TransientMap<ServerResponse, null>();
  let closing = false;

  const closeUnused = () => {
    const used = new Set([...responses.keys()].map(({ socket }) => socket));
    for (const socket of sockets) if (!used.has(socket)) socket.destroySoon();
  };
  const closeHalfSent = () => {
    for (const { req } of responses.keys()) if (!req.complete) req.socket.destroy();
  };

  fastify.server.on('connection', (socket: Socket) => {
    // The second address of localhost stops listening later.
    if (closing) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('onRequest', (_request, { raw: response }, proceed) => {
    responses.set(response, null);
    response.on('close', () => {
      responses.delete(response);
      // If its header was sent before the shutdown, it said that the socket stays open.
      if (closing) closeUnused();
    });
    proceed();
  });

  return {
    requestsInFlight: () => responses.size,
    close: async () => {
      closing = true;
      // Fastify stops listening some event-loop turns later, and a socket accepted in between would not be closed.
      fastify.server.close();
      closeUnused();
      setTimeout(closeHalfSent, HALF_SENT_GRACE_MS).unref();
      await fastify.close();
      // Fastify does not wait for the responses to the second address of localhost.
      await Promise.all([...responses.keys()].map((response) => once(response, 'close')));
    },
  };
}
