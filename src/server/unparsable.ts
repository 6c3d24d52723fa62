import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { reportRejected, type Telemetry } from '../telemetry/telemetry.ts';
import type { RequestInProgress } from './oneAtATime.ts';
import { bodyOf, JSON_TYPE, type Rejection, rejectionOfParser } from './rejection.ts';
import { SECURITY_HEADERS } from './securityHeaders.ts';

/**
 * Rejects data that could not be parsed as a request, or that did not arrive in time.
 *
 * @param inProgress the request of the same socket that is not answered; its body may be what is late
 */
export function rejectUnparsable(
  error: Error & { readonly code?: string },
  socket: Socket,
  inProgress: RequestInProgress | null,
  telemetry: Telemetry,
): void {
  const isGone = error.code === 'ECONNRESET' || !socket.writable;
  // Browsers open connections in advance, and load balancers open them to see whether they can.
  const isUnused = socket.bytesRead === 0;
  // A second answer in the middle of one would be taken for its content.
  const isAnswering = inProgress?.response.headersSent ?? false;
  if (isGone || isUnused || isAnswering) socket.destroy();
  else rejectSocket(socket, rejectionOfParser(error), inProgress?.id ?? randomUUID(), telemetry);
}

/** Answers on a socket that Fastify does not know, and closes it. */
export function rejectSocket(socket: Socket, rejection: Rejection, requestId: string, telemetry: Telemetry): void {
  const { status, code } = rejection;
  reportRejected(telemetry, { requestId, status, code });
  const body = bodyOf(rejection);
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': JSON_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.destroySoon();
}
