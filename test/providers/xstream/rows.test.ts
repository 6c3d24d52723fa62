import fc from 'fast-check';
import { expect, test } from 'vitest';
import { xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startServerOf } from '../../support/upstreams.ts';

const SELECTION = 'totalCount nodes { nativeId connectedAt } outcomes { ok omittedRows problem { code } }';

/** Lists the connections of an X app whose only page has these rows, as JSON. */
async function list(rows: readonly string[], selection = SELECTION) {
  const { url } = await startServerOf((_request, response) => response.end(`{"data":[${rows.join()}],"meta":{}}`));
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url });
  return query(`{ xStreamConnections(status: ALL) { ${selection} } }`);
}

const good = JSON.stringify(xRow(1));
const first = { nativeId: xRow(1)['id'], connectedAt: '2026-01-01T00:00:01.000Z' };
const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

test.each([
  ['is null', 'null'],
  ['is a number', '1'],
  ['is a string', '"SECRET"'],
  ['is an array nested 10,000 levels deep', nested],
])('a row that %s is omitted and reported, without affecting other rows', async (_what, row) => {
  const { data, errors } = await list([row, good]);

  expect(data.xStreamConnections).toEqual({
    totalCount: 1,
    nodes: [first],
    outcomes: [{ ok: true, omittedRows: 1, problem: { code: 'UPSTREAM_MALFORMED' } }],
  });
  expect(errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { code: 'UPSTREAM_MALFORMED' } }]);
});

test.each([
  ['members nested 10,000 levels deep', `{"id":"second","client_ip":${nested},"other":${nested}}`],
  ['a member "__proto__"', '{"id":"second","__proto__":{"id":"third"}}'],
  ['a date that does not exist', '{"id":"second","connected_at":"2026-13-45T00:00:00Z"}'],
  ['a year beyond 9999', '{"id":"second","connected_at":"99999-01-01T00:00:00Z"}'],
])('a row with %s is listed without that value', async (_what, row) => {
  const { data, errors } = await list([row, good]);

  expect(data.xStreamConnections).toEqual({
    totalCount: 2,
    nodes: [first, { nativeId: 'second', connectedAt: null }],
    outcomes: [{ ok: true, omittedRows: 0, problem: null }],
  });
  expect(errors).toEqual([]);
});

test('rows beyond the first 250,000 of a page are omitted and reported', async () => {
  const { data } = await list([good, ...Array<string>(250_000).fill('1'), good]);

  expect(data.xStreamConnections).toMatchObject({
    totalCount: 1,
    outcomes: [{ ok: true, omittedRows: 250_001, problem: { code: 'UPSTREAM_MALFORMED' } }],
  });
});

test.each(['"yesterday"', '"9999-99-99"', '1700000000', '{}'])(
  'a connection with the unreadable end %s is closed, whatever status is requested',
  async (end) => {
    const { data } = await list([`{"id":"second","disconnected_at":${end}}`], 'nodes { active disconnectedAt }');

    expect(data.xStreamConnections.nodes).toEqual([{ active: false, disconnectedAt: null }]);
  },
);

test('any JSON can be a row: each is listed or reported', async () => {
  const member = fc.option(fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })), { nil: undefined });
  const row = fc.record({
    id: member,
    endpoint_name: member,
    connected_at: member,
    disconnected_at: member,
    disconnect_reason: member,
    client_ip: member,
  });
  const rows = fc.sample(fc.oneof(row, fc.jsonValue()), { numRuns: 500, seed: 1 }).map((one) => JSON.stringify(one));

  const { data } = await list(rows);

  const { totalCount, outcomes } = data.xStreamConnections;
  expect(totalCount).toBeGreaterThan(200);
  expect(totalCount + outcomes[0].omittedRows).toBe(rows.length);
});
