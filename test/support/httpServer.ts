import { onTestFinished } from 'vitest';
import { createHttpServer, type HttpServerOptions } from '../../src/server/httpServer.ts';
import { SOCKET_LIMITS, type SocketLimits } from '../../src/server/socketLimits.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

export interface TestHttpServerOptions {
  readonly hosts?: Partial<HttpServerOptions['hosts']>;
  readonly sockets?: Partial<SocketLimits>;
  readonly connections?: Partial<HttpServerOptions['connections']>;
}

/**
 * Starts the HTTP server without GraphQL, for one test. `GET /bytes/<n>` has an answer of that many bytes. `POST /wait` reads the body, and
 * is answered after `release()`.
 */
export async function startHttpServer({ hosts = {}, sockets = {}, connections = {} }: TestHttpServerOptions) {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics();
  const fastify = createHttpServer({
    hosts: { host: '127.0.0.1', allowedHosts: [], isAuthenticated: false, ...hosts },
    corsOrigins: [],
    connections: { maxConnections: 1_000, maxConnectionsPerClient: 1_000, ...connections },
    sockets: { ...SOCKET_LIMITS, ...sockets },
    trustedProxies: [],
    telemetry: { log, metrics },
    isShuttingDown: () => false,
  });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const started: string[] = [];
  fastify.get('/bytes/:count', async ({ params }) => 'x'.repeat(Number(Object(params).count)));
  fastify.post('/wait', async ({ id }) => {
    started.push(id);
    await released;
    return { id };
  });
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    release();
    fastify.server.closeAllConnections();
    await fastify.close();
  });
  /** How many connections were closed, by the limit reached. */
  const closedConnections = async () => {
    const found = (await metrics.text()).matchAll(/^switchboard_closed_connections_total\{limit="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries(found.map(([, limit, count]) => [limit, Number(count)]));
  };
  return { url, lines, started, release, closedConnections, openSockets: () => openSocketsOf(fastify.server) };
}

function openSocketsOf(server: ReturnType<typeof createHttpServer>['server']): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
