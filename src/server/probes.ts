import type { Metrics } from '../telemetry/metrics.ts';
import type { HttpServer } from './httpServer.ts';

/** What those ask who run the server. No upstream is asked for it: its weather is no reason to restart this process. */
export function addProbes(fastify: HttpServer, metrics: Metrics, isStopping: () => boolean): void {
  fastify.get('/health/live', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  fastify.get('/health/ready', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .code(isStopping() ? 503 : 200)
      .send({ status: isStopping() ? 'stopping' : 'ready' }),
  );

  fastify.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text()),
  );
}
