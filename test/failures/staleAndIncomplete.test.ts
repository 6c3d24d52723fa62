import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failWith, startEachProvider } from '../support/eachProvider.ts';

/*
 * An answer can be stale and incomplete at once. Both are reported.
 */

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const LIST = `{
  connections { nodes { name freshness { stale } } outcomes { ok stale omittedRows source { name } problem { code httpStatus } } }
}`;
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const CACHE = { cacheBytes: 1_000_000, staleMs: 600_000 };
/** Longer than any cache lifetime. */
const LATER_MS = 60_000;

const unreadable = { code: 'UPSTREAM_MALFORMED', httpStatus: null };
const errorsAboutRows = ['ems', 'telnyx', 'x'].map((source) => ({
  message: expect.stringMatching(new RegExp(`"${source}".* 1 row`)),
  path: ['connections'],
  extensions: { code: 'UPSTREAM_MALFORMED', source },
}));

test('an unreadable row is counted and reported, in the outcome and in `errors`', async () => {
  const { query, names } = await startEachProvider({ withUnreadableRow: true });

  const { data, errors } = await query(LIST);

  expect(data.connections.nodes).toHaveLength(3);
  expect(data.connections.outcomes).toEqual(
    names.map((name) => ({ ok: true, stale: false, omittedRows: 1, source: { name }, problem: unreadable })),
  );
  expect(errors).toMatchObject(errorsAboutRows);
});

test('while a stale cached response is served, the row is reported in `errors` and the failure in the outcome', async () => {
  const upstreams = await startEachProvider({ withUnreadableRow: true, settings: CACHE });
  const { query, names } = upstreams;
  await query(LIST);
  upstreams.respond = failWith(503);
  vi.setSystemTime(Date.now() + LATER_MS);

  const { data, errors } = await query(LIST);

  expect(data.connections.nodes.map(({ freshness }: { freshness: object }) => freshness)).toEqual(
    Array(3).fill({ stale: true }),
  );
  const problem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 };
  expect(data.connections.outcomes).toEqual(
    names.map((name) => ({ ok: true, stale: true, omittedRows: 1, source: { name }, problem })),
  );
  expect(errors).toMatchObject(errorsAboutRows);
});

test.each([
  ['ems', 'EmsConnection'],
  ['x', 'XStreamConnection'],
])(
  'a node of source %s that may be the unreadable row is an error, also while a stale cached response is served',
  async (source, type) => {
    const upstreams = await startEachProvider({ withUnreadableRow: true, settings: CACHE });
    const { query } = upstreams;
    await query(LIST);
    upstreams.respond = failWith(503);
    vi.setSystemTime(Date.now() + LATER_MS);
    const id = Buffer.from(JSON.stringify([type, source, '2'])).toString('base64url');

    const { data, errors } = await query(NODE, { id });

    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'UPSTREAM_MALFORMED', source } }]);
  },
);
