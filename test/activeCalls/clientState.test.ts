import { expect, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyx } from '../support/upstreams.ts';

/** The client state that a client gets for this one. */
async function clientStateOf(state: string | null): Promise<string | null> {
  const calls = new Map([[telnyxId(1), [callRow(1, { client_state: state })]]]);
  const { settings } = await startTelnyx([telnyxRow(1)], calls);
  const { query } = await startSwitchboard(settings);
  const { data, errors } = await query('{ telnyxConnections { nodes { activeCalls { nodes { clientState } } } } }');
  expect(errors).toEqual([]);
  return data.telnyxConnections.nodes[0].activeCalls.nodes[0].clientState;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['null', null],
  ['empty', ''],
  ['text', base64('{"queue":"sales","step":3}')],
  ['text without padding', base64('step=12').replace(/=+$/, '')],
  ['base64 that looks like a key in a path', 'aB1/cD2eF3gH4iJ5kL6mN7oP8/qR9s'],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0x3f, 0x61, 0x3d, 0x40]).toString('base64')],
  ['longer than any name', base64('x'.repeat(10_000))],
  ['no base64', 'step 12'],
])('client state is returned as Telnyx sends it: %s', async (_what, state) => {
  expect(await clientStateOf(state)).toBe(state);
});

test.each([
  [base64('{"queue":"sales","token":"X"}'), base64('{"queue":"sales","token":"***')],
  [base64(`{"notes":"${'x'.repeat(10_000)}","token":"X"}`), base64(`{"notes":"${'x'.repeat(10_000)}","token":"***`)],
  ['password=X', 'password=***'],
])('a secret in client state is masked, in base64 and in text', async (state, expected) => {
  expect(await clientStateOf(state)).toBe(expected);
});
