import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { closed, xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

const at = (minute: number) => new Date(epoch + minute * 60_000).toISOString();

/** Two EMS servers, two Telnyx accounts and an X app. Some connections share their creation time, some their name. */
async function startFiveSources() {
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

describe('the list of all connections', () => {
  // The names in brackets tie, and are sorted by ID.
  test.each([
    ['CREATED_AT', 'ASC', 'oldest Middle [Same Name|same name|zulu|x] newest [undated|Anonymous]'],
    ['CREATED_AT', 'DESC', 'newest [Same Name|same name|zulu|x] Middle oldest [undated|Anonymous]'],
    ['NAME', 'ASC', 'Anonymous Middle newest oldest [Same Name|same name] undated x zulu'],
    ['NAME', 'DESC', 'zulu x undated [Same Name|same name] oldest newest Middle Anonymous'],
  ])('is sorted by %s %s', async (field, direction, order) => {
    const { query } = await startFiveSources();

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

  test('is sorted by CREATED_AT DESC by default, and DESC is the default direction', async () => {
    const { query } = await startFiveSources();

    const { data } = await query(`{
      byDefault: connections { nodes { id } }
      empty: connections(orderBy: {}) { nodes { id } }
      explicit: connections(orderBy: { field: CREATED_AT, direction: DESC }) { nodes { id } }
      byName: connections(orderBy: { field: NAME }) { nodes { id } }
      byNameDown: connections(orderBy: { field: NAME, direction: DESC }) { nodes { id } }
    }`);

    expect(data.byDefault).toEqual(data.explicit);
    expect(data.empty).toEqual(data.explicit);
    expect(data.byName).toEqual(data.byNameDown);
    expect(data.explicit).not.toEqual(data.byName);
  });

  test('has one total count, and one outcome per source', async () => {
    const { query } = await startFiveSources();

    const { data } = await query(
      '{ connections(first: 3) { totalCount nodes { id } outcomes { ok problem { code } source { name provider } } } }',
    );

    expect(data.connections.totalCount).toBe(9);
    expect(data.connections.nodes).toHaveLength(3);
    const success = (provider: string, name: string) => ({ ok: true, problem: null, source: { name, provider } });
    expect(data.connections.outcomes).toEqual([
      success('EMS', 'fra'),
      success('EMS', 'ams'),
      success('TELNYX', 'support'),
      success('TELNYX', 'sales'),
      success('X', 'x'),
    ]);
  });
});

describe('upstream requests', () => {
  /** One source of each provider, with this many connections. */
  async function startLarge(counts: { readonly ems: number; readonly telnyx: number; readonly x: number }) {
    const rows = <Row>(count: number, row: (number: number) => Row) =>
      Array.from({ length: count }, (_, index) => row(index + 1));
    const ems = await startEms(rows(counts.ems, (id) => emsRow({ id, createdAt: epoch + id * 60_000 })));
    const telnyx = await startTelnyx(rows(counts.telnyx, (number) => telnyxRow(number)));
    const x = await startX(rows(counts.x, (number) => xRow(number, number % 2 ? closed : {})));
    const { query } = await startSwitchboard(ems.settings, telnyx.settings, x.settings);
    const requestCounts = () => ({ ems: ems.requests.length, telnyx: telnyx.requests.length, x: x.requests.length });
    return { query, requestCounts, telnyx };
  }

  const hundredOfEach = { ems: 100, telnyx: 100, x: 100 };

  test('three lists of a hundred connections take one request per source', async () => {
    const { query, requestCounts } = await startLarge(hundredOfEach);

    const { data } = await query(`{
      emsConnections(first: 100) { totalCount nodes { id } }
      telnyxConnections(first: 100) { totalCount nodes { id } }
      xStreamConnections(first: 100, status: ALL) { totalCount nodes { id } }
    }`);

    for (const list of [data.emsConnections, data.telnyxConnections, data.xStreamConnections]) {
      expect(list.totalCount).toBe(100);
      expect(list.nodes).toHaveLength(100);
    }
    expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test('a list of all providers takes one request per source', async () => {
    const { query, requestCounts } = await startLarge(hundredOfEach);

    const { data } = await query('{ connections(first: 250) { totalCount nodes { id } pageInfo { hasNextPage } } }');

    expect(data.connections).toMatchObject({ totalCount: 300, pageInfo: { hasNextPage: true } });
    expect(data.connections.nodes).toHaveLength(250);
    expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test.each([
    [100, 1],
    [101, 2],
    [350, 4],
  ])(
    'a page reads all of EMS in one request, %i connections of X in %i, and only the page from Telnyx',
    async (n, pages) => {
      const { query, requestCounts, telnyx } = await startLarge({ ems: 700, telnyx: 700, x: n });

      const { data } = await query('{ connections(first: 20) { totalCount nodes { id } pageInfo { hasNextPage } } }');

      expect(data.connections).toMatchObject({ totalCount: 1400 + n, pageInfo: { hasNextPage: true } });
      expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: pages });
      expect(Number(telnyx.requests[0]?.query.get('page[size]'))).toBeLessThan(30);
    },
  );

  test.each([
    ['first', 'after', 'endCursor', 0],
    // Connections without a creation time come last. One more request shows whether Telnyx has any.
    ['last', 'before', 'startCursor', 1],
  ] as const)('each following page, by %s and %s, takes one request per source', async (size, from, next, more) => {
    const { query, requestCounts, telnyx } = await startLarge({ ems: 700, telnyx: 700, x: 90 });
    const page = `query ($cursor: String) {
      connections(${size}: 20, ${from}: $cursor) { nodes { id } pageInfo { ${next} } }
    }`;

    let cursor: unknown = null;
    for (const pages of [1, 2, 3, 4, 5]) {
      const { data } = await query(page, { cursor });
      cursor = data.connections.pageInfo[next];
      expect(data.connections.nodes).toHaveLength(20);
      expect(requestCounts()).toEqual({ ems: pages, telnyx: pages + more, x: pages });
    }
    for (const { query } of telnyx.requests.slice(1)) expect(Number(query.get('page[size]'))).toBeLessThan(60);
  });

  test.each(['totalCount', 'outcomes { ok }'])(
    'a list of which only "%s" is selected reads one row of Telnyx',
    async (selection) => {
      const { query, requestCounts, telnyx } = await startLarge(hundredOfEach);

      const { data } = await query(`{ connections { ${selection} } }`);

      expect(data.connections.totalCount ?? 300).toBe(300);
      expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: 1 });
      expect(telnyx.requests[0]?.query.get('page[size]')).toBe('1');
    },
  );

  test('fields that directives exclude are not read, also in fragments', async () => {
    const { query, telnyx } = await startLarge(hundredOfEach);

    await query(
      `query ($items: Boolean!) { connections { ...Everything totalCount } }
       fragment Everything on ConnectionConnection { ... @include(if: $items) { nodes { id } } edges @skip(if: true) { cursor } }`,
      { items: false },
    );

    expect(telnyx.requests.map(({ query }) => query.get('page[size]'))).toEqual(['1']);
  });

  test('the same list under two aliases is read once', async () => {
    const { query, requestCounts } = await startLarge(hundredOfEach);

    const { data } = await query(
      '{ one: connections(first: 30) { nodes { id } } other: connections(first: 30) { edges { node { id } } } }',
    );

    expect(data.other.edges.map(({ node }: { node: unknown }) => node)).toEqual(data.one.nodes);
    expect(requestCounts()).toEqual({ ems: 1, telnyx: 1, x: 1 });
  });

  test('two operations in sequence each send their requests', async () => {
    const { query, requestCounts } = await startLarge(hundredOfEach);

    await query('{ connections { nodes { id } } }');
    await query('{ connections { nodes { id } } }');

    expect(requestCounts()).toEqual({ ems: 2, telnyx: 2, x: 2 });
  });
});
