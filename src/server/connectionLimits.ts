import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientLimit } from '../telemetry/events.ts';
import { clientAddress } from './auth/clientAddress.ts';

export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerClient: number;
}

/**
 * Closes new connections beyond a limit, without an answer. Clients are told apart by the address of the socket, because a header can be
 * forged. All clients of a proxy are one client here.
 */
export function limitConnections(
  server: Server,
  { maxConnections, maxConnectionsPerClient }: ConnectionLimits,
  onClose: (limit: ClientLimit) => void,
): void {
  const byClient = new Map<string, number>();
  let total = 0;

  server.on('connection', (socket: Socket) => {
    const client = clientAddress({ ip: socket.remoteAddress ?? '', socket });
    const count = (byClient.get(client) ?? 0) + 1;
    if (total >= maxConnections || count > maxConnectionsPerClient) {
      onClose(total >= maxConnections ? 'connections' : 'connections_per_client');
      socket.destroy();
      return;
    }
    total += 1;
    byClient.set(client, count);
    socket.once('close', () => {
      total -= 1;
      const left = (byClient.get(client) ?? 0) - 1;
      if (left === 0) byClient.delete(client);
      else byClient.set(client, left);
    });
  });
}
