import { describe, expect, test } from 'vitest';
import { emsRow } from './fixtures/ems.ts';
import { telnyxId } from './fixtures/telnyx.ts';
import { LISTS, startMisused } from './support/misuse.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms } from './support/upstreams.ts';

describe('the size of a page', () => {
  test.each([
    [{ first: 0 }, 'first', 'must be from 1 to 250, not 0.'],
    [{ first: -1 }, 'first', 'must be from 1 to 250, not -1.'],
    [{ first: 251 }, 'first', 'must be from 1 to 250, not 251.'],
    [{ first: 2147483647 }, 'first', 'must be from 1 to 250, not 2147483647.'],
    [{ last: 0 }, 'last', 'must be from 1 to 250, not 0.'],
    [{ last: -2147483648 }, 'last', 'must be from 1 to 250, not -2147483648.'],
    [{ last: 251 }, 'last', 'must be from 1 to 250, not 251.'],
    [{ first: 1, last: 1 }, 'last', 'must not be given together with "first".'],
  ])('%o is refused by every list', async (size, argument, rule) => {
    const { expectRefused } = await startMisused();
    for (const list of LISTS) {
      const selection = `query ($first: Int, $last: Int) { ${list}(first: $first, last: $last) { totalCount } }`;
      await expectRefused(selection, size, argument, rule);
    }
  });

  test('is 20 when nothing or null is asked for', async () => {
    const ems = await startEms(Array.from({ length: 21 }, (_, id) => emsRow({ id })));
    const { query } = await startSwitchboard(ems.settings);
    const { data } = await query(
      '{ a: connections { nodes { id } } b: connections(first: null, last: null) { nodes { id } } }',
    );
    expect([data.a.nodes.length, data.b.nodes.length]).toEqual([20, 20]);
  });

  test('is checked of active calls too, which is no matter of the connection they are on', async () => {
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

describe('an id', () => {
  const real = Buffer.from('["EmsConnection","ems","1","1767225600000"]');
  const NODE = 'query ($id: ID!) { node(id: $id) { id } }';

  test.each([
    ['nothing', ''],
    ['words', 'the first one'],
    ['a number', '1'],
    ['the provider’s own', telnyxId(1)],
    ['another base64 of a real one', real.toString('base64')],
    ['a real one with something behind it', `${real.toString('base64url')}!`],
    [
      'a real one written with spaces',
      Buffer.from('["EmsConnection", "ems", "1", "1767225600000"]').toString('base64url'),
    ],
    ['of numbers', Buffer.from('["EmsConnection","ems",1,1767225600000]').toString('base64url')],
    ['an object', Buffer.from('{"type":"EmsConnection"}').toString('base64url')],
    ['a type alone', Buffer.from('["EmsConnection"]').toString('base64url')],
    ['an empty array', Buffer.from('[]').toString('base64url')],
    ['a long text', 'A'.repeat(700_000)],
  ])('that is %s is refused', async (_case, id) => {
    const { query } = await startMisused();
    const { data } = await query(NODE, { id: real.toString('base64url') });
    expect(data.node).toEqual({ id: real.toString('base64url') });

    const { data: none, errors } = await query(NODE, { id });

    expect(none).toEqual({ node: null });
    expect(errors).toMatchObject([
      {
        message: 'Argument "id" must be an ID that this graph returned.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
      },
    ]);
  });

  test('never reaches the command line of a media server, where a newline begins the next command', async () => {
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
])('a source that nobody configured is refused: %s', async (list, argument, known) => {
  const { expectRefused } = await startMisused();
  await expectRefused(
    `{ ${list} { totalCount } }`,
    {},
    argument,
    `contains an unknown source name: "nope". Known sources: ${known}.`,
  );
});

test('a source of another provider is refused', async () => {
  const { expectRefused } = await startMisused();
  const rule = 'contains an unknown source name: "telnyx". Known sources: "ems".';
  await expectRefused('{ emsConnections(sources: ["telnyx"]) { totalCount } }', {}, 'sources', rule);
});
