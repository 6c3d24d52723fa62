import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const OPERATIONS = 4;
const CONNECTIONS = 12;

/**
 * An account that responds to requests about calls only when as many are waiting as are expected at once. It then leaves time
 * for more to arrive.
 */
async function startPatient(expected: number) {
  const waiting: ServerResponse[] = [];
  let most = 0;
  const answerAll = async () => {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    most = Math.max(most, waiting.length);
    for (const response of waiting.splice(0))
      response.end(JSON.stringify({ data: [callRow(1)], meta: { total_items: 1 } }));
  };
  const server = await startServerOf((request, response) => {
    if (request.url?.includes('active_calls')) {
      if (waiting.push(response) === expected) void answerAll();
    } else {
      const data = Array.from({ length: CONNECTIONS }, (_, number) => telnyxRow(number));
      response.end(JSON.stringify({ data, meta: { total_results: CONNECTIONS } }));
    }
  });
  const settings = { provider: 'TELNYX', name: 'telnyx', apiKey: 'KEY', baseUrl: server.url };
  return { settings, requests: server.requests, mostAtOnce: () => most };
}

test.each([
  { concurrency: undefined, expected: 8 },
  { concurrency: 3, expected: 3 },
  { concurrency: 1, expected: 1 },
  { concurrency: 24, expected: 24 },
])(
  'all operations together have $expected requests to a source in flight, with concurrency $concurrency',
  async ({ concurrency, expected }) => {
    const upstream = await startPatient(expected);
    const switchboard = await startSwitchboard({
      ...upstream.settings,
      ...(concurrency !== undefined && { concurrency }),
    });
    const answers = await Promise.all(
      // Pages of different sizes, because identical requests are coalesced.
      Array.from({ length: OPERATIONS }, (_, number) =>
        switchboard.query(
          `{ telnyxConnections(first: ${30 + number}, sort: CREATED_AT_ASC) { nodes { activeCalls(first: ${10 + number}) { nodes { id } totalCount } } } }`,
        ),
      ),
    );
    for (const { data, errors } of answers) {
      expect(errors).toEqual([]);
      expect(data.telnyxConnections.nodes).toMatchObject(Array(CONNECTIONS).fill({ activeCalls: { totalCount: 1 } }));
    }
    expect(upstream.requests).toHaveLength(OPERATIONS * (1 + CONNECTIONS));
    expect(upstream.mostAtOnce()).toBe(expected);
  },
);
