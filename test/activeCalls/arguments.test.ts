import { expect, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyx } from '../support/upstreams.ts';

const callsOf = (size: number) => Array.from({ length: size }, (_, number) => callRow(number));

/** An account with two connections that have calls, and cursors to use as arguments, valid and invalid ones. */
async function start() {
  const calls = new Map([1, 2].map((number) => [telnyxId(number), callsOf(30)]));
  const upstream = await startTelnyx([telnyxRow(1), telnyxRow(2)], calls);
  const switchboard = await startSwitchboard(upstream.settings);
  const { data } = await switchboard.query(
    '{ telnyxConnections(sort: CREATED_AT_ASC) { edges { cursor } nodes { activeCalls(first: 5) { edges { cursor } } } } }',
  );
  const { edges, nodes } = data.telnyxConnections;
  const [own, other] = nodes.map(
    (node: { activeCalls: { edges: { cursor: string }[] } }) => node.activeCalls.edges[2]?.cursor,
  );
  upstream.requests.length = 0;
  const cursors: Record<string, string> = { own, other, connection: edges[0].cursor, text: 'call 5', empty: '' };
  const query = async (given: string, selected: string) => {
    const variables = Object.entries(cursors).filter(([name]) => given.includes(`$${name}`));
    const declared = variables.length === 0 ? '' : `(${variables.map(([name]) => `$${name}: String`).join(', ')})`;
    return switchboard.query(
      `query ${declared} { telnyxConnections(first: 1, sort: CREATED_AT_ASC) { nodes { activeCalls(${given}) { ${selected} } } } }`,
      Object.fromEntries(variables),
    );
  };
  return { upstream, query };
}

const cases = [
  { given: 'first: 0', argument: 'first' },
  { given: 'first: -1', argument: 'first' },
  { given: 'first: 251', argument: 'first' },
  { given: 'last: 0', argument: 'last' },
  { given: 'last: 251', argument: 'last' },
  { given: 'first: 5, last: 5', argument: 'last' },
  { given: 'first: 5, after: $own, before: $own', argument: 'before' },
  { given: 'last: 5, after: $own', argument: 'after' },
  { given: 'first: 5, before: $own', argument: 'before' },
  { given: 'first: 5, after: $text', argument: 'after' },
  { given: 'first: 5, after: $empty', argument: 'after' },
  { given: 'last: 5, before: $connection', argument: 'before' },
  { given: 'first: 5, after: $other', argument: 'after' },
  { given: 'last: 5, before: $other', argument: 'before' },
];

test.each(cases.flatMap((one) => ['nodes { id }', 'totalCount'].map((selected) => ({ ...one, selected }))))(
  'activeCalls($given) { $selected } is rejected before any request for calls',
  async ({ given, argument, selected }) => {
    const { upstream, query } = await start();
    const { data, errors } = await query(given, selected);
    expect(data.telnyxConnections.nodes).toEqual([{ activeCalls: null }]);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(`"${argument}"`),
        path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
        extensions: { code: 'BAD_USER_INPUT', argument },
      },
    ]);
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/v2/connections']);
  },
);

test.each([
  { given: 'first: 250', sent: 'page%5Blimit%5D=250' },
  { given: 'first: null, after: null', sent: 'page%5Blimit%5D=20' },
  { given: 'first: 5, after: $own', sent: 'page%5Blimit%5D=8' },
  { given: 'last: 5, before: $own', sent: 'page%5Blimit%5D=3' },
  { given: 'last: 5', sent: 'page%5Blimit%5D=250' },
])('activeCalls($given) sends one request, with $sent', async ({ given, sent }) => {
  const { upstream, query } = await start();
  const { errors } = await query(given, 'nodes { id }');
  expect(errors).toEqual([]);
  expect(upstream.requests.slice(1).map(({ query: parameters }) => parameters.toString())).toEqual([sent]);
});

test('the page after an endCursor takes one request, with a page cursor of Telnyx', async () => {
  const upstream = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), callsOf(30)]]));
  const switchboard = await startSwitchboard(upstream.settings);
  const document = `query ($after: String) {
    telnyxConnections { nodes { activeCalls(first: 10, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }
  }`;
  const first = await switchboard.query(document);
  upstream.requests.length = 0;
  const { endCursor: after } = first.data.telnyxConnections.nodes[0].activeCalls.pageInfo;
  await switchboard.query(document, { after });
  // Telnyx receives its page cursor unchanged.
  expect(upstream.requests[1]?.target).toMatch(/\?page%5Blimit%5D=10&page%5Bafter%5D=v1%3A[A-Za-z0-9%]+$/);
  expect(upstream.requests).toHaveLength(2);
});

test('a cursor is valid in another process with the same configuration', async () => {
  const { settings } = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), callsOf(30)]]));
  const [one, other] = [await startSwitchboard(settings), await startSwitchboard(settings)];
  const { edges } = await readCalls(one, { first: 10 });
  const [third, tenth] = [edges[2]?.cursor ?? '', edges[9]?.cursor ?? ''];
  expect(legsOf([await readCalls(other, { first: 1, after: third })])).toEqual([callRow(3).call_leg_id]);
  expect(legsOf([await readCalls(other, { first: 1, after: tenth })])).toEqual([callRow(10).call_leg_id]);
  expect(legsOf([await readCalls(other, { last: 1, before: third })])).toEqual([callRow(1).call_leg_id]);
});
