import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { LISTS, startMisused } from '../support/invalidInput.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx } from '../support/upstreams.ts';

const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
const decode = (text: string): unknown[] => JSON.parse(Buffer.from(text, 'base64url').toString());

const INVALID_CURSOR = 'must be a cursor that this list returned.';
const INVALID_ID = 'must be an ID that this graph returned.';

describe('input of more than 4 KB is rejected', () => {
  test.each(LISTS)('as a cursor of %s', async (list) => {
    const { query, expectRejected } = await startMisused();
    const { data } = await query(`{ ${list}(first: 1) { pageInfo { endCursor } } }`);
    const parts = decode(data[list].pageInfo.endCursor);

    for (const argument of ['after', 'before']) {
      const document = `query ($cursor: String) { ${list}(${argument}: $cursor) { totalCount } }`;
      await expectRejected(document, { cursor: encode(parts.with(3, 'x'.repeat(3_100))) }, argument, INVALID_CURSOR);
      // A cursor of less than 4 KB is accepted.
      const { errors } = await query(document, { cursor: encode(parts.with(3, 'x'.repeat(2_500))) });
      expect(errors).toEqual([]);
    }
  });

  test('as an ID, which the error names by its index', async () => {
    const { query, upstreams } = await startMisused();
    const { data } = await query('{ telnyxConnections(first: 1) { nodes { id } } }');
    const [{ id: real }] = data.telnyxConnections.nodes;
    for (const { requests } of upstreams) requests.length = 0;
    const forged = encode(['TelnyxConnection', 'telnyx', '1'.repeat(600_000)]);

    const one = await query('query ($id: ID!) { node(id: $id) { id } }', { id: forged });
    const many = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [real, forged] });

    expect(one.data).toEqual({ node: null });
    expect(one.errors).toMatchObject([
      { message: `Argument "id" ${INVALID_ID}`, extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
    expect(many.data).toEqual({ nodes: [{ id: real }, null] });
    expect(many.errors).toMatchObject([
      { message: `Argument "ids[1]" ${INVALID_ID}`, extensions: { code: 'BAD_USER_INPUT', argument: 'ids[1]' } },
    ]);
    // Only the real ID caused an upstream request.
    expect(upstreams.flatMap(({ requests }) => requests)).toHaveLength(1);
  });
});

test.each([
  ['an offset of 25,001', [25_001, 25_000]],
  ['a total of 25,001', [0, 25_001]],
  ['an offset of 9e14', [9e14, 9e14]],
])('a Telnyx cursor with %s is rejected without an upstream request', async (_what, offsetHint) => {
  const { query, expectRejected } = await startMisused();
  const { data } = await query('{ telnyxConnections(first: 1) { pageInfo { endCursor } } }');
  const cursor = encode(decode(data.telnyxConnections.pageInfo.endCursor).with(4, [['telnyx', offsetHint]]));
  for (const argument of ['after', 'before']) {
    const document = `query ($cursor: String) { telnyxConnections(${argument}: $cursor) { nodes { id } } }`;
    await expectRejected(document, { cursor }, argument, INVALID_CURSOR);
  }
});

describe('a list sorted by name', () => {
  const prefix = 'Very long name '.repeat(3_000);
  const byName = { orderBy: { field: 'NAME', direction: 'ASC' } };
  const PAGE = `query ($orderBy: EmsConnectionOrder, $first: Int, $after: String, $last: Int, $before: String) {
    emsConnections(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { nativeId name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

  /** Twelve names of 45,000 characters that differ only at their end, and six short names. */
  async function start() {
    const long = Array.from({ length: 12 }, (_, id) => emsRow({ id: id + 1, stream: prefix + id, createdAt: epoch }));
    const short = ['a', 'very', prefix.slice(0, 128), prefix.slice(0, 127), 'zebra', 'ZEBRA'].map((stream, index) =>
      emsRow({ id: 100 + index, stream, createdAt: epoch }),
    );
    const rows = [...long, ...short];
    const { settings } = await startEms(rows);
    const { query } = await startSwitchboard(settings);
    const read = async (page: object) => (await query(PAGE, { ...byName, ...page })).data.emsConnections;
    return { rows, read };
  }
  type Page = Awaited<ReturnType<Awaited<ReturnType<typeof start>>['read']>>;
  const idsOf = ({ edges }: Page): string[] => edges.map(({ node }: Page) => node.nativeId);

  test('has cursors of less than 512 bytes, however long the names are', async () => {
    const { read } = await start();
    const { edges } = await read({ first: 50 });
    expect(edges).toHaveLength(18);
    for (const { cursor } of edges) expect(cursor.length).toBeLessThan(512);
  });

  test('contains each connection once and in the same order, even if names share a long prefix', async () => {
    const { read } = await start();
    const allIds = idsOf(await read({ first: 50 }));
    expect(allIds.slice(0, 1)).toEqual(['100']);
    expect(new Set(allIds).size).toBe(18);
    // A prefix of a name is sorted before the name. The two spellings of `zebra` are last.
    expect(allIds.slice(1, 4)).toEqual(['101', '103', '102']);
    expect(allIds.slice(-2).sort()).toEqual(['104', '105']);

    for (const backwards of [false, true]) {
      for (const size of [1, 5]) {
        const pages = await readPages<Page>({ backwards, size }, (page) => read(page));
        expect(pages.flatMap(idsOf)).toEqual(allIds);
      }
    }
  });

  test('continues after a cursor whose connection was removed', async () => {
    const { rows, read } = await start();
    const allIds = idsOf(await read({ first: 50 }));
    for (const place of [4, 9, 14]) {
      const { edges } = await read({ first: 50 });
      const { cursor, node } = edges[place];
      // The first twelve rows have IDs from 1, the others IDs from 100.
      const id = Number(node.nativeId);
      const at = id < 100 ? id - 1 : id - 100 + 12;
      const removed = rows.splice(at, 1);

      const rest = await read({ first: 50, after: cursor });

      expect(idsOf(rest)).toEqual(allIds.slice(place + 1));
      rows.splice(at, 0, ...removed);
    }
  });
});

test('a cursor of a list of 60 accounts has at most 4 KB, and leads to the next page', async () => {
  const rows = Array.from({ length: 3 }, (_, number) => telnyxRow(number));
  const { settings } = await startTelnyx(rows);
  const names = Array.from({ length: 60 }, (_, number) => `account-${number}-`.padEnd(64, 'x'));
  const { query } = await startSwitchboard(...names.map((name) => ({ ...settings, name })));

  const pages = await readPages<{
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  }>({ backwards: false, size: 70 }, async ({ first, after }) => {
    const { data, errors } = await query(
      `query ($first: Int, $after: String) { telnyxConnections(first: $first, after: $after) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      } }`,
      { first, after },
    );
    expect(errors).toEqual([]);
    return data.telnyxConnections;
  });

  expect(pages.map(({ pageInfo }) => pageInfo.endCursor?.length ?? 0).filter((length) => length > 4096)).toEqual([]);
  const ids = pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect([ids.length, new Set(ids).size]).toEqual([180, 180]);
});
