import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../support/upstreams.ts';

interface Identified {
  readonly __typename: string;
  readonly id: string;
}

async function startAll() {
  const numbers = [1, 2, 3, 4];
  const ems = await startEms(numbers.map((id) => emsRow({ id, createdAt: epoch + id })));
  const calls = new Map([[telnyxId(1), [callRow(1), callRow(2)]]]);
  const telnyx = await startTelnyx(
    numbers.map((number) => telnyxRow(number)),
    calls,
  );
  const x = await startX(numbers.map((number) => xRow(number)));
  const upstreams = [ems, telnyx, x];
  const switchboard = await startSwitchboard(...upstreams.map(({ settings }) => settings));
  const { data } = await switchboard.query(`{
    connections { nodes { __typename id } }
    sources { __typename id }
    telnyxConnections(filter: { connectionNameContains: "Line 1" }) {
      nodes { activeCalls { nodes { __typename id } } }
    }
  }`);
  const [{ activeCalls }] = data.telnyxConnections.nodes;
  const objects: readonly Identified[] = [...data.connections.nodes, ...data.sources, ...activeCalls.nodes];
  for (const { requests } of upstreams) requests.length = 0;
  const requestCounts = () => upstreams.map(({ requests }) => requests.length);
  return { ...switchboard, requestCounts, objects };
}

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describe('nodes(ids:)', () => {
  test('returns objects of every type in the order of the IDs, and repeats an object with its ID', async () => {
    const { query, objects } = await startAll();
    const expected = [...objects, ...objects].reverse();

    const { data, errors } = await query(NODES, { ids: expected.map(({ id }) => id) });

    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(expected);
    expect(new Set(objects.map(({ __typename }) => __typename)).size).toBe(7);
  });

  test('takes one request per source, however many fields need its objects', async () => {
    const { query, objects, requestCounts } = await startAll();
    const ids = objects.filter(({ __typename }) => __typename.endsWith('Connection')).map(({ id }) => id);

    const { data } = await query(
      `query ($ids: [ID!]!, $one: ID!) {
        nodes(ids: $ids) { id } again: nodes(ids: $ids) { __typename } node(id: $one) { id }
      }`,
      { ids, one: ids[0] },
    );

    expect(data.nodes).toEqual(ids.map((id) => ({ id })));
    expect(requestCounts()).toEqual([1, 1, 1]);
  });

  test('returns sources without an upstream request', async () => {
    const { query, objects, requestCounts } = await startAll();
    const sources = objects.filter(({ __typename }) => __typename.endsWith('Source'));

    const { data } = await query(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Source { status } } }',
      { ids: sources.map(({ id }) => id) },
    );

    expect(data.nodes).toEqual(sources.map((source) => ({ ...source, status: 'UP' })));
    expect(sources).toHaveLength(3);
    expect(requestCounts()).toEqual([0, 0, 0]);
  });

  test('returns null without an error for objects that do not exist', async () => {
    const { query, objects } = await startAll();
    const ids = [
      ['EmsConnection', 'ems', '9', String(epoch)],
      ['EmsConnection', 'ems'],
      ['EmsConnection', 'elsewhere', '1', String(epoch + 1)],
      ['EmsConnection', 'x', '1'],
      ['EmsSource', 'ems', 'more'],
      ['TelnyxConnection', 'telnyx', telnyxId(9)],
      ['TelnyxConnection', 'telnyx', telnyxId(1), 'more'],
      ['TelnyxConnection', 'telnyx', '..'],
      ['ActiveCall', 'telnyx', telnyxId(1), 'no-such-leg'],
      ['ActiveCall', 'telnyx', telnyxId(2), 'no-calls-here'],
      ['XStreamConnection', 'x', 'no-such-id'],
      ['Query', 'x'],
      ['__proto__', 'x', '__proto__'],
      ['XStreamConnection', '__proto__', '__proto__'],
    ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

    const { data, errors } = await query(NODES, { ids: [...ids, objects[0]?.id] });

    expect(errors).toEqual([]);
    expect(data.nodes).toEqual([...ids.map(() => null), objects[0]]);
  });

  test('reports an invalid ID at its index', async () => {
    const { query, objects } = await startAll();
    const [one, other] = objects;

    const { data, errors } = await query(NODES, { ids: [one?.id, 'garbage', other?.id, ''] });

    expect(data.nodes).toEqual([one, null, other, null]);
    expect(errors).toMatchObject([
      { path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT', argument: 'ids[1]' } },
      { path: ['nodes', 3], extensions: { code: 'BAD_USER_INPUT', argument: 'ids[3]' } },
    ]);
    expect(errors[0]?.message).toBe('Argument "ids[1]" must be an ID that this graph returned.');
  });

  test('reports a failing source at the index of each of its IDs', async () => {
    const { url } = await startServerOf((_request, response) => response.writeHead(403).end());
    const x = await startX([xRow(1)]);
    const { query } = await startSwitchboard(x.settings, { provider: 'EMS', name: 'ems', url });
    const { data } = await query('{ xStreamConnections { nodes { __typename id } } }');
    const [xConnection] = data.xStreamConnections.nodes;
    const failing = Buffer.from('["EmsConnection","ems","1","1"]').toString('base64url');

    const { data: mixed, errors } = await query(NODES, { ids: [failing, xConnection.id, failing] });

    expect(mixed.nodes).toEqual([null, xConnection, null]);
    const extensions = { code: 'UPSTREAM_FORBIDDEN', provider: 'EMS', source: 'ems' };
    expect(errors).toMatchObject([
      { path: ['nodes', 0], extensions },
      { path: ['nodes', 2], extensions },
    ]);
  });

  test('rejects more than 100 IDs without an upstream request', async () => {
    const { query, objects, requestCounts } = await startAll();
    const ids = Array.from({ length: 101 }, () => objects[0]?.id);

    const tooMany = await query(NODES, { ids });
    expect(tooMany.data).toBeNull();
    expect(tooMany.errors).toMatchObject([
      {
        message: 'Argument "ids" must contain at most 100 items, not 101.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'ids' },
      },
    ]);
    expect(requestCounts()).toEqual([0, 0, 0]);

    const { data } = await query(NODES, { ids: ids.slice(1) });
    expect(data.nodes).toHaveLength(100);
  });

  test('returns an empty list for no IDs', async () => {
    const { query, requestCounts } = await startAll();
    expect(await query(NODES, { ids: [] })).toMatchObject({ data: { nodes: [] }, errors: [] });
    expect(requestCounts()).toEqual([0, 0, 0]);
  });
});
