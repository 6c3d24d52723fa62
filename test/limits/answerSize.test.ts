import { expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startSwitchboard, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

const TOO_LARGE = [{ extensions: { code: 'ANSWER_TOO_LARGE' } }];

test('an answer larger than the limit is replaced by an error, and the next one is complete', async () => {
  const rows = Array.from({ length: 50 }, (_, index) => emsRow({ id: index + 1 }));
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboardWith({ limits: { maxAnswerBytes: 2_000 } }, settings);

  const large = await query('{ emsConnections(first: 50) { nodes { id name } } }');
  const small = await query('{ emsConnections(first: 5) { nodes { id name } } }');

  expect(large.data).toBeNull();
  expect(large.errors).toMatchObject(TOO_LARGE);
  expect(large.errors[0]?.message).toBe('The answer is larger than 2000 bytes. Request smaller pages or fewer fields.');
  expect(small.errors).toEqual([]);
  expect(small.data.emsConnections.nodes).toHaveLength(5);
});

test.each([
  ['keys', '{ emsConnections { nodes { averyveryveryveryveryveryveryverylongresponsekey: active } } }'],
  ['JSON objects', '{ emsConnections { nodes { settings { parameters } } } }'],
  ['cursors', '{ emsConnections { edges { cursor } } }'],
])('the size of %s counts', async (_what, document) => {
  const pullSettings = { localStreamName: 'studio-with-a-long-name-that-counts', keepAlive: 1 };
  const rows = Array.from({ length: 10 }, (_, index) => ({ ...emsRow({ id: index + 1 }), pullSettings }));
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboardWith({ limits: { maxAnswerBytes: 500 } }, settings);
  expect((await query(document)).errors).toMatchObject(TOO_LARGE);
});

// An emoji has four bytes, but two UTF-16 code units.
test('the size counts bytes, not characters', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => emsRow({ id: index + 1, stream: '🎥'.repeat(100) }));
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboardWith({ limits: { maxAnswerBytes: 3_000 } }, settings);
  expect((await query('{ emsConnections { nodes { name } } }')).errors).toMatchObject(TOO_LARGE);
});

test('an answer of 16 MB is possible by default, and a larger one is not', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => emsRow({ id: index + 1, stream: 'x'.repeat(4_000) }));
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboard(settings);
  const names = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: name`).join(' ');
  const { errors } = await query(`{ emsConnections(first: 200) { nodes { ${names(19)} } } }`);
  expect(errors).toEqual([]);
  expect((await query(`{ emsConnections(first: 200) { nodes { ${names(22)} } } }`)).errors).toMatchObject(TOO_LARGE);
});
