import { expect, test } from 'vitest';
import { LARGE_LENGTH } from '../../../src/upstream/slicedList.ts';
import { emsJson, emsRow } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';

/*
 * A large listing is parsed in slices. What is true of a small one must be true of it too.
 */

const COUNT = 1_000;

/** Rows with the IDs from 1 on. */
function rows() {
  return Array.from({ length: COUNT }, (_, index) => emsRow({ id: index + 1, stream: `cam ${index + 1}` }));
}

/** @param list the JSON of the rows, as EMS sends them */
async function listed(list: string) {
  const { settings } = await startEms(() => Buffer.from(list, 'latin1'));
  const { query } = await startSwitchboard(settings);
  const { data } = await query(`{
    emsConnections(first: 250) {
      totalCount nodes { nativeId } outcomes { ok omittedRows problem { code } }
    }
  }`);
  return data.emsConnections;
}

test('a large listing has all rows, also one that is not valid JSON', async () => {
  const list = emsJson(rows()).replace('"cam 500"', '"cam\x01 \\",{\\"carrier\\": 500"');
  expect(list.length).toBeGreaterThan(2 * LARGE_LENGTH);

  const { totalCount, nodes, outcomes } = await listed(list);

  expect(totalCount).toBe(COUNT);
  expect(new Set(nodes.map(({ nativeId }: { nativeId: string }) => nativeId)).size).toBe(250);
  expect(outcomes).toEqual([{ ok: true, omittedRows: 0, problem: null }]);
});

test('a large listing reports the rows that cannot be read, and those that it repeats', async () => {
  const all: unknown[] = rows();
  all[10] = null;
  all[900] = all[20];

  const { totalCount, outcomes } = await listed(emsJson(all));

  expect(totalCount).toBe(COUNT - 2);
  expect(outcomes[0]).toMatchObject({ ok: true, omittedRows: 2, problem: { code: 'UPSTREAM_MALFORMED' } });
});

test.each([
  ['is cut off', (list: string) => list.slice(0, -100)],
  ['has an invalid row', (list: string) => list.replace('"cam 999"', '"cam 999')],
  ['is followed by something else', (list: string) => `${list}]`],
])('a large listing that %s is malformed', async (_what, broken) => {
  const { outcomes } = await listed(broken(emsJson(rows())));
  expect(outcomes[0]).toMatchObject({ ok: false, problem: { code: 'UPSTREAM_MALFORMED' } });
});
