import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { HttpServer } from './httpServer.ts';

/** No IPv6 on this machine. */
const NO_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Starts to listen. `localhost` is two addresses, and clients use either. Fastify would make a second HTTP server for the second one,
 * which would have none of the limits of the first.
 *
 * @returns the URL of the server
 */
export async function listen(fastify: HttpServer, host: string, port: number): Promise<string> {
  if (host !== 'localhost') return fastify.listen({ host, port });
  const second = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) =>
    fastify.server.emit('connection', socket),
  );
  fastify.addHook('preClose', async () => void second.close());
  await fastify.listen({ host: '127.0.0.1', port });
  const { port: chosen } = fastify.server.address() as AddressInfo;
  try {
    await once(second.listen(chosen, '::1'), 'listening');
  } catch (error) {
    if (!NO_ADDRESS.includes(Object(error).code)) throw error;
  }
  return `http://localhost:${chosen}`;
}
