import { describe, expect, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { rangeOf, startTelnyxOf } from '../../support/telnyxServer.ts';

const SORTS = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'CONNECTION_NAME_ASC', 'ACTIVE_DESC'] as const;

/** An account that sends these rows in pages, in ascending and descending order of creation. */
function startAccount(rows: readonly unknown[]) {
  return startTelnyxOf(({ path, query }) => {
    if (path.endsWith('/active_calls')) return { body: { data: [], meta: { total_items: 0 } } };
    const { start, end } = rangeOf(query);
    const sorted = query.get('sort')?.startsWith('-') ? rows.toReversed() : rows;
    return { body: { data: sorted.slice(start, end), meta: { total_results: rows.length } } };
  });
}

const LIST = `query ($sort: TelnyxConnectionSort, $first: Int, $after: String) {
  telnyxConnections(sort: $sort, first: $first, after: $after) {
    totalCount
    nodes { nativeId connectionName activeCalls { totalCount } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    outcomes { ok omittedRows problem { code } }
  }
}`;

describe.each(SORTS)('a row of the list by %s', (sort) => {
  test.each<[string, unknown]>([
    ['without an ID', telnyxRow(2, { id: undefined })],
    ['with an empty ID', telnyxRow(2, { id: '' })],
    ['with an ID that is a path', telnyxRow(2, { id: '..' })],
    ['with a slash in its ID', telnyxRow(2, { id: `${telnyxId(1)}/active_calls` })],
    ['with an ID of more than 64 characters', telnyxRow(2, { id: 'x'.repeat(65) })],
    ['with the ID of another row', telnyxRow(2, { id: telnyxId(1), connection_name: 'Duplicate' })],
    ['that is not an object', 'row'],
  ])('%s is omitted, counted and reported', async (_what, row) => {
    const { settings } = await startAccount([telnyxRow(1), row, telnyxRow(3)]);
    const { query } = await startSwitchboard(settings);
    const { data, errors } = await query(LIST, { sort });
    const { nodes, totalCount, outcomes } = data.telnyxConnections;
    expect(nodes.map(({ nativeId }: { nativeId: string }) => nativeId).sort()).toEqual([telnyxId(1), telnyxId(3)]);
    expect(nodes).toEqual(Array(2).fill(expect.objectContaining({ activeCalls: { totalCount: 0 } })));
    expect(totalCount).toBe(3);
    expect(outcomes).toEqual([{ ok: true, omittedRows: 1, problem: { code: 'UPSTREAM_MALFORMED' } }]);
    expect(errors).toMatchObject([{ path: ['telnyxConnections'], extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  });

  test('is counted once, although the pages that are read overlap', async () => {
    const rows: unknown[] = Array.from({ length: 600 }, (_, number) => telnyxRow(number));
    for (const index of [100, 248, 249, 250, 420]) rows[index] = 'row';
    const { settings } = await startAccount(rows);
    const { query } = await startSwitchboard(settings);
    const omitted: number[] = [];
    const pages = await readPages({ backwards: false, size: 250 }, async ({ first, after }) => {
      const { data } = await query(LIST, { sort, first, after });
      const { totalCount, outcomes, ...page } = data.telnyxConnections;
      expect(totalCount).toBe(600);
      omitted.push(outcomes[0].omittedRows);
      return page;
    });
    expect(pages.flatMap(({ nodes }) => nodes)).toHaveLength(595);
    // Lists by name or state are read whole for each page.
    if (!sort.startsWith('CREATED')) expect(omitted).toEqual([5, 5, 5]);
  });
});

describe('rows with the same ID', () => {
  test('are omitted except for the first', async () => {
    const { settings } = await startAccount([telnyxRow(1), telnyxRow(1, { connection_name: 'Duplicate' })]);
    const { query } = await startSwitchboard(settings);
    const { data } = await query(LIST, { sort: 'CREATED_AT_ASC' });
    expect(data.telnyxConnections.nodes).toMatchObject([{ nativeId: telnyxId(1), connectionName: 'Line 1' }]);
  });

  test('are omitted except for the first on different pages too, and reported', async () => {
    const rows = Array.from({ length: 300 }, (_, number) => telnyxRow(number));
    rows[290] = telnyxRow(5, { created_at: rows[290]?.['created_at'], connection_name: 'Duplicate' });
    const { settings } = await startAccount(rows);
    const { query } = await startSwitchboard(settings);

    const { data, errors } = await query(LIST, { sort: 'CONNECTION_NAME_ASC' });

    expect(data.telnyxConnections.outcomes).toMatchObject([{ ok: true, omittedRows: 1 }]);
    expect(errors).toMatchObject([{ path: ['telnyxConnections'], message: expect.stringContaining('1 row') }]);
  });

  test('are omitted except for the first among active calls too, with an entry in `errors`', async () => {
    const calls = [callRow(1), callRow(2), callRow(1, { call_session_id: 'duplicate' })];
    const { settings } = await startTelnyxOf(({ path }) =>
      path.endsWith('/active_calls')
        ? { body: { data: calls, meta: { total_items: 3 } } }
        : { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } },
    );
    const { query } = await startSwitchboard(settings);
    const { data, errors } = await query(
      '{ telnyxConnections { nodes { activeCalls { totalCount nodes { callSessionId } } } } }',
    );
    expect(data.telnyxConnections.nodes[0].activeCalls).toEqual({
      totalCount: 3,
      nodes: [{ callSessionId: 'session-1' }, { callSessionId: 'session-2' }],
    });
    expect(errors).toMatchObject([
      { path: ['telnyxConnections', 'nodes', 0, 'activeCalls'], message: expect.stringContaining('1 row') },
    ]);
  });
});

describe('a response with more rows than requested', () => {
  const connections = Array.from({ length: 1200 }, (_, number) => telnyxRow(number));

  test.each([true, false].flatMap((hasMeta) => SORTS.map((sort) => ({ hasMeta, sort }))))(
    'is paged locally, $sort, with meta: $hasMeta',
    async ({ hasMeta, sort }) => {
      const { settings } = await startTelnyxOf(({ query }) => ({
        body: {
          data: query.get('sort')?.startsWith('-') ? connections.toReversed() : connections,
          ...(hasMeta && { meta: { total_results: connections.length } }),
        },
      }));
      const { query } = await startSwitchboard(settings);
      const pages = await readPages({ backwards: false, size: 250 }, async ({ first, after }) => {
        const { data, errors } = await query(
          `query ($sort: TelnyxConnectionSort, $first: Int, $after: String) {
          telnyxConnections(sort: $sort, first: $first, after: $after) {
            nodes { nativeId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          }
        }`,
          { sort, first, after },
        );
        expect(errors).toEqual([]);
        return data.telnyxConnections;
      });
      expect(pages.map(({ nodes }) => nodes.length)).toEqual([250, 250, 250, 250, 200]);
      const seen = pages.flatMap(({ nodes }) => nodes.map(({ nativeId }: { nativeId: string }) => nativeId));
      expect(new Set(seen).size).toBe(1200);
    },
  );

  test.each(['CREATED_AT_DESC', 'CONNECTION_NAME_ASC'])('may have 150,000 connections: %s', async (sort) => {
    const rows = Array.from({ length: 150_000 }, (_, number) => ({
      id: telnyxId(number),
      created_at: new Date(1e12 - number * 1000).toISOString(),
    }));
    const body = JSON.stringify({ data: rows });
    const { settings } = await startTelnyxOf(() => ({ body }));
    const { query } = await startSwitchboard(settings);
    const { data } = await query(
      `{ telnyxConnections(sort: ${sort}, first: 2) { nodes { nativeId } outcomes { ok omittedRows } } }`,
    );
    const { nodes, outcomes } = data.telnyxConnections;
    expect(nodes).toHaveLength(2);
    expect(outcomes).toEqual([{ ok: true, omittedRows: expect.any(Number) }]);
  });

  test('may have 150,000 calls', async () => {
    const calls = Array.from({ length: 150_000 }, (_, number) => ({
      call_leg_id: `leg-${number}`,
      call_session_id: '1',
    }));
    const body = JSON.stringify({ data: calls });
    const { settings } = await startTelnyxOf(({ path }) =>
      path.endsWith('/active_calls') ? { body } : { body: { data: [telnyxRow(1)], meta: { total_results: 1 } } },
    );
    const { query } = await startSwitchboard(settings);
    const { data } = await query(
      '{ telnyxConnections { nodes { activeCalls(first: 2) { nodes { callLegId } pageInfo { hasNextPage endCursor } } } } }',
    );
    expect(data.telnyxConnections.nodes[0].activeCalls).toMatchObject({
      nodes: [{ callLegId: calls[0]?.call_leg_id }, { callLegId: calls[1]?.call_leg_id }],
      pageInfo: { hasNextPage: true },
    });
  });
});
