import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from './fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from './fixtures/telnyx.ts';
import { xRow } from './fixtures/xstream.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from './support/upstreams.ts';

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
  const calledFor = () => upstreams.map(({ requests }) => requests.length);
  return { ...switchboard, calledFor, objects };
}

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describe('nodes', () => {
  test('of every kind come in the order of their ids, each again where it is asked for again', async () => {
    const { query, objects } = await startAll();
    const wanted = [...objects, ...objects].reverse();

    const { data, errors } = await query(NODES, { ids: wanted.map(({ id }) => id) });

    expect(errors).toEqual([]);
    expect(data.nodes).toEqual(wanted);
    expect(new Set(objects.map(({ __typename }) => __typename)).size).toBe(7);
  });

  test('of three providers take one call of each, however many fields ask for them', async () => {
    const { query, objects, calledFor } = await startAll();
    const ids = objects.filter(({ __typename }) => __typename.endsWith('Connection')).map(({ id }) => id);

    const { data } = await query(
      `query ($ids: [ID!]!, $one: ID!) {
        nodes(ids: $ids) { id } again: nodes(ids: $ids) { __typename } node(id: $one) { id }
      }`,
      { ids, one: ids[0] },
    );

    expect(data.nodes).toEqual(ids.map((id) => ({ id })));
    expect(calledFor()).toEqual([1, 1, 1]);
  });

  test('that are sources take no call at all', async () => {
    const { query, objects, calledFor } = await startAll();
    const sources = objects.filter(({ __typename }) => __typename.endsWith('Source'));

    const { data } = await query(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Source { status } } }',
      { ids: sources.map(({ id }) => id) },
    );

    expect(data.nodes).toEqual(sources.map((source) => ({ ...source, status: 'UP' })));
    expect(sources).toHaveLength(3);
    expect(calledFor()).toEqual([0, 0, 0]);
  });

  test('that are not there, or never were, are null and no error', async () => {
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

  test('that no graph could have made are errors at their own places', async () => {
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

  test('of a source that fails are errors at their own places', async () => {
    const { url } = await startServerOf((_request, response) => response.writeHead(403).end());
    const x = await startX([xRow(1)]);
    const { query } = await startSwitchboard(x.settings, { provider: 'EMS', name: 'ems', url });
    const { data } = await query('{ xStreamConnections { nodes { __typename id } } }');
    const [client] = data.xStreamConnections.nodes;
    const lost = Buffer.from('["EmsConnection","ems","1","1"]').toString('base64url');

    const { data: again, errors } = await query(NODES, { ids: [lost, client.id, lost] });

    expect(again.nodes).toEqual([null, client, null]);
    const extensions = { code: 'UPSTREAM_FORBIDDEN', provider: 'EMS', source: 'ems' };
    expect(errors).toMatchObject([
      { path: ['nodes', 0], extensions },
      { path: ['nodes', 2], extensions },
    ]);
  });

  test('are at most a hundred', async () => {
    const { query, objects, calledFor } = await startAll();
    const ids = Array.from({ length: 101 }, () => objects[0]?.id);

    const tooMany = await query(NODES, { ids });
    expect(tooMany.data).toBeNull();
    expect(tooMany.errors).toMatchObject([
      {
        message: 'Argument "ids" must contain at most 100 IDs, not 101.',
        path: ['nodes'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'ids' },
      },
    ]);
    expect(calledFor()).toEqual([0, 0, 0]);

    const { data } = await query(NODES, { ids: ids.slice(1) });
    expect(data.nodes).toHaveLength(100);
  });

  test('are none for no ids', async () => {
    const { query, calledFor } = await startAll();
    expect(await query(NODES, { ids: [] })).toMatchObject({ data: { nodes: [] }, errors: [] });
    expect(calledFor()).toEqual([0, 0, 0]);
  });
});
