import type { onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import type { HttpServer } from './httpServer.ts';

/** For orchestrators. The probes make no upstream request: upstream health must not restart this process. */
export function addProbes(fastify: HttpServer, isShuttingDown: () => boolean): void {
  fastify.get('/health/live', async () => ({ status: 'live' }));

  fastify.get('/health/ready', async (_request, reply) =>
    isShuttingDown() ? reply.code(503).send({ status: 'stopping' }) : { status: 'ready' },
  );
}

/**
 * For Prometheus.
 *
 * @param access hooks that decide who may read the metrics
 */
export function addMetrics(
  fastify: HttpServer,
  metrics: Metrics,
  access: (onRequestHookHandler | onRequestAsyncHookHandler)[],
): void {
  fastify.get('/metrics', { config: { cors: false }, onRequest: access }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}
