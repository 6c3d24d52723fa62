import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { onRequestHookHandler } from 'fastify';
import { RejectedRequestError, type Rejection } from './rejection.ts';

const PIPELINED_REQUEST: Rejection = {
  status: 400,
  code: 'PIPELINED_REQUEST',
  message: 'Send the next request of a connection when the previous one is answered.',
};

/** A request whose answer is not completely sent. */
export interface RequestInProgress {
  readonly id: string;
  readonly response: ServerResponse;
}

export interface OneAtATime {
  readonly onRequest: onRequestHookHandler;
  /** The request of this socket that is in progress. */
  readonly inProgressOn: (socket: Socket) => RequestInProgress | null;
}

/**
 * Accepts one request at a time on each socket. Node.js starts all requests that a client sends without waiting for answers, so one socket
 * could start thousands. The second request is rejected when the first is answered. More close the socket at once.
 *
 * @param onClose called when a socket is closed
 */
export function oneAtATime(onClose: () => void): OneAtATime {
  const latest = new WeakMap<Socket, RequestInProgress>();
  const rejected = new WeakSet<Socket>();
  const inProgressOn = (socket: Socket) => {
    const request = latest.get(socket);
    return request === undefined || request.response.writableFinished ? null : request;
  };
  return {
    inProgressOn,
    onRequest: ({ id, raw: { socket } }, reply, proceed) => {
      if (inProgressOn(socket) === null) {
        latest.set(socket, { id, response: reply.raw });
        proceed();
        return;
      }
      if (!rejected.has(socket)) {
        rejected.add(socket);
        reply.header('connection', 'close');
        throw new RejectedRequestError(PIPELINED_REQUEST);
      }
      reply.hijack();
      if (socket.destroyed) return;
      onClose();
      socket.destroy();
    },
  };
}
