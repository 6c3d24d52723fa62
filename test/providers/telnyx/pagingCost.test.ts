import { describe, expect, test } from 'vitest';
import { telnyxRow } from '../../fixtures/telnyx.ts';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { readList, rowAt } from '../../support/telnyxList.ts';
import { startTelnyx } from '../../support/upstreams.ts';

/** The rows of an account with this number of connections, created one minute apart. */
const account = (size: number) => Array.from({ length: size }, (_, number) => telnyxRow(number));

describe('the requests of an operation', () => {
  test.each([
    { what: 'an empty account', rows: 0, list: 'telnyxConnections(first: 20)', requests: 1 },
    { what: 'the first 20 of 20', rows: 20, list: 'telnyxConnections(first: 20)', requests: 1 },
    { what: 'the first 20 of 600', rows: 600, list: 'telnyxConnections(first: 20)', requests: 1 },
    { what: 'all 250 of 250', rows: 250, list: 'telnyxConnections(first: 250)', requests: 1 },
    { what: 'the last 20 of 250', rows: 250, list: 'telnyxConnections(last: 20)', requests: 1 },
    { what: 'the last 20 of 600', rows: 600, list: 'telnyxConnections(last: 20)', requests: 2 },
    {
      what: 'the oldest 20 of 600',
      rows: 600,
      list: 'telnyxConnections(first: 20, sort: CREATED_AT_ASC)',
      requests: 1,
    },
    { what: '250 by name', rows: 250, list: 'telnyxConnections(sort: CONNECTION_NAME_ASC)', requests: 1 },
    { what: '600 by name', rows: 600, list: 'telnyxConnections(sort: CONNECTION_NAME_DESC)', requests: 3 },
    { what: '600 by state', rows: 600, list: 'telnyxConnections(sort: ACTIVE_ASC)', requests: 3 },
    {
      what: '600 by state, from the end',
      rows: 600,
      list: 'telnyxConnections(last: 5, sort: ACTIVE_ASC)',
      requests: 3,
    },
    {
      what: 'a name filter that Telnyx applies',
      rows: 600,
      list: 'connections(filter: { nameContains: "ine" })',
      requests: 1,
    },
    {
      what: 'a name filter that is too short for Telnyx',
      rows: 250,
      list: 'connections(filter: { nameContains: "L" })',
      requests: 1,
    },
    {
      what: 'the newest of 600, from a creation time on',
      rows: 600,
      list: 'connections(first: 250, filter: { createdAfter: "2026-01-01T08:00:00Z" })',
      requests: 1,
    },
  ])('are $requests for $what', async ({ rows, list, requests }) => {
    const upstream = await startTelnyx(account(rows));
    const switchboard = await startSwitchboard(upstream.settings);
    const { errors } = await switchboard.query(`{ ${list} { nodes { name } pageInfo { hasNextPage endCursor } } }`);
    expect(errors).toEqual([]);
    expect(upstream.requests).toHaveLength(requests);
  });

  test.each([
    'telnyxConnections(first: 250)',
    'telnyxConnections(last: 250, sort: CONNECTION_NAME_ASC)',
    'connections(orderBy: { field: NAME })',
    'telnyxConnections(filter: { outboundVoiceProfileId: "1293384261075731499" })',
  ])('transfer a single row if only totalCount is selected: %s', async (list) => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query(`{ list: ${list} { totalCount } }`);
    expect(data.list.totalCount).toBe(600);
    expect(upstream.requests.map(({ query }) => query.get('page[size]'))).toEqual(['1']);
  });

  // Telnyx's own total would count connections in whose names it has found a secret.
  test.each([
    'connections(filter: { nameContains: "line" })',
    'telnyxConnections(filter: { connectionNameContains: "line" })',
  ])('are one for each 250 matching connections if totalCount is selected: %s', async (list) => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query(`{ list: ${list} { totalCount } }`);
    expect(data.list.totalCount).toBe(600);
    expect(upstream.requests).toHaveLength(3);
  });

  test('are no more if totalCount is selected together with items', async () => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const { data } = await switchboard.query('{ telnyxConnections(first: 5) { totalCount nodes { name } } }');
    expect(data.telnyxConnections).toMatchObject({ totalCount: 600, nodes: { length: 5 } });
    expect(upstream.requests).toHaveLength(1);
  });

  test('are shared by two aliases with the same arguments', async () => {
    const upstream = await startTelnyx(account(30));
    const switchboard = await startSwitchboard(upstream.settings);
    await switchboard.query('{ a: telnyxConnections { nodes { id } } b: telnyxConnections { nodes { name } } }');
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('reading page by page takes one request per page', () => {
  test.each([
    { backwards: false, size: 20 },
    { backwards: true, size: 20 },
    { backwards: false, size: 7 },
    { backwards: true, size: 100 },
  ])('with pages of $size, backwards: $backwards', async (direction) => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const pages = await readPages(direction, (page) => readList(switchboard, 'CREATED_AT_DESC', page));
    expect(pages.flatMap(({ nodes }) => nodes)).toHaveLength(600);
    // When reading backwards, one more request reads the other end of the list, to find connections without a creation time.
    expect(upstream.requests).toHaveLength(pages.length + Number(direction.backwards));
  });

  test('also when the direction changes', async () => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    const read = (page: object) => readList(switchboard, 'CREATED_AT_DESC', page);
    const first = await read({ first: 100 });
    const second = await read({ first: 100, after: first.pageInfo.endCursor });
    const previous = await read({ last: 100, before: second.pageInfo.startCursor });
    expect(previous.nodes).toEqual(first.nodes);
    expect(upstream.requests).toHaveLength(3);
  });

  test.each([1, 60, 99])(
    'and at most one more if %i connections before the cursor have been deleted',
    async (deleted) => {
      let rows = account(600);
      const upstream = await startTelnyx(() => rows);
      const switchboard = await startSwitchboard(upstream.settings);
      const first = await readList(switchboard, 'CREATED_AT_ASC', { first: 120 });
      rows = rows.slice(deleted);
      const second = await readList(switchboard, 'CREATED_AT_ASC', { first: 20, after: first.pageInfo.endCursor });
      expect(second.nodes.map(({ nativeId }) => nativeId)).toEqual(
        rows.slice(120 - deleted, 140 - deleted).map(({ id }) => id),
      );
      expect(upstream.requests.length).toBeLessThanOrEqual(3);
    },
  );

  test('and one more if the next connections were all created at the same time', async () => {
    // The first page does not show how many connections tie; one large page does.
    const rows = [...account(20), ...Array.from({ length: 200 }, (_, number) => rowAt(100 + number, 86_400_000))];
    const upstream = await startTelnyx(rows);
    const switchboard = await startSwitchboard(upstream.settings);
    const first = await readList(switchboard, 'CREATED_AT_ASC', { first: 20 });
    const second = await readList(switchboard, 'CREATED_AT_ASC', { first: 20, after: first.pageInfo.endCursor });
    expect(second.nodes).toHaveLength(20);
    expect(upstream.requests).toHaveLength(3);
  });

  test('and one for each 250 connections before the cursor if that has no offset hint', async () => {
    const upstream = await startTelnyx(account(600));
    const switchboard = await startSwitchboard(upstream.settings);
    // A locally filtered list is read whole for its total. Its rows have no known offsets in Telnyx's list, so its cursors have no hints.
    const { data } = await switchboard.query(
      '{ connections(first: 250, filter: { active: true }) { totalCount pageInfo { endCursor } } }',
    );
    upstream.requests.length = 0;
    const { endCursor } = data.connections.pageInfo;
    const { nodes } = await readList(switchboard, 'CREATED_AT_DESC', { first: 20, after: endCursor });
    expect(nodes.map(({ nativeId }) => nativeId)).toEqual(
      account(350)
        .reverse()
        .slice(0, 20)
        .map(({ id }) => id),
    );
    expect(upstream.requests.length).toBeLessThanOrEqual(3);
  });
});
