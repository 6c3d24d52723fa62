import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const OPERATIONS = 4;
const CONNECTIONS = 12;

/**
 * An account that holds requests for calls until the expected number of them has arrived. It then leaves time for more to arrive,
 * and responds to all.
 */
async function startHolding(expected: number) {
  const held: ServerResponse[] = [];
  let most = 0;
  const respondToAll = async () => {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    most = Math.max(most, held.length);
    for (const response of held.splice(0))
      response.end(JSON.stringify({ data: [callRow(1)], meta: { total_items: 1 } }));
  };
  const server = await startServerOf((request, response) => {
    if (request.url?.includes('active_calls')) {
      if (held.push(response) === expected) void respondToAll();
    } else {
      const data = Array.from({ length: CONNECTIONS }, (_, number) => telnyxRow(number));
      response.end(JSON.stringify({ data, meta: { total_results: CONNECTIONS } }));
    }
  });
  const settings = { provider: 'TELNYX', name: 'telnyx', apiKey: 'KEY', baseUrl: server.url };
  return { settings, requests: server.requests, mostInFlight: () => most };
}

test.each([
  { settings: {}, expected: 8 },
  { settings: { concurrency: 3 }, expected: 3 },
  { settings: { concurrency: 1 }, expected: 1 },
  { settings: { concurrency: 24 }, expected: 24 },
])(
  'all operations together have $expected requests to a source in flight, with the settings $settings',
  async ({ settings, expected }) => {
    const upstream = await startHolding(expected);
    const switchboard = await startSwitchboard({ ...upstream.settings, ...settings });
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
    expect(upstream.mostInFlight()).toBe(expected);
  },
);
