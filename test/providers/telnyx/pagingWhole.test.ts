import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { rangeOf, startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));
const byName = '{ telnyxConnections(first: 250, sort: CONNECTION_NAME_ASC) { nodes { nativeId } totalCount } }';

describe('an account that changes while it is read whole', () => {
  test('is read again when a connection is deleted meanwhile', async () => {
    let rows = account(600);
    let requests = 0;
    const upstream = await startTelnyx(() => {
      requests += 1;
      if (requests === 2) rows = rows.slice(1);
      return rows;
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(byName);
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.totalCount).toBe(599);
  });

  test('has every connection, also one that is renamed meanwhile', async () => {
    const named = (number: number, name: string) => telnyxRow(number, { connection_name: name });
    const rows = Array.from({ length: 600 }, (_, number) => named(number, `Line ${1000 + number}`));
    let requests = 0;
    const upstream = await startTelnyx(() => {
      requests += 1;
      // The new name moves the row from the last page to the first one, which has already been read.
      return requests === 1 ? rows : [...rows.slice(0, -1), named(599, 'A new name')];
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(byName);
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.totalCount).toBe(600);
    expect(data.telnyxConnections.nodes[0].nativeId).toBe(telnyxId(599));
  });

  test('is read by creation time, because Telnyx may order ties differently on each page', async () => {
    const rows = account(600);
    const upstream = await startTelnyxOf(({ query }) => {
      const { start, end } = rangeOf(query);
      // All rows tie, because all are active. A database may order ties in any way, and differently for another page size.
      const rankOf = (row: MockRow) => (Number(BigInt(String(row.id)) % 1009n) * (end - start)) % 1009;
      const sorted = query.get('sort') === '-active' ? rows.toSorted((a, b) => rankOf(a) - rankOf(b)) : rows;
      return { body: { data: sorted.slice(start, end), meta: { total_results: 600 } } };
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const whole = await switchboard.query('{ telnyxConnections(sort: ACTIVE_DESC) { totalCount nodes { id } } }');
    expect(whole).toMatchObject({ errors: [], data: { telnyxConnections: { totalCount: 600 } } });
  });

  test('is an error if its pages shift in every attempt', async () => {
    let rows = account(900);
    const upstream = await startTelnyx(() => {
      rows = rows.slice(1);
      return rows;
    });
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      '{ telnyxConnections(sort: ACTIVE_ASC) { nodes { id } outcomes { ok problem { code } } } }',
    );
    const malformed = { code: 'UPSTREAM_MALFORMED' };
    expect(data.telnyxConnections).toEqual({ nodes: [], outcomes: [{ ok: false, problem: malformed }] });
    expect(errors).toMatchObject([{ path: ['telnyxConnections'], extensions: malformed }]);
    expect(upstream.requests.length).toBeLessThanOrEqual(12);
  });
});

describe('an account that must be read whole', () => {
  /** An account whose list never ends, unless there is a total. */
  const startEndless = (rowAt: (index: number) => MockRow, total?: number) =>
    startTelnyxOf(({ query }) => {
      const { start, end } = rangeOf(query);
      const length = Math.min(end, total ?? end) - start;
      const data = Array.from({ length }, (_, index) => rowAt(start + index));
      return { body: { data, meta: { total_results: total } } };
    });
  const tiny = (number: number) => ({
    id: telnyxId(number),
    connection_name: 'Line',
    created_at: telnyxRow(number).created_at,
  });

  test('can have 25,000 connections', async () => {
    const upstream = await startEndless(tiny, 25_000);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(byName);
    expect(errors).toEqual([]);
    expect(data.telnyxConnections.totalCount).toBe(25_000);
  });

  test.each([
    {
      what: 'it has more than 25,000 connections',
      rowAt: tiny,
      total: 26_000,
      list: 'telnyxConnections(sort: CONNECTION_NAME_ASC)',
    },
    { what: 'its list never ends', rowAt: tiny, list: 'telnyxConnections(sort: ACTIVE_DESC)' },
    {
      what: 'its list never ends, and no connection matches the local filter',
      rowAt: tiny,
      list: 'connections(orderBy: { field: CREATED_AT, direction: ASC }, filter: { active: false })',
    },
    {
      what: 'all its pages are the same',
      rowAt: (index: number) => tiny(index % 250),
      list: 'telnyxConnections(sort: ACTIVE_DESC)',
    },
    {
      what: 'all its rows are the same',
      rowAt: () => tiny(1),
      total: 600,
      list: 'telnyxConnections(sort: ACTIVE_DESC)',
    },
  ])('causes an error after a limited number of requests if $what', async ({ rowAt, total, list }) => {
    const upstream = await startEndless(rowAt, total);
    const switchboard = await startSwitchboard(upstream.settings);
    const { data, errors } = await switchboard.query(
      `{ list: ${list} { nodes { id } outcomes { ok problem { code } } } }`,
    );
    expect(data.list).toEqual({ nodes: [], outcomes: [{ ok: false, problem: { code: 'UPSTREAM_MALFORMED' } }] });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_MALFORMED' } }]);
    expect(upstream.requests.length).toBeLessThanOrEqual(110);
  });
});
