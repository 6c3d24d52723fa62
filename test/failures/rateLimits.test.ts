import { expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx } from '../support/upstreams.ts';

const LIMITS = '{ sources { name status rateLimit { limit remaining resetsAt } } }';

test('reports the rate limit of the last response headers per source, and null for EMS, which has none', async () => {
  const ems = await startEms([emsRow({ id: 1 })]);
  const telnyx = await startServerOf((_request, response) => {
    // Two limits in one header, and the reset in seconds from now.
    response.setHeader('x-ratelimit-limit', '1000, 1000;w=60');
    response.setHeader('x-ratelimit-remaining', '998');
    response.setHeader('x-ratelimit-reset', '30');
    response.end(JSON.stringify({ data: [telnyxRow(1)], meta: { total_results: 1 } }));
  });
  const resetsAt = Math.floor(Date.now() / 1000) + 600;
  const x = await startServerOf((_request, response) => {
    // The reset in seconds since 1970.
    response.setHeader('x-rate-limit-limit', '25');
    response.setHeader('x-rate-limit-remaining', '24');
    response.setHeader('x-rate-limit-reset', resetsAt);
    response.end(JSON.stringify({ data: [xRow(1)], meta: {} }));
  });
  const { query } = await startSwitchboard(
    ems.settings,
    { provider: 'TELNYX', name: 'telnyx', apiKey: 'KEY', baseUrl: telnyx.url },
    { provider: 'X', name: 'x', bearerToken: 'TOKEN', baseUrl: x.url },
  );

  expect((await query(LIMITS)).data.sources).toMatchObject(Array(3).fill({ status: 'UNKNOWN', rateLimit: null }));
  const before = Date.now();
  await query('{ connections { nodes { id } } }');
  const after = Date.now();
  const { sources } = (await query(LIMITS)).data;

  expect(sources).toMatchObject([
    { name: 'ems', rateLimit: null },
    { name: 'telnyx', rateLimit: { limit: 1000, remaining: 998 } },
    { name: 'x', rateLimit: { limit: 25, remaining: 24, resetsAt: new Date(resetsAt * 1000).toISOString() } },
  ]);
  const telnyxResetsAt = Date.parse(sources[1].rateLimit.resetsAt);
  expect(telnyxResetsAt).toBeGreaterThanOrEqual(before + 30_000);
  expect(telnyxResetsAt).toBeLessThanOrEqual(after + 30_000);
});

test('an exhausted rate limit affects its own source only, which gets no further request', async () => {
  const telnyx = await startTelnyx([telnyxRow(1)]);
  const resetsAt = Math.floor(Date.now() / 1000) + 600;
  const x = await startServerOf((_request, response) => {
    response.setHeader('x-rate-limit-remaining', '0');
    response.setHeader('x-rate-limit-reset', resetsAt);
    response.end(JSON.stringify({ data: [xRow(1)], meta: {} }));
  });
  const { query } = await startSwitchboard(telnyx.settings, {
    provider: 'X',
    name: 'x',
    bearerToken: 'TOKEN',
    baseUrl: x.url,
  });
  await query('{ connections { nodes { id } } }');

  const { data, errors } = await query(
    '{ connections { nodes { provider } outcomes { ok problem { code retryable retryAt httpStatus } } } }',
  );

  const retryAt = new Date(resetsAt * 1000).toISOString();
  expect(data.connections).toEqual({
    nodes: [{ provider: 'TELNYX' }],
    outcomes: [
      { ok: true, problem: null },
      { ok: false, problem: { code: 'UPSTREAM_RATE_LIMITED', retryable: true, retryAt, httpStatus: null } },
    ],
  });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_RATE_LIMITED', source: 'x', retryAt } }]);
  expect(x.requests).toHaveLength(1);
});
