import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ClientLimit } from '../telemetry/events.ts';
import { clientAddress } from './auth/clientAddress.ts';
import { ClientMemory } from './clientMemory.ts';
import { MAX_BODY_BYTES } from './rejection.ts';
import type { SocketLimits } from './socketLimits.ts';

/** A parsed body takes several times its length in memory. */
const PARSED_BODY_FACTOR = 8;

/** Closes the sockets of clients that do not read their answers, or for which too much is held in memory. */
export function limitClients(
  fastify: FastifyInstance,
  limits: SocketLimits,
  onClose: (limit: ClientLimit) => void,
): void {
  const close = ({ req: { socket } }: ServerResponse, limit: ClientLimit) => {
    if (socket.destroyed) return;
    onClose(limit);
    socket.destroy();
  };
  const memory = new ClientMemory(limits, (response) => close(response, 'memory'));

  fastify.addHook('onRequest', (request, { raw: response }, proceed) => {
    response.on('close', () => memory.release(response));
    memory.begin(response, clientAddress(request), bodyLength(request.headers) * PARSED_BODY_FACTOR);
    proceed();
  });

  fastify.addHook('onSend', (_request, { raw: response }, payload, proceed) => {
    // An answer that waits for the previous one of its socket has the deadlines of that one.
    if (response.socket !== null) limitAnswer(response, payload);
    proceed(null, payload);
  });

  function limitAnswer(response: ServerResponse, payload: unknown): void {
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) memory.hold(response, Buffer.byteLength(payload));
    const closeUnread = () => close(response, 'unread_answer');
    // Node.js restarts this one whenever the client has read something.
    response.setTimeout(limits.unreadMs, closeUnread);
    const deadline = setTimeout(closeUnread, limits.answerMs).unref();
    response.on('close', () => clearTimeout(deadline));
  }
}

/** In bytes; the largest that is accepted if the client does not say. */
function bodyLength(headers: IncomingHttpHeaders): number {
  if (headers['transfer-encoding'] !== undefined) return MAX_BODY_BYTES;
  return Math.min(Number(headers['content-length'] ?? 0), MAX_BODY_BYTES);
}
