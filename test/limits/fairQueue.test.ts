import { request } from 'undici';
import { expect, test } from 'vitest';
import { startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';
import { CONNECTIONS, manyCalls, startHoldingTelnyx } from './manyCalls.ts';

/** Waits until so many requests wait for a place in the queue of the source, by the metrics. */
async function untilWaiting(url: string, count: number): Promise<void> {
  for (let waiting = Number.NaN; waiting !== count; ) {
    const { body } = await request(new URL('/metrics', url));
    waiting = Number(/^switchboard_upstream_requests_waiting\{[^}]*\} (\d+)$/m.exec(await body.text())?.[1]);
  }
}

test('a small query is answered while a large one has hundreds of upstream requests in the queue', async () => {
  const telnyx = await startHoldingTelnyx();
  const { query, url } = await startSwitchboard({ ...telnyx.settings, concurrency: 8 });
  const large = query(manyCalls(2));
  await telnyx.respond();
  // The list, 8 requests in flight, and all others that the budget allows.
  await untilWaiting(url, 300 - 1 - 8);
  const small = query('{ telnyxConnections(first: 1, sort: CREATED_AT_ASC) { nodes { name } } }');
  await untilWaiting(url, 300 - 8);

  // The next two places go to one request of each query.
  await telnyx.respond();
  await telnyx.respond();
  await until(() => telnyx.requests.length === 1 + 8 + 2);
  expect(telnyx.requests.at(-1)?.path).toBe('/connections');

  // The seven others of the large query, and then the list of the small one.
  for (let responses = 0; responses < 8; responses += 1) await telnyx.respond();
  expect((await small).data.telnyxConnections.nodes).toEqual([{ name: 'Line 0' }]);
  expect(telnyx.requests.length).toBeLessThan(30);

  telnyx.respondToAll();
  expect((await large).data.telnyxConnections.nodes).toHaveLength(CONNECTIONS);
  expect(telnyx.requests).toHaveLength(300 + 1);
});
