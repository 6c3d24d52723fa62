import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../src/relay/globalId.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';
import { startTelnyx } from '../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const callsOf = (size: number) => Array.from({ length: size }, (_, number) => callRow(number));

describe('node(id:) of an active call', () => {
  const NODE = 'query ($id: ID!) { node(id: $id) { id ... on ActiveCall { callSessionId connection { name } } } }';
  const idOf = (number: number) => toGlobalId('ActiveCall', 'telnyx', telnyxId(0), String(callRow(number).call_leg_id));

  test('returns the call, and null once it has ended', async () => {
    const calls = callsOf(3);
    const upstream = await startTelnyx(account(1), new Map([[telnyxId(0), calls]]));
    const { query } = await startSwitchboard(upstream.settings);
    expect((await query(NODE, { id: idOf(1) })).data).toEqual({
      node: { id: idOf(1), callSessionId: 'session-1', connection: { name: 'Line 0' } },
    });
    calls.splice(1, 1);
    expect(await query(NODE, { id: idOf(1) })).toMatchObject({ data: { node: null }, errors: [] });
  });

  test('returns null if the connection no longer exists or cannot have calls', async () => {
    const upstream = await startTelnyx(account(1));
    const { query } = await startSwitchboard(upstream.settings);
    expect(await query(NODE, { id: idOf(1) })).toMatchObject({ data: { node: null }, errors: [] });
  });

  test('reports an error for the connection of the call if that no longer exists', async () => {
    const upstream = await startTelnyxOf(({ path }) =>
      path.endsWith('/active_calls')
        ? { body: { data: callsOf(2) } }
        : { status: 404, body: { errors: [{ code: '10005' }] } },
    );
    const { query } = await startSwitchboard(upstream.settings);
    expect(await query(NODE, { id: idOf(1) })).toMatchObject({
      data: { node: null },
      errors: [{ path: ['node', 'connection'], extensions: { code: 'UPSTREAM_REJECTED', source: 'telnyx' } }],
    });
  });

  test.each([
    { number: 10, requests: 1 },
    { number: 260, requests: 2 },
    { number: 599, requests: 3 },
    { number: 10_000, requests: 3 },
  ])(
    'reads pages until one has the call: call $number of 600 takes $requests requests',
    async ({ number, requests }) => {
      const upstream = await startTelnyx(account(1), new Map([[telnyxId(0), callsOf(600)]]));
      const { query } = await startSwitchboard(upstream.settings);
      await query('query ($id: ID!) { node(id: $id) { id } again: node(id: $id) { id } }', { id: idOf(number) });
      expect(upstream.requests).toHaveLength(requests);
    },
  );
});
