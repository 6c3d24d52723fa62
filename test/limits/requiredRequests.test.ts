import { expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

async function start(maxUpstreamRequests: number) {
  const upstreams = [
    await startEms([emsRow({ id: 1 })], 'fra'),
    await startEms([emsRow({ id: 2 })], 'ams'),
    await startTelnyx([telnyxRow(1), telnyxRow(2)]),
    await startX([xRow(1)]),
  ];
  const settings = upstreams.map((upstream) => upstream.settings);
  const { query } = await startSwitchboardWith({ limits: { maxUpstreamRequests } }, ...settings);
  return { query, requestCount: () => upstreams.flatMap(({ requests }) => requests).length };
}

const connections = telnyxIds();

function telnyxIds(): string {
  const ids = [telnyxId(1), telnyxId(2)].map((id) => Buffer.from(JSON.stringify(['TelnyxConnection', 'telnyx', id])));
  return ids.map((id) => `"${id.toString('base64url')}"`).join();
}

test.each([
  ['{ connections { totalCount } }', 4],
  ['{ connections(filter: { providers: [EMS, X] }) { totalCount } }', 3],
  ['{ connections(filter: { sources: ["fra"] }) { totalCount } }', 1],
  ['{ emsConnections { totalCount } telnyxConnections { totalCount } xStreamConnections { totalCount } }', 4],
  ['{ emsConnections(sources: ["ams"]) { totalCount } }', 1],
  ['{ xStreamConnections(status: ACTIVE) { totalCount } b: xStreamConnections(status: INACTIVE) { totalCount } }', 2],
  ['{ xStreamConnections(endpoints: [SAMPLE_STREAM]) { totalCount } b: xStreamConnections { totalCount } }', 2],
  // One response of EMS answers both lists.
  ['{ emsConnections(filter: { direction: IN }) { totalCount } b: emsConnections(first: 3) { totalCount } }', 2],
  [`{ nodes(ids: [${connections}]) { id } }`, 1],
  ['{ sources { name } }', 0],
])('%s needs at least %i upstream requests', async (document, required) => {
  const enough = await start(Math.max(required, 1));
  expect((await enough.query(document)).errors).toEqual([]);
  if (required < 2) return;

  const { query, requestCount } = await start(required - 1);
  const { data, errors } = await query(document);

  expect(data).toBeNull();
  expect(errors).toMatchObject([
    {
      message: `The operation needs at least ${required} upstream requests, more than its budget of ${required - 1}. Select fewer lists or sources.`,
      extensions: { code: 'UPSTREAM_BUDGET_EXHAUSTED', required, limit: required - 1 },
    },
  ]);
  expect(requestCount()).toBe(0);
});
