import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { readList } from '../../support/telnyxList.ts';
import { rangeOf, startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const idsOf = (rows: readonly MockRow[]) => rows.map(({ id }) => id);

describe('an account that does not match its documentation', () => {
  test.each([
    { sort: 'CREATED_AT_ASC', backwards: false, size: 30 },
    { sort: 'CREATED_AT_DESC', backwards: false, size: 30 },
    { sort: 'CREATED_AT_ASC', backwards: true, size: 30 },
    { sort: 'CREATED_AT_DESC', backwards: true, size: 30 },
    { sort: 'CREATED_AT_ASC', backwards: true, size: 300 },
    { sort: 'CREATED_AT_DESC', backwards: true, size: 300 },
  ] as const)(
    'with $size connections and three without a creation time lists these last, $sort, backwards: $backwards',
    async ({ sort, backwards, size }) => {
      const dated = account(size);
      const undated = [
        telnyxRow(1000, { created_at: null }),
        telnyxRow(1001, { created_at: undefined }),
        telnyxRow(1002, { created_at: 'long ago' }),
      ];
      const upstream = await startTelnyx([...undated, ...dated]);
      const switchboard = await startSwitchboard(upstream.settings);
      const pages = await readPages({ backwards, size: size / 15 }, (page) => readList(switchboard, sort, page));
      const seen = pages.flatMap(({ nodes }) => nodes.map(({ nativeId }) => nativeId));
      expect(seen.slice(0, size)).toEqual(idsOf(sort === 'CREATED_AT_ASC' ? dated : dated.toReversed()));
      expect(seen.slice(size).sort()).toEqual(idsOf(undated));
    },
  );

  test.each([false, true])('that ignores the sort is sorted locally, backwards: %s', async (backwards) => {
    const rows = account(300);
    const upstream = await startTelnyxOf(({ query }) => {
      const { start, end } = rangeOf(query);
      // Neither ascending nor descending.
      const mixed = rows.toSorted((a, b) => String(a.id).slice(-2).localeCompare(String(b.id).slice(-2)));
      return { body: { data: mixed.slice(start, end), meta: { total_results: rows.length } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const pages = await readPages({ backwards, size: 50 }, (page) => readList(switchboard, 'CREATED_AT_DESC', page));
    const seen = pages.flatMap(({ nodes }) => nodes.map(({ nativeId }) => nativeId));
    expect(seen).toEqual(idsOf(rows.toReversed()));
  });

  test('that sends another object causes an error, not an empty list', async () => {
    const upstream = await startTelnyxOf(() => ({ body: { message: 'maintenance' } }));
    const switchboard = await startSwitchboard(upstream.settings);
    const { errors } = await switchboard.query('{ telnyxConnections { totalCount } }');
    expect(errors).toMatchObject([{ path: ['telnyxConnections'], extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  });

  test.each(['CREATED_AT_ASC', 'CONNECTION_NAME_ASC'] as const)(
    'that sends no meta has its rows counted, %s',
    async (sort) => {
      const rows = Array.from({ length: 300 }, (_, number) =>
        telnyxRow(number, { connection_name: `Line ${1000 + number}` }),
      );
      const upstream = await startTelnyxOf(({ query }) => {
        const { start, end } = rangeOf(query);
        return { body: { data: rows.slice(start, end) } };
      });
      const switchboard = await startSwitchboard(upstream.settings);
      const pages = await readPages({ backwards: false, size: 100 }, (page) => readList(switchboard, sort, page));
      expect(pages.flatMap(({ nodes }) => nodes.map(({ nativeId }) => nativeId))).toEqual(idsOf(rows));
      const { data } = await switchboard.query(`{ telnyxConnections(sort: ${sort}) { totalCount } }`);
      expect(data.telnyxConnections.totalCount).toBe(300);
    },
  );

  test('that sends neither data nor meta is empty', async () => {
    const upstream = await startTelnyxOf(() => ({ body: {} }));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query('{ telnyxConnections { nodes { id } totalCount } }');
    expect({ data, errors }).toEqual({ data: { telnyxConnections: { nodes: [], totalCount: 0 } }, errors: [] });
  });

  test.each(['CREATED_AT_ASC', 'CONNECTION_NAME_ASC'] as const)(
    'with rows that cannot be read loses only these, %s',
    async (sort) => {
      const rows: unknown[] = Array.from({ length: 600 }, (_, number) =>
        telnyxRow(number, { connection_name: `Line ${1000 + number}` }),
      );
      // At the beginning, inside pages, and around the end of the first page of 250.
      for (const index of [0, 100, 248, 249, 250, 420])
        rows[index] = index % 2 ? { connection_name: 'Without an ID' } : 'row';
      const upstream = await startTelnyxOf(({ query }) => {
        const { start, end } = rangeOf(query);
        return { body: { data: rows.slice(start, end), meta: { total_results: rows.length } } };
      });
      const switchboard = await startSwitchboard(upstream.settings);
      const whole = await switchboard.query(
        `{ telnyxConnections(first: 250, sort: ${sort}) { outcomes { ok problem { code } } } }`,
      );
      expect(whole.data.telnyxConnections.outcomes).toEqual([{ ok: true, problem: { code: 'UPSTREAM_MALFORMED' } }]);

      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data } = await switchboard.query(
          `query ($after: String) {
          telnyxConnections(first: 90, after: $after, sort: ${sort}) { nodes { nativeId } pageInfo { hasNextPage endCursor } }
        }`,
          { after },
        );
        const { nodes, pageInfo } = data.telnyxConnections;
        seen.push(...nodes.map(({ nativeId }: { nativeId: string }) => nativeId));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(
        Array.from({ length: 600 }, (_, number) => telnyxId(number)).filter(
          (_, index) => ![0, 100, 248, 249, 250, 420].includes(index),
        ),
      );
    },
  );
});
