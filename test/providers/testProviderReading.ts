import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';
import { listField, manyFacts, type ProviderUnderTest, settingsAt } from './providerUnderTest.ts';

const COMMON = '__typename id provider source { id name } nativeId name active createdAt';

/** Reading from healthy upstreams. */
export function testReading(provider: ProviderUnderTest): void {
  const { connectionType, sourceType, list } = provider;

  async function start(count: number) {
    const facts = manyFacts(count);
    const rows: MockRow[] = facts.map(provider.row);
    const upstream = await provider.start(rows, 'main');
    const switchboard = await startSwitchboard(upstream.settings);
    return { facts, rows, requests: upstream.requests, ...switchboard };
  }

  test('returns the common fields of each connection', async () => {
    const { facts, query } = await start(7);
    const before = Date.now();
    const { data, errors } = await query(
      `{ sources { id } ${listField(provider)} { nodes { ${COMMON} freshness { observedAt ageMs } } } }`,
    );

    expect(errors).toEqual([]);
    const [source] = data.sources;
    const { nodes } = data[list];
    const common = { __typename: connectionType, provider: provider.name, source: { ...source, name: 'main' } };
    const expected = facts.map((one) => ({ ...common, ...one, id: expect.any(String), freshness: expect.anything() }));
    expect(nodes).toHaveLength(facts.length);
    expect(nodes).toEqual(expect.arrayContaining(expected));
    expect(new Set(nodes.map((node: { id: string }) => node.id)).size).toBe(facts.length);
    for (const { freshness } of nodes) {
      expect(Date.parse(freshness.observedAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(freshness.observedAt)).toBeLessThanOrEqual(Date.now());
      expect(freshness.ageMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('lists the newest connection first', async () => {
    const facts = manyFacts(14).filter((_, index) => index % 2 === 0);
    const shuffled = [3, 0, 6, 1, 5, 2, 4].flatMap((index) => facts[index] ?? []);
    const { settings } = await provider.start(shuffled.map(provider.row), 'main');
    const { query } = await startSwitchboard(settings);

    const { data } = await query(`{ ${listField(provider)} { nodes { createdAt } } }`);

    expect(data[list].nodes).toEqual(facts.reverse().map(({ createdAt }) => ({ createdAt })));
  });

  describe.each([1, 2, 3, 10, 11, 12])('read by pages of %i', (size) => {
    test.each([
      ['forwards', 'first', 'after', 'endCursor', 'hasNextPage'],
      ['backwards', 'last', 'before', 'startCursor', 'hasPreviousPage'],
    ])('lists each connection once, %s', async (direction, count, from, cursor, more) => {
      const { query } = await start(11);
      const everything = `{ ${listField(provider, 'first: 250')} { nodes { id } } }`;
      const whole: { id: string }[] = (await query(everything)).data[list].nodes;
      const onePage = `query ($cursor: String) {
        ${listField(provider, `${count}: ${size}, ${from}: $cursor`)} {
          edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`;

      const pages: { id: string }[][] = [];
      let page = { pageInfo: { [cursor]: null, [more]: true } };
      while (page.pageInfo[more]) {
        const { data, errors } = await query(onePage, { cursor: page.pageInfo[cursor] });
        expect(errors).toEqual([]);
        page = data[list];
        const { edges } = data[list];
        expect(page.pageInfo).toMatchObject({ startCursor: edges[0].cursor, endCursor: edges.at(-1).cursor });
        pages.push(edges.map((edge: { node: { id: string } }) => edge.node));
      }

      expect(pages.map(({ length }) => length).slice(0, -1)).toEqual(Array(pages.length - 1).fill(size));
      expect((direction === 'forwards' ? pages : pages.reverse()).flat()).toEqual(whole);
      expect(whole).toHaveLength(11);
    });
  });

  test('counts its connections with one request', async () => {
    const { query, requests } = await start(7);

    const { data } = await query(`{ ${listField(provider)} { totalCount } }`);

    expect(data[list].totalCount).toBe(7);
    expect(requests).toHaveLength(1);
  });

  test('has the same connections in the list of all providers', async () => {
    const { query } = await start(7);

    const own = await query(`{ ${listField(provider)} { nodes { ${COMMON} } } }`);
    const merged = await query(`{ connections(filter: { providers: [${provider.name}] }) { nodes { ${COMMON} } } }`);

    expect(merged.data.connections.nodes).toEqual(own.data[list].nodes);
  });

  test('returns the same object by its ID', async () => {
    const { query } = await start(4);
    const { nodes } = (await query(`{ ${listField(provider)} { nodes { ${COMMON} } } }`)).data[list];
    expect(nodes).toHaveLength(4);

    for (const node of nodes) {
      const { data } = await query(
        `query ($id: ID!) { node(id: $id) { ... on ${connectionType} { ${COMMON} } } }`,
        node,
      );
      expect(data.node).toEqual(node);
    }
  });

  test('returns many objects by their IDs with one request', async () => {
    const { query, requests } = await start(7);
    const { nodes } = (await query(`{ ${listField(provider)} { nodes { ${COMMON} } } }`)).data[list];
    const expected = [...nodes, ...nodes].reverse();
    requests.length = 0;

    const { data } = await query(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${connectionType} { ${COMMON} } } }`,
      { ids: expected.map(({ id }: { id: string }) => id) },
    );

    expect(data.nodes).toEqual(expected);
    expect(requests).toHaveLength(1);
  });

  test('returns null for the ID of a connection that no longer exists', async () => {
    const { query, rows } = await start(3);
    const [removed, kept] = (await query(`{ ${listField(provider)} { nodes { id nativeId } } }`)).data[list].nodes;
    const ids = manyFacts(3).map(({ nativeId }) => nativeId);
    rows.splice(ids.indexOf(removed.nativeId), 1);

    const byId = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }';
    const { data, errors } = await query(byId, { id: removed.id, ids: [removed.id, kept.id] });

    expect(errors).toEqual([]);
    expect(data).toEqual({ node: null, nodes: [null, { id: kept.id }] });
  });

  test('returns null for an ID of a source that is not configured', async () => {
    const { query } = await start(1);
    const elsewhere = await startSwitchboard(
      (await provider.start(manyFacts(1).map(provider.row), 'elsewhere')).settings,
    );
    const [{ id }] = (await elsewhere.query(`{ ${listField(provider)} { nodes { id } } }`)).data[list].nodes;

    const { data, errors } = await query('query ($id: ID!) { node(id: $id) { id } }', { id });

    expect(errors).toEqual([]);
    expect(data).toEqual({ node: null });
  });

  test('returns its source by ID', async () => {
    const { query } = await start(1);
    const [source] = (await query('{ sources { __typename id name provider } }')).data.sources;
    expect(source).toMatchObject({ __typename: sourceType, name: 'main', provider: provider.name });

    const { data } = await query(
      'query ($id: ID!) { node(id: $id) { __typename id ... on Source { name provider } } }',
      source,
    );

    expect(data.node).toEqual(source);
  });

  test('sends requests only to the sources that are selected', async () => {
    const first = await provider.start(manyFacts(3).map(provider.row), 'first');
    const second = await provider.start(manyFacts(2).map(provider.row), 'second');
    const { query } = await startSwitchboard(first.settings, second.settings);

    const { data } = await query(
      `{ ${listField(provider, 'sources: ["second"]')} { totalCount nodes { source { name } } outcomes { ok source { name } } } }`,
    );

    const source = { name: 'second' };
    expect(data[list]).toEqual({ totalCount: 2, nodes: [{ source }, { source }], outcomes: [{ ok: true, source }] });
    expect(first.requests).toEqual([]);
  });

  test('sends its credentials, and keeps the path of its base URL', async () => {
    const { url, requests } = await startServerOf((_request, response) => response.end(provider.listingBody([])));
    const { query } = await startSwitchboard(settingsAt(provider, `${url}/gate/way`, 'S3cret'));

    const { errors } = await query(`{ ${listField(provider)} { totalCount } }`);

    expect(errors).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      path: `/gate/way${provider.path}`,
      headers: { authorization: provider.authorization('S3cret') },
    });
  });
}
