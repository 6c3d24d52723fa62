import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from './fixtures/ems.ts';
import { telnyxRow } from './fixtures/telnyx.ts';
import { LISTS, startMisused } from './support/misuse.ts';
import { readPages } from './support/readPages.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms, startTelnyx } from './support/upstreams.ts';

const encode = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
const decode = (text: string): unknown[] => JSON.parse(Buffer.from(text, 'base64url').toString());

const NOT_OURS = 'must be a cursor that this list returned.';
const NO_ID = 'must be an ID that this graph returned.';

describe('what a client sends is at most 4 KB long', () => {
  test.each(LISTS)('as a cursor of %s', async (list) => {
    const { query, expectRefused } = await startMisused();
    const { data } = await query(`{ ${list}(first: 1) { pageInfo { endCursor } } }`);
    const parts = decode(data[list].pageInfo.endCursor);

    for (const argument of ['after', 'before']) {
      const document = `query ($cursor: String) { ${list}(${argument}: $cursor) { totalCount } }`;
      await expectRefused(document, { cursor: encode(parts.with(3, 'x'.repeat(3_100))) }, argument, NOT_OURS);
      // Short enough, it is a place like any other.
      const { errors } = await query(document, { cursor: encode(parts.with(3, 'x'.repeat(2_500))) });
      expect(errors).toEqual([]);
    }
  });

  test('as an id, named by its place in the list', async () => {
    const { query, upstreams } = await startMisused();
    const { data } = await query('{ telnyxConnections(first: 1) { nodes { id } } }');
    const [{ id: real }] = data.telnyxConnections.nodes;
    for (const { requests } of upstreams) requests.length = 0;
    const forged = encode(['TelnyxConnection', 'telnyx', '1'.repeat(600_000)]);

    const one = await query('query ($id: ID!) { node(id: $id) { id } }', { id: forged });
    const many = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [real, forged] });

    expect(one.data).toEqual({ node: null });
    expect(one.errors).toMatchObject([
      { message: `Argument "id" ${NO_ID}`, extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
    expect(many.data).toEqual({ nodes: [{ id: real }, null] });
    expect(many.errors).toMatchObject([
      { message: `Argument "ids[1]" ${NO_ID}`, extensions: { code: 'BAD_USER_INPUT', argument: 'ids[1]' } },
    ]);
    // The real one alone was asked for.
    expect(upstreams.flatMap(({ requests }) => requests)).toHaveLength(1);
  });
});

test.each([
  ['an offset', [25_001, 25_000]],
  ['a total', [0, 25_001]],
  ['an enormous offset', [9e14, 9e14]],
])('a cursor with %s beyond what Telnyx is read by is refused', async (_what, bookmark) => {
  const { query, expectRefused } = await startMisused();
  const { data } = await query('{ telnyxConnections(first: 1) { pageInfo { endCursor } } }');
  const cursor = encode(decode(data.telnyxConnections.pageInfo.endCursor).with(4, [['telnyx', bookmark]]));
  for (const argument of ['after', 'before']) {
    const document = `query ($cursor: String) { telnyxConnections(${argument}: $cursor) { nodes { id } } }`;
    await expectRefused(document, { cursor }, argument, NOT_OURS);
  }
});

describe('a list by names', () => {
  const prefix = 'Very long name '.repeat(3_000);
  const named = { orderBy: { field: 'NAME', direction: 'ASC' } };
  const PAGE = `query ($orderBy: EmsConnectionOrder, $first: Int, $after: String, $last: Int, $before: String) {
    emsConnections(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { nativeId name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

  /** Twelve names of 45,000 letters that differ in the last only, among short ones. */
  async function start() {
    const long = Array.from({ length: 12 }, (_, id) => emsRow({ id: id + 1, stream: prefix + id, createdAt: epoch }));
    const short = ['a', 'very', prefix.slice(0, 128), prefix.slice(0, 127), 'zebra', 'ZEBRA'].map((stream, index) =>
      emsRow({ id: 100 + index, stream, createdAt: epoch }),
    );
    const rows = [...long, ...short];
    const { settings } = await startEms(rows);
    const { query } = await startSwitchboard(settings);
    const read = async (page: object) => (await query(PAGE, { ...named, ...page })).data.emsConnections;
    return { rows, read };
  }
  type Page = Awaited<ReturnType<Awaited<ReturnType<typeof start>>['read']>>;
  const idsOf = ({ edges }: Page): string[] => edges.map(({ node }: Page) => node.nativeId);

  test('has cursors of a few hundred bytes, however long the names', async () => {
    const { read } = await start();
    const { edges } = await read({ first: 50 });
    expect(edges).toHaveLength(18);
    for (const { cursor } of edges) expect(cursor.length).toBeLessThan(512);
  });

  test('shows each once and in one order, though many names share their beginning', async () => {
    const { read } = await start();
    const whole = idsOf(await read({ first: 50 }));
    expect(whole.slice(0, 1)).toEqual(['100']);
    expect(new Set(whole).size).toBe(18);
    // What is a name's own beginning comes before it, and `zebra` after all.
    expect(whole.slice(1, 4)).toEqual(['101', '103', '102']);
    expect(whole.slice(-2).sort()).toEqual(['104', '105']);

    for (const backwards of [false, true]) {
      for (const size of [1, 5]) {
        const pages = await readPages<Page>({ backwards, size }, (page) => read(page));
        expect(pages.flatMap(idsOf)).toEqual(whole);
      }
    }
  });

  test('goes on at the place of a connection that has gone', async () => {
    const { rows, read } = await start();
    const whole = idsOf(await read({ first: 50 }));
    for (const place of [4, 9, 14]) {
      const { edges } = await read({ first: 50 });
      const { cursor, node } = edges[place];
      // The long names have the ids from 1 on, the twelve before the short ones with those from 100 on.
      const id = Number(node.nativeId);
      const at = id < 100 ? id - 1 : id - 100 + 12;
      const gone = rows.splice(at, 1);

      const rest = await read({ first: 50, after: cursor });

      expect(idsOf(rest)).toEqual(whole.slice(place + 1));
      rows.splice(at, 0, ...gone);
    }
  });
});

test('a cursor over many accounts is within the limit too, and leads on', async () => {
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
