import type { ServerResponse } from 'node:http';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { until } from '../support/until.ts';
import { startServerOf } from '../support/upstreams.ts';

export const CONNECTIONS = 250;

/** Lists of calls for each of 250 connections, no two of them with the same upstream request. */
export function manyCalls(lists: number): string {
  const selections = Array.from(
    { length: lists },
    (_, index) => `calls${index}: activeCalls(first: ${index + 1}) { totalCount nodes { id } }`,
  );
  return `{ telnyxConnections(first: ${CONNECTIONS}, sort: CREATED_AT_ASC) { nodes { name ${selections.join(' ')} } } }`;
}

/** An account of 250 connections that holds every response until the test sends it. */
export async function startHoldingTelnyx() {
  const held: ServerResponse[] = [];
  let holds = true;
  const server = await startServerOf((request, response) => {
    if (holds) held.push(response);
    else send(response, request.url);
  });
  return {
    requests: server.requests,
    settings: { provider: 'TELNYX', name: 'telnyx', apiKey: 'KEY', baseUrl: server.url },
    /** Sends the oldest held response, after it has arrived. */
    async respond() {
      await until(() => held.length > 0);
      const response = held.shift();
      if (response !== undefined) send(response, response.req.url);
    },
    /** Sends all held responses, and all that follow. */
    respondToAll() {
      holds = false;
      for (const response of held.splice(0)) send(response, response.req.url);
    },
  };
}

function send(response: ServerResponse, url = ''): void {
  const { pathname, searchParams } = new URL(url, 'http://telnyx');
  if (pathname.endsWith('/active_calls')) {
    response.end(JSON.stringify({ data: [callRow(1)], meta: { total_items: 1 } }));
    return;
  }
  const size = Number(searchParams.get('page[size]'));
  const data = Array.from({ length: Math.min(size, CONNECTIONS) }, (_, index) => telnyxRow(index));
  response.end(JSON.stringify({ data, meta: { total_results: CONNECTIONS } }));
}
