import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpServer } from './httpServer.ts';

/** How long a client may take to finish sending a request once the server is closing. */
const HALF_SENT_GRACE_MS = 1000;

export interface Drain {
  /** Requests that have no complete answer yet. */
  readonly requestsInFlight: () => number;
  /** Stops listening, answers the requests in flight, and closes every other socket at once. */
  readonly close: () => Promise<void>;
}

/**
 * Closes a server without waiting for clients that send nothing. Node.js by itself closes sockets that have been answered, but
 * waits for those that have not sent a whole request yet.
 */
export function drainable(fastify: HttpServer): Drain {
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  let closing = false;

  const closeUnused = () => {
    const used = new Set([...responses].map(({ socket }) => socket));
    for (const socket of sockets) if (!used.has(socket)) socket.destroySoon();
  };
  const closeHalfSent = () => {
    for (const { req } of responses) if (!req.complete) req.socket.destroy();
  };

  fastify.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.addHook('onRequest', async (_request, { raw: response }) => {
    responses.add(response);
    response.once('close', () => {
      responses.delete(response);
      // Its header may have promised to keep the socket open, if it was sent before the shutdown.
      if (closing) closeUnused();
    });
  });

  return {
    requestsInFlight: () => responses.size,
    close: async () => {
      closing = true;
      // Fastify stops listening a few turns later, and a socket accepted in between would not be closed.
      fastify.server.close();
      closeUnused();
      setTimeout(closeHalfSent, HALF_SENT_GRACE_MS).unref();
      await fastify.close();
      // With HOST=localhost Fastify listens at two addresses, and waits for one of them only.
      await Promise.all([...responses].map((response) => once(response, 'close')));
    },
  };
}
