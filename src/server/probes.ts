import type { Metrics } from '../telemetry/metrics.ts';
import type { HttpServer } from './httpServer.ts';

/** Endpoints for operators. They make no upstream request: upstream health must not restart this process. */
export function addProbes(fastify: HttpServer, metrics: Metrics, isShuttingDown: () => boolean): void {
  fastify.get('/health/live', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  fastify.get('/health/ready', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .code(isShuttingDown() ? 503 : 200)
      .send({ status: isShuttingDown() ? 'stopping' : 'ready' }),
  );

  fastify.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text()),
  );
}
