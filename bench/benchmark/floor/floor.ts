import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';
import type { Workload } from '../workloads.ts';
import { ANSWERS } from './answers.ts';
import { createGet, withCache } from './get.ts';

/*
 * The floor: a proxy written by hand that does no GraphQL and sends the same bytes. No GraphQL server can cost less.
 */

/** Starts the floor on a free port. */
export async function startFloor(environment: UpstreamEnvironment, cacheMs: number) {
  const uncached = createGet(environment);
  const get = cacheMs > 0 ? withCache(uncached, cacheMs) : uncached;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
      try {
        const data = await ANSWERS[operationName as Workload['name']](get, variables.first);
        const body = Buffer.from(`${JSON.stringify({ data })}\n`);
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
        response.end(body);
      } catch {
        response.writeHead(502).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
