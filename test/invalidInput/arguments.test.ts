import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxId } from '../fixtures/telnyx.ts';
import { LISTS, startMisused } from '../support/invalidInput.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

describe('the page size', () => {
  test.each([
    [{ first: 0 }, 'first', 'must be from 1 to 250, not 0.'],
    [{ first: -1 }, 'first', 'must be from 1 to 250, not -1.'],
    [{ first: 251 }, 'first', 'must be from 1 to 250, not 251.'],
    [{ first: 2147483647 }, 'first', 'must be from 1 to 250, not 2147483647.'],
    [{ last: 0 }, 'last', 'must be from 1 to 250, not 0.'],
    [{ last: -2147483648 }, 'last', 'must be from 1 to 250, not -2147483648.'],
    [{ last: 251 }, 'last', 'must be from 1 to 250, not 251.'],
    [{ first: 1, last: 1 }, 'last', 'must not be given together with "first".'],
  ])('%o is rejected by every list', async (size, argument, rule) => {
    const { expectRejected } = await startMisused();
    for (const list of LISTS) {
      const selection = `query ($first: Int, $last: Int) { ${list}(first: $first, last: $last) { totalCount } }`;
      await expectRejected(selection, size, argument, rule);
    }
  });

  test('is 20 if absent or null', async () => {
    const ems = await startEms(Array.from({ length: 21 }, (_, id) => emsRow({ id })));
    const { query } = await startSwitchboard(ems.settings);
    const { data } = await query(
      '{ a: connections { nodes { id } } b: connections(first: null, last: null) { nodes { id } } }',
    );
    expect([data.a.nodes.length, data.b.nodes.length]).toEqual([20, 20]);
  });

  test('of active calls is checked too, and an invalid one does not affect the connection', async () => {
    const { query } = await startMisused();

    const { data, errors } = await query(
      '{ telnyxConnections { nodes { name activeCalls(first: 251) { totalCount } } } }',
    );

    expect(data.telnyxConnections.nodes[0]).toEqual({ name: 'Line 3', activeCalls: null });
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatchObject({
      message: 'Argument "first" must be from 1 to 250, not 251.',
      path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
    });
  });
});

describe('an ID', () => {
  const valid = Buffer.from('["EmsConnection","ems","1","1767225600000"]');
  const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

  test.each([
    ['an empty string', ''],
    ['plain text', 'the first one'],
    ['a number', '1'],
    ['a native ID', telnyxId(1)],
    ['a valid ID in another base64 alphabet', valid.toString('base64')],
    ['a valid ID with a suffix', `${valid.toString('base64url')}!`],
    [
      'a valid ID with spaces in its JSON',
      Buffer.from('["EmsConnection", "ems", "1", "1767225600000"]').toString('base64url'),
    ],
    ['a JSON array with numbers', Buffer.from('["EmsConnection","ems",1,1767225600000]').toString('base64url')],
    ['a JSON object', Buffer.from('{"type":"EmsConnection"}').toString('base64url')],
    ['a type name alone', Buffer.from('["EmsConnection"]').toString('base64url')],
    ['an empty JSON array', Buffer.from('[]').toString('base64url')],
    ['a very long text', 'A'.repeat(700_000)],
  ])('that is %s is rejected', async (_case, id) => {
    const { query } = await startMisused();
    const { data } = await query(NODE, { id: valid.toString('base64url') });
    expect(data.node).toEqual({ id: valid.toString('base64url') });

    const { data: rejected, errors } = await query(NODE, { id });

    expect(rejected).toEqual({ node: null });
    expect(errors).toMatchObject([
      {
        message: 'Argument "id" must be an ID that this graph returned.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
      },
    ]);
  });

  test('never reaches the CLI of EMS, where a newline would start another command', async () => {
    const { query, ems } = await startMisused();
    const command = '1\nlaunchProcess fullBinaryPath=/bin/sh';
    const ids = [
      ['EmsConnection', 'ems', command, '1'],
      ['EmsConnection', 'ems', '1', command],
      ['EmsConnection', 'ems', command],
      ['EmsConnection', `ems${command}`, '1', '1'],
      ['EmsConnection\n', 'ems', '1', '1'],
    ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

    const { data, errors } = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });

    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(ids.map(() => null));
    expect(ems.requests.map(({ target }) => target)).toEqual(['/listConnections']);
  });
});

test.each([
  ['connections(filter: { sources: ["ems", "nope"] })', 'filter.sources', '"ems", "telnyx", "x"'],
  ['emsConnections(sources: ["nope"])', 'sources', '"ems"'],
  ['telnyxConnections(sources: ["nope"])', 'sources', '"telnyx"'],
  ['xStreamConnections(sources: ["x", "nope"])', 'sources', '"x"'],
])('rejects a source that is not configured: %s', async (list, argument, known) => {
  const { expectRejected } = await startMisused();
  await expectRejected(
    `{ ${list} { totalCount } }`,
    {},
    argument,
    `contains an unknown source name: "nope". Known sources: ${known}.`,
  );
});

test('rejects a source of another provider', async () => {
  const { expectRejected } = await startMisused();
  const rule = 'contains an unknown source name: "telnyx". Known sources: "ems".';
  await expectRejected('{ emsConnections(sources: ["telnyx"]) { totalCount } }', {}, 'sources', rule);
});
