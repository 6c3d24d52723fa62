import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from './fixtures/ems.ts';
import { telnyxRow } from './fixtures/telnyx.ts';
import { closed, xRow } from './fixtures/xstream.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms, startTelnyx, startX } from './support/upstreams.ts';

const at = (minute: number) => new Date(epoch + minute * 60_000).toISOString();

/** Two EMS servers, two Telnyx accounts and an X app, with connections of the same moment and of the same name. */
async function startFleet() {
  const line = (number: number, minute: number, name: string) =>
    telnyxRow(number, { created_at: at(minute), connection_name: name });
  const client = (number: number, minute: number | null, name: string) =>
    xRow(number, { connected_at: minute === null ? undefined : at(minute), endpoint_name: name });
  const upstreams = [
    await startEms([emsRow({ id: 1, createdAt: epoch, stream: 'oldest' })], 'fra'),
    await startEms([emsRow({ id: 1, createdAt: epoch + 300_000, stream: 'Same Name' })], 'ams'),
    await startTelnyx([line(1, 5, 'same name'), line(2, 2, 'Middle')], new Map(), 'support'),
    await startTelnyx([line(1, 5, 'zulu')], new Map(), 'sales'),
    await startX([client(1, 9, 'newest'), client(2, null, 'undated'), client(3, null, 'Anonymous'), client(4, 5, 'x')]),
  ];
  const switchboard = await startSwitchboard(...upstreams.map(({ settings }) => settings));
  return { ...switchboard, requests: () => upstreams.flatMap(({ requests }) => requests) };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

describe('all sources in one list', () => {
  // The names in an inner list tie, and so come in the order of their ids.
  test.each([
    ['CREATED_AT', 'ASC', 'oldest Middle [Same Name|same name|zulu|x] newest [undated|Anonymous]'],
    ['CREATED_AT', 'DESC', 'newest [Same Name|same name|zulu|x] Middle oldest [undated|Anonymous]'],
    ['NAME', 'ASC', 'Anonymous Middle newest oldest [Same Name|same name] undated x zulu'],
    ['NAME', 'DESC', 'zulu x undated [Same Name|same name] oldest newest Middle Anonymous'],
  ])('sorted by %s %s', async (field, direction, order) => {
    const { query } = await startFleet();

    const { data, errors } = await query(
      'query ($orderBy: ConnectionOrder) { connections(orderBy: $orderBy) { nodes { id name } } }',
      { orderBy: { field, direction } },
    );

    expect(errors).toEqual([]);
    const nodes: readonly Named[] = data.connections.nodes;
    const idOf = (name: string) => nodes.find((node) => node.name === name)?.id ?? `no ${name}`;
    const expected = (order.match(/\[.*?\]|\S+/g) ?? []).flatMap((place) =>
      place
        .replace(/[[\]]/g, '')
        .split('|')
        .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
    );
    expect(nodes.map(({ name }) => name)).toEqual(expected);
  });

  test('come newest first when no order is asked for, also where only a field is', async () => {
    const { query } = await startFleet();

    const { data } = await query(`{
      byDefault: connections { nodes { id } }
      empty: connections(orderBy: {}) { nodes { id } }
      asked: connections(orderBy: { field: CREATED_AT, direction: DESC }) { nodes { id } }
      byName: connections(orderBy: { field: NAME }) { nodes { id } }
      byNameDown: connections(orderBy: { field: NAME, direction: DESC }) { nodes { id } }
    }`);

    expect(data.byDefault).toEqual(data.asked);
    expect(data.empty).toEqual(data.asked);
    expect(data.byName).toEqual(data.byNameDown);
    expect(data.asked).not.toEqual(data.byName);
  });

  test('count together, and each says how it did', async () => {
    const { query } = await startFleet();

    const { data } = await query(
      '{ connections(first: 3) { totalCount nodes { id } outcomes { ok problem { code } source { name provider } } } }',
    );

    expect(data.connections.totalCount).toBe(9);
    expect(data.connections.nodes).toHaveLength(3);
    const well = (provider: string, name: string) => ({ ok: true, problem: null, source: { name, provider } });
    expect(data.connections.outcomes).toEqual([
      well('EMS', 'fra'),
      well('EMS', 'ams'),
      well('TELNYX', 'support'),
      well('TELNYX', 'sales'),
      well('X', 'x'),
    ]);
  });
});

describe('upstream calls', () => {
  /** Of each provider one source with so many connections. */
  async function startLarge(counts: { readonly ems: number; readonly telnyx: number; readonly x: number }) {
    const rows = <Row>(count: number, row: (number: number) => Row) =>
      Array.from({ length: count }, (_, index) => row(index + 1));
    const ems = await startEms(rows(counts.ems, (id) => emsRow({ id, createdAt: epoch + id * 60_000 })));
    const telnyx = await startTelnyx(rows(counts.telnyx, (number) => telnyxRow(number)));
    const x = await startX(rows(counts.x, (number) => xRow(number, number % 2 ? closed : {})));
    const { query } = await startSwitchboard(ems.settings, telnyx.settings, x.settings);
    const calls = () => ({ ems: ems.requests.length, telnyx: telnyx.requests.length, x: x.requests.length });
    return { query, calls, telnyx };
  }

  const hundredOfEach = { ems: 100, telnyx: 100, x: 100 };

  test('a hundred connections of each provider take three', async () => {
    const { query, calls } = await startLarge(hundredOfEach);

    const { data } = await query(`{
      emsConnections(first: 100) { totalCount nodes { id } }
      telnyxConnections(first: 100) { totalCount nodes { id } }
      xStreamConnections(first: 100, status: ALL) { totalCount nodes { id } }
    }`);

    for (const list of [data.emsConnections, data.telnyxConnections, data.xStreamConnections]) {
      expect(list.totalCount).toBe(100);
      expect(list.nodes).toHaveLength(100);
    }
    expect(calls()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test('a hundred connections of each provider in one list take three', async () => {
    const { query, calls } = await startLarge(hundredOfEach);

    const { data } = await query('{ connections(first: 250) { totalCount nodes { id } pageInfo { hasNextPage } } }');

    expect(data.connections).toMatchObject({ totalCount: 300, pageInfo: { hasNextPage: true } });
    expect(data.connections.nodes).toHaveLength(250);
    expect(calls()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test.each([
    [100, 1],
    [101, 2],
    [350, 4],
  ])(
    'a page of large sources reads all of EMS in one, %i of X in %i, and of Telnyx no more than the page',
    async (n, pages) => {
      const { query, calls, telnyx } = await startLarge({ ems: 700, telnyx: 700, x: n });

      const { data } = await query('{ connections(first: 20) { totalCount nodes { id } pageInfo { hasNextPage } } }');

      expect(data.connections).toMatchObject({ totalCount: 1400 + n, pageInfo: { hasNextPage: true } });
      expect(calls()).toEqual({ ems: 1, telnyx: 1, x: pages });
      expect(Number(telnyx.requests[0]?.query.get('page[size]'))).toBeLessThan(30);
    },
  );

  test.each([
    ['first', 'after', 'endCursor', 0],
    // Whether Telnyx has connections without a creation time, which come last, takes a look at its other end.
    ['last', 'before', 'startCursor', 1],
  ] as const)('the pages that follow, by %s and %s, cost as little as the first', async (size, from, next, more) => {
    const { query, calls, telnyx } = await startLarge({ ems: 700, telnyx: 700, x: 90 });
    const page = `query ($cursor: String) {
      connections(${size}: 20, ${from}: $cursor) { nodes { id } pageInfo { ${next} } }
    }`;

    let cursor: unknown = null;
    for (const pages of [1, 2, 3, 4, 5]) {
      const { data } = await query(page, { cursor });
      cursor = data.connections.pageInfo[next];
      expect(data.connections.nodes).toHaveLength(20);
      expect(calls()).toEqual({ ems: pages, telnyx: pages + more, x: pages });
    }
    for (const { query } of telnyx.requests.slice(1)) expect(Number(query.get('page[size]'))).toBeLessThan(60);
  });

  test.each(['totalCount', 'outcomes { ok }'])('only "%s" transfers one Telnyx row', async (selection) => {
    const { query, calls, telnyx } = await startLarge(hundredOfEach);

    const { data } = await query(`{ connections { ${selection} } }`);

    expect(data.connections.totalCount ?? 300).toBe(300);
    expect(calls()).toEqual({ ems: 1, telnyx: 1, x: 1 });
    expect(telnyx.requests[0]?.query.get('page[size]')).toBe('1');
  });

  test('what directives and fragments leave out is not read', async () => {
    const { query, telnyx } = await startLarge(hundredOfEach);

    await query(
      `query ($items: Boolean!) { connections { ...Everything totalCount } }
       fragment Everything on ConnectionConnection { ... @include(if: $items) { nodes { id } } edges @skip(if: true) { cursor } }`,
      { items: false },
    );

    expect(telnyx.requests.map(({ query }) => query.get('page[size]'))).toEqual(['1']);
  });

  test('the same list under two names is read once', async () => {
    const { query, calls } = await startLarge(hundredOfEach);

    const { data } = await query(
      '{ one: connections(first: 30) { nodes { id } } other: connections(first: 30) { edges { node { id } } } }',
    );

    expect(data.other.edges.map(({ node }: { node: unknown }) => node)).toEqual(data.one.nodes);
    expect(calls()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test('two operations one after the other read for themselves', async () => {
    const { query, calls } = await startLarge(hundredOfEach);

    await query('{ connections { nodes { id } } }');
    await query('{ connections { nodes { id } } }');

    expect(calls()).toEqual({ ems: 2, telnyx: 2, x: 2 });
  });
});
