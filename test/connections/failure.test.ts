import { expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../support/upstreams.ts';

/** A source of each provider. Those named respond with HTTP 503 and a body that no client may see. */
async function startWith(...failing: readonly ('ems' | 'telnyx' | 'x')[]) {
  const { url } = await startServerOf((_request, response) => response.writeHead(503).end('SECRET of the upstream'));
  const ems = await startEms([emsRow({ id: 1 }), emsRow({ id: 2 })]);
  const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)]);
  const x = await startX([xRow(1), xRow(2)]);
  return startSwitchboard(
    failing.includes('ems') ? { ...ems.settings, url } : ems.settings,
    failing.includes('telnyx') ? { ...telnyx.settings, baseUrl: url } : telnyx.settings,
    failing.includes('x') ? { ...x.settings, baseUrl: url } : x.settings,
  );
}

const PROBLEM = 'code message retryable retryAt httpStatus vendorCode';
const failure = {
  code: 'UPSTREAM_UNAVAILABLE',
  retryable: true,
  retryAt: null,
  httpStatus: 503,
  vendorCode: null,
} as const;

test('a failing source omits only its own items, and is reported in `outcomes` and in `errors`', async () => {
  const { query } = await startWith('telnyx');

  const { data, errors, status } = await query(`{
    connections { totalCount nodes { provider } outcomes { ok source { name } problem { ${PROBLEM} } } }
    sources { name status lastProblem { code } }
  }`);

  expect(status).toBe(200);
  const { nodes, totalCount, outcomes } = data.connections;
  expect(nodes.map(({ provider }: { provider: string }) => provider).sort()).toEqual(['EMS', 'EMS', 'X', 'X']);
  expect(totalCount).toBe(4);
  expect(outcomes).toEqual([
    { ok: true, source: { name: 'ems' }, problem: null },
    { ok: false, source: { name: 'telnyx' }, problem: { ...failure, message: expect.stringContaining('telnyx') } },
    { ok: true, source: { name: 'x' }, problem: null },
  ]);
  expect(errors).toEqual([
    {
      message: outcomes[1].problem.message,
      locations: [expect.anything()],
      path: ['connections'],
      extensions: { ...failure, provider: 'TELNYX', source: 'telnyx' },
    },
  ]);
  expect(JSON.stringify({ data, errors })).not.toMatch(/SECRET|127\.0\.0\.1/);
});

test('each list that a source is missing from has its own entry in `errors`', async () => {
  const { query } = await startWith('ems', 'x');

  const { data, errors } = await query(`{
    one: connections { nodes { id } }
    other: connections(filter: { providers: [EMS, TELNYX] }) { nodes { id } }
    emsConnections { nodes { id } }
    telnyxConnections { nodes { id } }
  }`);

  expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions['source']]).sort()).toEqual([
    ['emsConnections', 'ems'],
    ['one', 'ems'],
    ['one', 'x'],
    ['other', 'ems'],
  ]);
  expect(data.one).toEqual(data.telnyxConnections);
  expect(data.other).toEqual(data.telnyxConnections);
  expect(data.emsConnections.nodes).toEqual([]);
});

test('a list whose sources all fail is empty, not null, and has their outcomes', async () => {
  const { query } = await startWith('ems', 'telnyx', 'x');

  const { data, errors, status } = await query(`{
    connections {
      edges { cursor }
      nodes { id }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
      outcomes { ok problem { code } }
    }
  }`);

  expect(status).toBe(200);
  const outcome = { ok: false, problem: { code: 'UPSTREAM_UNAVAILABLE' } };
  expect(data.connections).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    totalCount: 0,
    outcomes: [outcome, outcome, outcome],
  });
  expect(errors.map(({ extensions }) => extensions['source'])).toEqual(['ems', 'telnyx', 'x']);
});

test('a failure is reported even if `outcomes` is not selected', async () => {
  const { query } = await startWith('x');

  const { data, errors } = await query('{ connections { totalCount } }');

  expect(data).toEqual({ connections: { totalCount: 4 } });
  expect(errors).toMatchObject([{ path: ['connections'], extensions: { source: 'x' } }]);
});

test('a cursor from a page that a source was missing from works when the source is back', async () => {
  const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2), telnyxRow(3)]);
  let down = true;
  const { url } = await startServerOf((_request, response) => {
    response.writeHead(down ? 500 : 200, { 'content-type': 'text/plain' });
    response.end(down ? '' : '{"data":null,"description":"","status":"SUCCESS"}');
  });
  const { query } = await startSwitchboard(telnyx.settings, { provider: 'EMS', name: 'ems', url });
  const page =
    'query ($after: String) { connections(first: 2, after: $after) { nodes { name } pageInfo { endCursor } } }';

  const first = await query(page);
  down = false;
  const second = await query(page, { after: first.data.connections.pageInfo.endCursor });

  expect(first.errors).toHaveLength(1);
  expect(second.errors).toEqual([]);
  const names = [first, second].flatMap(({ data }) => data.connections.nodes);
  expect(names).toEqual(['Line 3', 'Line 2', 'Line 1'].map((name) => ({ name })));
});
