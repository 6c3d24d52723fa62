import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { type Page, type PageArguments, readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

/** A connection of any provider, to be turned into a row of its vendor. */
interface Item {
  readonly source: 'fra' | 'ams' | 'support' | 'sales' | 'x';
  /** Creation time in minutes since the epoch; null if unknown, which only X allows. */
  readonly minute: number | null;
  readonly name: string;
  /** Unique; the last digits of its native ID. */
  readonly key: number;
}

interface ListPage extends Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly nativeId: string } }[];
}

const keysOf = ({ edges }: ListPage) => edges.map(({ node }) => Number(node.nativeId.slice(-6)));

/** Five sources of three providers with a common list of connections, which the test replaces. */
async function startFiveSources() {
  let connections: readonly Item[] = [];
  const time = ({ minute }: Item) => (minute === null ? undefined : new Date(epoch + minute * 60_000).toISOString());
  const rows = (source: Item['source'], toRow: (item: Item) => MockRow) => () =>
    connections.filter((item) => item.source === source).map(toRow);
  const ems = ({ key, minute, name }: Item) =>
    emsRow({ id: key, createdAt: epoch + (minute ?? 0) * 60_000, stream: name });
  const telnyx = (item: Item) => telnyxRow(item.key, { created_at: time(item), connection_name: item.name });
  const x = (item: Item) => xRow(item.key, { connected_at: time(item), endpoint_name: item.name });
  const upstreams = [
    await startEms(rows('fra', ems), 'fra'),
    await startEms(rows('ams', ems), 'ams'),
    await startTelnyx(rows('support', telnyx), new Map(), 'support'),
    await startTelnyx(rows('sales', telnyx), new Map(), 'sales'),
    await startX(rows('x', x)),
  ];
  const settings = upstreams.map((upstream) => upstream.settings);
  // Two servers with the same configuration take turns, so that each cursor is read by the server that did not make it.
  const switchboards = [await startSwitchboard(...settings), await startSwitchboard(...settings)];
  let turn = 0;

  async function read(orderBy: object, page: PageArguments): Promise<ListPage> {
    turn += 1;
    const answer = await switchboards[turn % 2]?.query(
      `query ($orderBy: ConnectionOrder, $first: Int, $after: String, $last: Int, $before: String) {
        connections(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
          edges { cursor node { nativeId } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`,
      { orderBy, ...page },
    );
    expect(answer?.errors).toEqual([]);
    return answer?.data.connections;
  }
  return {
    read,
    /** Replaces all connections. */
    replaceAll: (list: readonly Item[]) => {
      connections = list;
    },
  };
}

/** Few times and few names, so that many connections tie. */
const minute = fc.nat(6);
const name = fc.constantFrom('studio', 'Studio', 'lobby', 'ämter', '🎙');
const item = fc.oneof(
  { weight: 3, arbitrary: fc.record({ source: fc.constantFrom('fra', 'ams', 'support', 'sales'), minute, name }) },
  fc.record({ source: fc.constant('x'), minute: fc.option(minute, { freq: 4 }), name }),
);
const items = fc
  .array(item, { maxLength: 40, size: 'max' })
  .map((list): Item[] => list.map((one, index) => ({ ...one, key: index + 1 })));

const orders = fc.record({ field: fc.constantFrom('CREATED_AT', 'NAME'), direction: fc.constantFrom('ASC', 'DESC') });
const sizes = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 7 }) }, fc.integer({ min: 8, max: 250 }));
const directions = fc.record({ backwards: fc.boolean(), size: sizes });

/** A fixed seed, so that every run has the same cases. */
const runs = { seed: 1, numRuns: 20 };

describe('pages of merged sources', () => {
  test('contain every connection once and in order, for every page size, direction and order', async () => {
    const { read, replaceAll } = await startFiveSources();
    const property = fc.asyncProperty(items, directions, orders, async (list, { backwards, size }, order) => {
      replaceAll(list);
      const whole = keysOf(await read(order, { first: 250 }));
      expect([...whole].sort((a, b) => a - b)).toEqual(list.map(({ key }) => key));

      const pages = await readPages({ backwards, size }, (page) => read(order, page));

      expect(pages.flatMap(keysOf)).toEqual(whole);
      for (const [index, { edges, pageInfo }] of pages.entries()) {
        const isLastRead = index === (backwards ? 0 : pages.length - 1);
        if (!isLastRead) expect(edges).toHaveLength(size);
        expect(pageInfo).toEqual({
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
          hasNextPage: index < pages.length - 1,
          hasPreviousPage: index > 0,
        });
      }
    });
    await fc.assert(property, runs);
  });

  test('neither omit nor repeat the connections that stay while others are added and removed', async () => {
    const { read, replaceAll } = await startFiveSources();
    const change = fc.record({ removed: fc.array(fc.nat(60), { maxLength: 8 }), added: items, at: fc.nat(60) });
    const changes = fc.array(change, { maxLength: 8, size: 'max' });
    const property = fc.asyncProperty(items, changes, directions, orders, async (list, changes, direction, order) => {
      replaceAll(list);
      const pending = [...changes];
      let current: readonly Item[] = list;
      let remaining = list;
      let key = 1000;

      const pages = await readPages(
        direction,
        (page) => read(order, page),
        () => {
          const { removed, added, at } = pending.shift() ?? { removed: [], added: [], at: 0 };
          const kept = current.filter((_, index) => !removed.includes(index));
          remaining = remaining.filter((item) => kept.includes(item));
          // At any position, because no vendor promises an order of ties.
          current = kept.toSpliced(at, 0, ...added.slice(0, 5).map((item) => ({ ...item, key: key++ })));
          replaceAll(current);
        },
      );

      const seen = pages.flatMap(keysOf);
      expect(seen).toHaveLength(new Set(seen).size);
      expect(seen).toEqual(expect.arrayContaining(remaining.map((item) => item.key)));
    });
    await fc.assert(property, runs);
  });

  test('contain only what is between the given cursors, even if the connections of these cursors are removed', async () => {
    const { read, replaceAll } = await startFiveSources();
    const index = fc.option(fc.nat(40), { freq: 4 });
    const range = fc.record({ after: index, before: index, removed: fc.boolean() });
    const property = fc.asyncProperty(items, range, directions, orders, async (list, range, direction, order) => {
      replaceAll(list);
      const whole = await read(order, { first: 250 });
      const keys = keysOf(whole);
      const { after, before, removed } = range;
      const [start, end] = [after === null ? -1 : after, before === null ? keys.length : before];
      const cursors = {
        after: whole.edges[start]?.cursor ?? null,
        before: whole.edges[end]?.cursor ?? null,
      };
      if (removed) replaceAll(list.filter(({ key }) => key !== keys[start] && key !== keys[end]));

      const { backwards, size } = direction;
      const page = await read(order, { [backwards ? 'last' : 'first']: size, ...cursors });

      const between = keys.slice(cursors.after === null ? 0 : start + 1, cursors.before === null ? keys.length : end);
      const expected = backwards ? between.slice(-size) : between.slice(0, size);
      expect(keysOf(page)).toEqual(expected);
      expect(page.pageInfo).toEqual({
        startCursor: page.edges[0]?.cursor ?? null,
        endCursor: page.edges.at(-1)?.cursor ?? null,
        hasNextPage: backwards ? cursors.before !== null : between.length > size,
        hasPreviousPage: backwards ? between.length > size : cursors.after !== null,
      });
    });
    await fc.assert(property, runs);
  });
});
