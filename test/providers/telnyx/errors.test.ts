import { expect, test } from 'vitest';
import { toGlobalId } from '../../../src/relay/globalId.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startTelnyxOf, type TelnyxReply } from '../../support/telnyxServer.ts';

const errors = (code: unknown) => ({ errors: [{ code, title: 'No', detail: 'No', source: { pointer: '/' } }] });

/** The problem that a list reports for an account that responds with this reply. */
async function problemOf(reply: TelnyxReply) {
  const upstream = await startTelnyxOf(() => reply);
  const { query } = await startSwitchboard(upstream.settings);
  const { data, errors } = await query(
    '{ telnyxConnections { outcomes { ok problem { code retryable retryAt httpStatus vendorCode } } } }',
  );
  const [{ ok, problem }] = data.telnyxConnections.outcomes;
  expect(ok).toBe(false);
  expect(errors).toMatchObject([{ path: ['telnyxConnections'], extensions: { ...problem, source: 'telnyx' } }]);
  return problem;
}

test.each([
  { status: 400, body: errors('10015'), code: 'UPSTREAM_REJECTED', vendorCode: '10015' },
  { status: 401, body: errors('10009'), code: 'UPSTREAM_UNAUTHENTICATED', vendorCode: '10009' },
  { status: 403, body: errors('10010'), code: 'UPSTREAM_FORBIDDEN', vendorCode: '10010' },
  { status: 404, body: errors('10005'), code: 'UPSTREAM_REJECTED', vendorCode: '10005' },
  { status: 422, body: errors('10015'), code: 'UPSTREAM_REJECTED', vendorCode: '10015' },
  { status: 429, body: errors('10011'), code: 'UPSTREAM_RATE_LIMITED', vendorCode: '10011' },
  { status: 500, body: errors('10007'), code: 'UPSTREAM_UNAVAILABLE', vendorCode: '10007' },
  // The specification declares the code as a string with the format of an integer.
  { status: 400, body: errors(10015), code: 'UPSTREAM_REJECTED', vendorCode: '10015' },
  { status: 400, body: errors(null), code: 'UPSTREAM_REJECTED', vendorCode: null },
  { status: 400, body: { errors: [] }, code: 'UPSTREAM_REJECTED', vendorCode: null },
  { status: 400, body: { error: 'No' }, code: 'UPSTREAM_REJECTED', vendorCode: null },
  { status: 502, body: '<html>Bad gateway</html>', code: 'UPSTREAM_UNAVAILABLE', vendorCode: null },
  { status: 503, body: '', code: 'UPSTREAM_UNAVAILABLE', vendorCode: null },
])('HTTP $status with $body is $code, vendor code $vendorCode', async ({ status, body, code, vendorCode }) => {
  const retryable = status === 429 || status >= 500;
  // After a 429 the source is blocked, even if Telnyx does not say when to retry.
  const retryAt = status === 429 ? expect.any(String) : null;
  expect(await problemOf({ status, body })).toEqual({ code, retryable, retryAt, httpStatus: status, vendorCode });
});

test.each([
  { headers: { 'x-ratelimit-reset': '30' }, seconds: 30 },
  // Telnyx reports several limits; the first is that of the request.
  { headers: { 'x-ratelimit-reset': '45, 3600;w=86400' }, seconds: 45 },
  { headers: { 'x-ratelimit-reset': '30', 'retry-after': '60' }, seconds: 60 },
])('HTTP 429 has the retryAt of its headers: $headers', async ({ headers, seconds }) => {
  const earliest = Date.now() + seconds * 1000;
  const { retryAt } = await problemOf({ status: 429, headers, body: errors('10011') });
  expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(earliest);
  expect(Date.parse(retryAt)).toBeLessThanOrEqual(Date.now() + seconds * 1000);
});

test.each([
  { reset: 'soon' },
  // More than a date can hold.
  { reset: '99999999999999' },
])('HTTP 429 with x-ratelimit-reset: $reset blocks the source for 10 seconds', async ({ reset }) => {
  const earliest = Date.now() + 10_000;
  const { retryAt } = await problemOf({ status: 429, headers: { 'x-ratelimit-reset': reset }, body: errors('10011') });
  expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(earliest);
  expect(Date.parse(retryAt)).toBeLessThanOrEqual(Date.now() + 10_000);
});

test('HTTP 500 has no retryAt, because x-ratelimit-reset is in every response', async () => {
  const reply = { status: 500, headers: { 'x-ratelimit-reset': '30' }, body: errors('10007') };
  expect((await problemOf(reply)).retryAt).toBeNull();
});

test.each(['', '.', '..', '../..', 'a/b', '1/active_calls', '..%2f..', '%2e%2e', '1?x=1', '1#', '1\n', '1 2', '\\..'])(
  'the ID %j in a forged global ID is never sent to Telnyx',
  async (id) => {
    const upstream = await startTelnyxOf(() => ({ body: { data: { id }, meta: {} } }));
    const { query } = await startSwitchboard(upstream.settings);
    const ids = [
      toGlobalId('TelnyxConnection', 'telnyx', id),
      toGlobalId('ActiveCall', 'telnyx', id, 'leg'),
      toGlobalId('TelnyxConnection', 'telnyx'),
      toGlobalId('ActiveCall', 'telnyx', id),
    ];
    const { data, errors } = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect({ data, errors }).toEqual({ data: { nodes: [null, null, null, null] }, errors: [] });
    expect(upstream.requests).toEqual([]);
  },
);
