import type { onRequestAsyncHookHandler } from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import type { HttpServer } from './httpServer.ts';

/**
 * Endpoints for operators. They make no upstream request: upstream health must not restart this process.
 *
 * @param metricsAccess hooks that decide who may read the metrics
 */
export function addProbes(
  fastify: HttpServer,
  metrics: Metrics,
  isShuttingDown: () => boolean,
  metricsAccess: onRequestAsyncHookHandler[],
): void {
  fastify.get('/health/live', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  fastify.get('/health/ready', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .code(isShuttingDown() ? 503 : 200)
      .send({ status: isShuttingDown() ? 'stopping' : 'ready' }),
  );

  fastify.get('/metrics', { onRequest: metricsAccess }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text()),
  );
}
