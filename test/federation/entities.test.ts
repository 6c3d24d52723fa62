import { describe, expect, test } from 'vitest';
import { SCOPES } from '../../src/providers/scopes.ts';
import { toGlobalId } from '../../src/relay/globalId.ts';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startWithCallers } from '../support/scopedCallers.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Connection { id name } }
}`;

const IDS = `{
  connections(first: 100) { nodes { __typename id } }
  emsConnections(first: 100, sources: ["fra"]) { nodes { id } }
  sources { id }
  telnyxConnections { nodes { activeCalls { nodes { id } } } }
}`;

/** What a router knows of an object of another subgraph. */
const reference = (id: string, __typename = 'Connection') => ({ __typename, id });
const emsId = (source: string, number: number) => toGlobalId('EmsConnection', source, String(number));

/** A subgraph with two EMS, a Telnyx account and an X app. */
async function startSubgraph(options: SwitchboardOptions = {}) {
  const rows = Array.from({ length: 20 }, (_, index) => emsRow({ id: index + 1 }));
  const upstreams = [
    await startEms(rows, 'fra'),
    await startEms([emsRow({ id: 1 })], 'ams'),
    await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), [callRow(1)]]])),
    await startX([xRow(1)]),
  ];
  const { query } = await startSwitchboardWith(
    { federation: {}, ...options },
    ...upstreams.map(({ settings }) => settings),
  );
  return {
    query,
    requestCount: () => upstreams.flatMap(({ requests }) => requests).length,
    entities: (...representations: unknown[]) => query(ENTITIES, { representations }),
    /** The IDs that the graph returns. */
    async ids() {
      const { data } = await query(IDS);
      for (const { requests } of upstreams) requests.length = 0;
      const nodes: { __typename: string; id: string }[] = data.connections.nodes;
      return {
        of: (type: string) => nodes.find(({ __typename }) => __typename === type)?.id ?? '',
        ofFra: data.emsConnections.nodes.map(({ id }: { id: string }) => id) as string[],
        source: data.sources[0].id,
        call: data.telnyxConnections.nodes[0].activeCalls.nodes[0].id,
      };
    },
  };
}

describe('_entities', () => {
  test('finds a connection of each provider, in the given order, by its own type and by the interface', async () => {
    const { entities, ids: read } = await startSubgraph();
    const { of } = await read();
    const ids = ['XStreamConnection', 'EmsConnection', 'TelnyxConnection'].map((type) => [type, of(type)] as const);

    const { data, errors } = await entities(
      ...ids.map(([type, id]) => reference(id, type)),
      ...ids.map(([, id]) => reference(id)),
    );

    expect(errors).toEqual([]);
    const expected = ids.map(([__typename, id]) => ({ __typename, id, name: expect.any(String) }));
    expect(data._entities).toEqual([...expected, ...expected]);
  });

  test('20 references to one source take one upstream request', async () => {
    const { entities, requestCount, ids: read } = await startSubgraph();
    const { ofFra: ids } = await read();

    const { data, errors } = await entities(...ids.map((id) => reference(id)));

    expect(errors).toEqual([]);
    expect(data._entities.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect({ references: ids.length, requests: requestCount() }).toEqual({ references: 20, requests: 1 });
  });

  test('is null for a connection that does not exist', async () => {
    const { entities } = await startSubgraph();
    expect(await entities(reference(emsId('fra', 999)), reference(emsId('unknown', 1)))).toMatchObject({
      data: { _entities: [null, null] },
      errors: [],
    });
  });

  test('a representation that is wrong is null with an error that says what is wrong, and the others stay', async () => {
    const { entities, ids } = await startSubgraph();
    const { of, call, source } = await ids();
    const id = of('EmsConnection');
    const type = 'must be one of Connection, EmsConnection, TelnyxConnection, XStreamConnection.';
    const wrong: [representation: unknown, member: string, rule: string][] = [
      [{ __typename: 'ActiveCall', id: call }, '__typename', type],
      [{ __typename: 'EmsSource', id: source }, '__typename', type],
      [{ __typename: 'toString', id }, '__typename', type],
      [{ __typename: ['EmsConnection'], id }, '__typename', type],
      [{ id }, '__typename', type],
      ['EmsConnection', '__typename', type],
      [reference('made up'), 'id', 'must be an ID that this graph returned.'],
      [{ __typename: 'Connection' }, 'id', 'must be an ID that this graph returned.'],
      [{ __typename: 'Connection', id: 7 }, 'id', 'must be an ID that this graph returned.'],
      [reference(id, 'TelnyxConnection'), 'id', 'must be the ID of a TelnyxConnection.'],
      [reference(call), 'id', 'must be the ID of a Connection.'],
      [reference(source), 'id', 'must be the ID of a Connection.'],
    ];

    const { data, errors, status } = await entities(...wrong.map(([representation]) => representation), reference(id));

    expect(status).toBe(200);
    expect(data._entities).toEqual([...wrong.map(() => null), expect.objectContaining({ id })]);
    expect(errors).toMatchObject(
      wrong.map(([, member, rule], index) => ({
        message: `Argument "representations[${index}].${member}" ${rule}`,
        path: ['_entities', index],
        extensions: { code: 'BAD_USER_INPUT' },
      })),
    );
  });

  test('more than 100 representations are rejected without an upstream request', async () => {
    const { entities, requestCount } = await startSubgraph();
    const { data, errors, status } = await entities(
      ...Array.from({ length: 101 }, (_, index) => reference(emsId('fra', index))),
    );
    expect({ data, status }).toEqual({ data: null, status: 400 });
    expect(errors).toMatchObject([{ message: 'Argument "representations" must contain at most 100 items, not 101.' }]);
    expect(requestCount()).toBe(0);
  });

  test('costs what nodes costs', async () => {
    const { query } = await startSubgraph({ limits: { maxCost: 200 } });
    const costs = async (count: number) => {
      const representations = Array.from({ length: count }, (_, index) => reference(emsId('fra', index)));
      const selection = '{ ... on Connection { name active } }';
      const answers = [
        await query(`query ($list: [_Any!]!) { value: _entities(representations: $list) ${selection} }`, {
          list: representations,
        }),
        await query(`query ($list: [ID!]!) { value: nodes(ids: $list) ${selection} }`, {
          list: representations.map(({ id }) => id),
        }),
      ];
      return answers.map(({ errors }) => errors.map(({ extensions }) => [extensions['code'], extensions['cost']]));
    };
    expect(await costs(99)).toEqual([[], []]);
    expect(await costs(100)).toEqual([[['COST_LIMIT_EXCEEDED', 201]], [['COST_LIMIT_EXCEEDED', 201]]]);
  });

  test('is rejected if its sources alone need more upstream requests than the budget', async () => {
    const { entities, requestCount } = await startSubgraph({ limits: { maxUpstreamRequests: 1 } });
    const { data, errors } = await entities(reference(emsId('fra', 1)), reference(emsId('ams', 1)));
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BUDGET_EXHAUSTED', required: 2, limit: 1 } }]);
    expect(requestCount()).toBe(0);
  });
});

describe('_entities, for a caller with few scopes,', () => {
  test('is null with FORBIDDEN for a source that the caller may not read, without an upstream request', async () => {
    const { queryAs, upstreams } = await startWithCallers([['x:read']], { federation: {} });
    const id = toGlobalId('EmsConnection', 'ems', '1');
    const { data, errors } = await queryAs(
      0,
      `{ _entities(representations: [{ __typename: "Connection", id: "${id}" }]) { ... on Connection { name } } }`,
    );
    expect(data).toEqual({ _entities: [null] });
    expect(errors).toMatchObject([
      { path: ['_entities', 0], extensions: { code: 'FORBIDDEN', provider: 'EMS', source: 'ems' } },
    ]);
    expect(upstreams.ems.requests).toEqual([]);
  });

  test('leaves out the fields that need another scope', async () => {
    const granted = [SCOPES.filter((scope) => scope !== 'addresses:read'), null] as const;
    const { queryAs } = await startWithCallers(granted, { federation: {} });
    const all = await queryAs(1, '{ xStreamConnections { nodes { id clientIp } } }');
    const [{ id, clientIp }] = all.data.xStreamConnections.nodes;
    const document = `{ _entities(representations: [{ __typename: "XStreamConnection", id: "${id}" }]) {
      ... on XStreamConnection { name clientIp } } }`;

    const allowed = await queryAs(1, document);
    expect(allowed).toMatchObject({ data: { _entities: [{ clientIp }] }, errors: [] });
    expect(clientIp).toEqual(expect.any(String));
    const { data, errors } = await queryAs(0, document);
    expect(data._entities).toEqual([{ name: expect.any(String), clientIp: null }]);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scopes: [['addresses:read']] } }]);
  });
});
