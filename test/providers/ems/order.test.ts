import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { emsRow, epoch } from '../../fixtures/ems.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';

type Bytes = number | bigint | null;

/** A connection that has sent and received this many bytes. Without `received` it has no socket. */
function row(id: number, name: string, sent: Bytes, received: Bytes): MockRow {
  const carrier =
    received === null ? null : { id, type: 'IOHT_TCP_CARRIER', rx: received, ...(sent !== null && { tx: sent }) };
  return { ...emsRow({ id, stream: name, createdAt: epoch + id }), carrier };
}

/** The bytes sent of the second and the third row would be equal as JavaScript numbers. */
const rows = [
  row(1, 'delta', 9, 10),
  row(2, 'Alpha', 9_007_199_254_740_993n, 9),
  row(3, 'charlie', 9_007_199_254_740_992n, 9),
  row(4, 'bravo', null, 18_446_744_073_709_551_615n),
  row(5, 'alpha', null, null),
  row(6, 'echo', 100, 0),
];

async function start() {
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboard(settings);
  return { query };
}

async function idsInOrder(orderBy: string): Promise<readonly number[]> {
  const { query } = await start();
  const { data, errors } = await query(`{ emsConnections${orderBy} { nodes { nativeId } } }`);
  expect(errors).toEqual([]);
  return data.emsConnections.nodes.map(({ nativeId }: { nativeId: string }) => Number(nativeId));
}

describe('the order of EMS connections', () => {
  test.each([
    ['', [6, 5, 4, 3, 2, 1]],
    ['(orderBy: null)', [6, 5, 4, 3, 2, 1]],
    ['(orderBy: {})', [6, 5, 4, 3, 2, 1]],
    ['(orderBy: { direction: ASC })', [1, 2, 3, 4, 5, 6]],
    ['(orderBy: { field: NAME, direction: ASC })', [2, 5, 4, 3, 1, 6]],
    ['(orderBy: { field: NAME })', [6, 1, 3, 4, 2, 5]],
    ['(orderBy: { field: BYTES_SENT })', [2, 3, 6, 1, 4, 5]],
    ['(orderBy: { field: BYTES_SENT, direction: ASC })', [1, 6, 3, 2, 4, 5]],
    ['(orderBy: { field: BYTES_RECEIVED })', [4, 1, 2, 3, 6, 5]],
    ['(orderBy: { field: BYTES_RECEIVED, direction: ASC })', [6, 2, 3, 1, 4, 5]],
  ])('of emsConnections%s is %j', async (orderBy, ids) => {
    expect(await idsInOrder(orderBy)).toEqual(ids);
  });

  test.each(['CREATED_AT', 'NAME', 'BYTES_SENT', 'BYTES_RECEIVED'])('by %s is the same page by page', async (field) => {
    const { query } = await start();
    for (const direction of ['ASC', 'DESC']) {
      const allIds = await idsInOrder(`(orderBy: { field: ${field}, direction: ${direction} })`);
      for (const [backwards, size] of [
        [false, 1],
        [true, 1],
        [false, 4],
        [true, 4],
      ] as const) {
        const pages = await readPages({ backwards, size }, async (page) => {
          const { data } = await query(
            `query ($first: Int, $after: String, $last: Int, $before: String) {
              emsConnections(
                orderBy: { field: ${field}, direction: ${direction} }, first: $first, after: $after, last: $last, before: $before
              ) { nodes { nativeId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
            }`,
            { ...page },
          );
          return data.emsConnections;
        });
        const ids = pages.flatMap(({ nodes }) => nodes.map(({ nativeId }: { nativeId: string }) => Number(nativeId)));
        expect(ids).toEqual(allIds);
      }
    }
  });

  test('must match the cursor: a cursor of another order is rejected', async () => {
    const { query } = await start();
    const { data } = await query(
      '{ emsConnections(orderBy: { field: BYTES_SENT }, first: 1) { pageInfo { endCursor } } }',
    );
    for (const orderBy of ['{ field: BYTES_RECEIVED }', '{ field: BYTES_SENT, direction: ASC }', '{}']) {
      const { errors } = await query(
        `query ($after: String) { emsConnections(orderBy: ${orderBy}, after: $after) { totalCount } }`,
        { after: data.emsConnections.pageInfo.endCursor },
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    }
  });
});
