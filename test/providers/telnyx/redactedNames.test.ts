import { expect, test } from 'vitest';
import { telnyxRow } from '../../fixtures/telnyx.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startTelnyx } from '../../support/upstreams.ts';

/*
 * Telnyx applies name filters, and knows the secrets in names. So it finds connections that a client must not see to be found.
 */

/** Every third name has a secret. */
const rows = Array.from({ length: 60 }, (_, number) =>
  telnyxRow(number, {
    connection_name: number % 3 === 0 ? `Gate ${number} password=hunter${number}` : `Gate ${number}`,
  }),
);

const PAGE = `query ($filter: TelnyxConnectionFilter, $first: Int, $after: String, $last: Int, $before: String) {
  telnyxConnections(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function start() {
  const upstream = await startTelnyx(rows);
  const { query } = await startSwitchboard(upstream.settings);
  const page = async (connectionNameContains: string, page: object = {}) => {
    const { data, errors } = await query(PAGE, { filter: { connectionNameContains }, ...page });
    expect(errors).toEqual([]);
    return data.telnyxConnections;
  };
  return { page };
}

test.each(['hunter', 'password=h', 'hunter30'])(
  'a filter that matches only secrets finds nothing: %s',
  async (text) => {
    const { page } = await start();
    expect(await page(text)).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  },
);

test.each([
  ['gate', 60],
  ['Gate 1', 11],
  ['PASSWORD=', 20],
])('a filter that matches redacted names finds these: %s', async (text, total) => {
  const { page } = await start();
  expect(await page(text, { first: 1 })).toMatchObject({ totalCount: total });
});

test.each([
  { backwards: false, size: 1 },
  { backwards: true, size: 7 },
  { backwards: false, size: 50 },
])('such a list can be read in pages of $size, backwards: $backwards', async (direction) => {
  const { page } = await start();
  const pages = await readPages(direction, (part) => page('Gate 3', { ...part }));
  const names = pages.flatMap(({ nodes }) => nodes.map(({ name }: { name: string }) => name.slice(0, 7).trim()));
  const expected = [3, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39].reverse().map((number) => `Gate ${number}`);
  expect(names).toEqual(expected);
});

test('its cursors do not tell how many connections Telnyx has found', async () => {
  const { page } = await start();
  const { edges } = await page('gate', { first: 5 });
  const hints = edges.map(
    ({ cursor }: { cursor: string }) => JSON.parse(Buffer.from(cursor, 'base64url').toString())[4],
  );
  expect(hints).toEqual([[], [], [], [], []]);
});
