import { parentPort, workerData } from 'node:worker_threads';
import { request } from 'undici';

/*
 * Sends queries from a thread of its own, so that the server's event loop does nothing else than answering them.
 */

parentPort?.on('message', async ({ query, variables }) => {
  const { statusCode: status, body } = await request(workerData, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'x-graphql-cost': 'true',
    },
    body: JSON.stringify({ query, variables }),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const text = await body.text();
  const { errors, extensions } = JSON.parse(text);
  parentPort?.postMessage({
    status,
    bytes: text.length,
    code: errors?.[0]?.extensions?.code ?? null,
    actual: extensions?.cost?.actual ?? null,
  });
});
