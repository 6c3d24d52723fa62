import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emsBody, emsRow } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms, startServerOf } from '../../support/upstreams.ts';

/*
 * The apiProxy of EMS sends HTTP 401 for wrong credentials, and also while EMS itself is down.
 */

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const LIST = `{ emsConnections {
  nodes { nativeId } outcomes { ok stale problem { code message retryable httpStatus } }
} }`;
const CACHE = { cacheBytes: 1_000_000, staleMs: 60_000, connectionsLifetimeMs: 1_000 };

const PROXIED = [
  ['a path', (url: string) => `${url}/apiproxy/origin`],
  ['credentials', (url: string) => url.replace('://', '://operator:SECRET@')],
  ['both', (url: string) => `${url.replace('://', '://operator:SECRET@')}/apiproxy/origin`],
] as const;

/** An EMS whose HTTP status can be changed, configured with the URL that `urlOf` makes. */
async function startAt(urlOf: (url: string) => string, settings: Readonly<Record<string, unknown>> = {}) {
  const state = { status: 200 };
  const { url, requests } = await startServerOf((_request, response) =>
    response.writeHead(state.status).end(emsBody([emsRow({ id: 1 })])),
  );
  const { query } = await startSwitchboard({ name: 'ems', url: urlOf(url), ...settings, provider: 'EMS' });
  return { state, requests, query, list: async () => (await query(LIST)).data.emsConnections };
}

describe.each(PROXIED)('HTTP 401 from a URL with %s', (_what, urlOf) => {
  test('is UPSTREAM_UNAUTHENTICATED before the first success, and the message names both causes', async () => {
    const { state, list, query, requests } = await startAt(urlOf, { retries: 2 });
    state.status = 401;

    const { nodes, outcomes } = await list();

    const message = expect.stringMatching(/rejected the credentials.*its apiProxy cannot reach EMS/);
    const problem = { code: 'UPSTREAM_UNAUTHENTICATED', message, retryable: false, httpStatus: 401 };
    expect({ nodes, outcomes }).toEqual({ nodes: [], outcomes: [{ ok: false, stale: false, problem }] });
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(await query(LIST))).not.toContain('SECRET');
  });

  test('is UPSTREAM_UNAVAILABLE after a success, and stale data is served', async () => {
    const { state, list } = await startAt(urlOf, CACHE);
    await list();
    state.status = 401;
    vi.setSystemTime(Date.now() + 1_000);

    const { nodes, outcomes } = await list();

    const message = expect.stringMatching(/either EMS is down, or the password was changed/);
    const problem = { code: 'UPSTREAM_UNAVAILABLE', message, retryable: true, httpStatus: 401 };
    expect({ nodes, outcomes }).toEqual({ nodes: [{ nativeId: '1' }], outcomes: [{ ok: true, stale: true, problem }] });
  });
});

describe('HTTP 401 from an apiProxy after a success', () => {
  const [[, withPath]] = PROXIED;

  test('keeps the cache', async () => {
    const { state, list } = await startAt(withPath, CACHE);
    await list();
    vi.setSystemTime(Date.now() + 1_000);
    state.status = 401;
    await list();
    state.status = 503;

    const { nodes, outcomes } = await list();

    expect(nodes).toEqual([{ nativeId: '1' }]);
    expect(outcomes).toMatchObject([{ ok: true, stale: true, problem: { httpStatus: 503 } }]);
  });

  test('is retried, and counts towards the circuit breaker', async () => {
    const { state, list, query, requests } = await startAt(withPath, { retries: 1, breakAfter: 2, breakMs: 60_000 });
    await list();
    state.status = 401;
    await list();

    const { outcomes } = await list();

    expect(requests).toHaveLength(3);
    expect(outcomes).toMatchObject([{ ok: false, problem: { code: 'UPSTREAM_UNAVAILABLE', httpStatus: null } }]);
    const { data } = await query('{ sources { status lastProblem { code httpStatus } } }');
    const lastProblem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 401 };
    expect(data.sources).toEqual([{ status: 'DEGRADED', lastProblem }]);
  });

  test('is followed by fresh data when EMS is back', async () => {
    const { state, list } = await startAt(withPath, CACHE);
    await list();
    vi.setSystemTime(Date.now() + 1_000);
    state.status = 401;
    await list();
    state.status = 200;

    expect((await list()).outcomes).toEqual([{ ok: true, stale: false, problem: null }]);
  });
});

test('a wrong password for an apiProxy is UPSTREAM_UNAUTHENTICATED, and is not retried', async () => {
  const proxy = { path: '/apiproxy/origin', user: 'operator', password: 'right' };
  const { settings, requests } = await startEms([emsRow({ id: 1 })], 'ems', proxy);
  const { query } = await startSwitchboard({ ...settings, url: settings.url.replace('right', 'wrong') });

  const { data } = await query(LIST);

  expect(data.emsConnections.outcomes).toMatchObject([{ ok: false, problem: { code: 'UPSTREAM_UNAUTHENTICATED' } }]);
  expect(requests).toHaveLength(1);
});

test('HTTP 401 from EMS itself is always UPSTREAM_UNAUTHENTICATED, and nothing stale is served', async () => {
  const { state, list } = await startAt((url) => url, CACHE);
  await list();
  state.status = 401;
  vi.setSystemTime(Date.now() + 1_000);

  const { nodes, outcomes } = await list();

  const message = 'Source "ems" rejected the credentials (HTTP 401).';
  const problem = { code: 'UPSTREAM_UNAUTHENTICATED', message, retryable: false, httpStatus: 401 };
  expect({ nodes, outcomes }).toEqual({ nodes: [], outcomes: [{ ok: false, stale: false, problem }] });
});
