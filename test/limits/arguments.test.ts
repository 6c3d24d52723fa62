import { expect, test } from 'vitest';
import { startMisused } from '../support/invalidInput.ts';

const LONG = 'x'.repeat(257);

test.each([
  ['connections(filter: { nameContains: $text })', 'filter.nameContains'],
  ['connections(filter: { sources: [$text] })', 'filter.sources[0]'],
  ['emsConnections(filter: { nameContains: $text })', 'filter.nameContains'],
  ['emsConnections(filter: { streamName: $text })', 'filter.streamName'],
  ['emsConnections(filter: { types: ["IR", $text] })', 'filter.types[1]'],
  ['emsConnections(sources: [$text])', 'sources[0]'],
  ['telnyxConnections(filter: { connectionNameContains: $text })', 'filter.connectionNameContains'],
])('a text of more than 256 characters is rejected in %s', async (field, argument) => {
  const { expectRejected } = await startMisused();
  const document = `query ($text: String!) { ${field} { totalCount } }`;
  await expectRejected(document, { text: LONG }, argument, 'must be at most 256 characters.');
  await expectRejected(document, { text: '🎥'.repeat(257) }, argument, 'must be at most 256 characters.');
});

test('a text of 256 characters is accepted, however many bytes they have', async () => {
  const { query } = await startMisused();
  const document = 'query ($text: String!) { emsConnections(filter: { nameContains: $text }) { totalCount } }';
  expect(await query(document, { text: '🎥'.repeat(256) })).toMatchObject({
    data: { emsConnections: { totalCount: 0 } },
    errors: [],
  });
});

test.each([
  ['emsConnections(sources: $list) { totalCount }', 'sources', '[String!]', 'ems'],
  ['connections(filter: { sources: $list }) { totalCount }', 'filter.sources', '[String!]', 'ems'],
  ['connections(filter: { providers: $list }) { totalCount }', 'filter.providers', '[Provider!]', 'EMS'],
  ['emsConnections(filter: { types: $list }) { totalCount }', 'filter.types', '[String!]', 'IR'],
  ['xStreamConnections(endpoints: $list) { totalCount }', 'endpoints', '[XStreamEndpoint!]', 'SAMPLE_STREAM'],
  ['nodes(ids: $list) { id }', 'ids', '[ID!]!', 'x'],
])('a list of more than 100 items is rejected in %s', async (field, argument, type, item) => {
  const { expectRejected } = await startMisused();
  const list = Array.from({ length: 101 }, () => item);
  await expectRejected(
    `query ($list: ${type}) { ${field} }`,
    { list },
    argument,
    'must contain at most 100 items, not 101.',
  );
});

// Each of the 60 lists used to compare 405 KB with every name, for 27 s in all.
test('a long text is rejected once, however many fields use it', async () => {
  const { query } = await startMisused();
  const lists = Array.from(
    { length: 20 },
    (_, n) => `a${n}: connections(filter: { nameContains: $text }) { totalCount }`,
  );
  const { errors } = await query(`query ($text: String!) { ${lists.join(' ')} }`, { text: 'a'.repeat(405_000) });
  expect(errors).toHaveLength(1);
});
