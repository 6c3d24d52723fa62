import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { type SourceSettings, startSwitchboard } from '../support/switchboard.ts';
import { startTelnyxOf } from '../support/telnyxServer.ts';
import { startServerOf } from '../support/upstreams.ts';

const LIST = '{ connections { totalCount } }';
const EMPTY = '{"data":null,"description":"","status":"SUCCESS"}';
const EMS = 'provider="EMS",source="ems"';

/** Starts Switchboard. `numbers` reads its metrics: each value by name and labels. */
async function start(...sources: readonly SourceSettings[]) {
  const switchboard = await startSwitchboard(...sources);
  const scrape = async () => {
    const { headers, body } = await request(new URL('/metrics', switchboard.url));
    return { headers, text: await body.text() };
  };
  const numbers = async () => {
    const lines = (await scrape()).text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      lines.map((line) => {
        const [, name = '', value] = /^switchboard_(.*) (\S+)$/.exec(line) ?? [];
        return [name, Number(value)];
      }),
    );
  };
  return { ...switchboard, scrape, numbers };
}

async function startEmsOf(handle: RequestListener, settings = {}) {
  const { url, requests } = await startServerOf(handle);
  return { requests, settings: { provider: 'EMS', name: 'ems', url, ...settings } };
}

test('metrics have the text format of Prometheus, and must not be cached', async () => {
  const { scrape } = await start();
  const { headers, text } = await scrape();
  expect(headers).toMatchObject({ 'content-type': /^text\/plain; version=0\.0\.4/, 'cache-control': 'no-store' });
  expect(text).toContain('# TYPE switchboard_operation_duration_seconds histogram');
});

test('operations are counted by type and outcome and their errors by code, but not by names that clients choose', async () => {
  const ems = await startEmsOf((_request, response) => response.writeHead(500).end());
  const { query, numbers, scrape } = await start(ems.settings);

  await query('query Chosen { __typename }');
  await query(`query Chosen ${LIST}`);
  await query('query Chosen { a b }');

  // An operation is counted after its answer has been sent.
  await expect.poll(numbers).toMatchObject({
    'operation_duration_seconds_count{type="query",outcome="ok"}': 1,
    'operation_duration_seconds_count{type="query",outcome="partial"}': 1,
    'operation_duration_seconds_count{type="unknown",outcome="error"}': 1,
    'operation_errors_total{code="UPSTREAM_UNAVAILABLE"}': 1,
    'operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}': 1,
  });
  expect((await scrape()).text).not.toContain('Chosen');
});

describe('upstream requests', () => {
  test('are counted and timed by outcome, including retries', async () => {
    let received = 0;
    const ems = await startEmsOf(
      (_request, response) => {
        received += 1;
        response.writeHead(received === 1 ? 503 : 200).end(EMPTY);
      },
      { retries: 1 },
    );
    const { query, numbers } = await start(ems.settings);

    await query(LIST);

    const metrics = await numbers();
    expect(metrics).toMatchObject({
      [`upstream_request_duration_seconds_count{${EMS},kind="connections",outcome="UPSTREAM_UNAVAILABLE"}`]: 1,
      [`upstream_request_duration_seconds_count{${EMS},kind="connections",outcome="ok"}`]: 1,
      [`upstream_retries_total{${EMS},kind="connections"}`]: 1,
      [`upstream_responses_total{${EMS},kind="connections",from="upstream"}`]: 1,
    });
    const seconds = metrics[`upstream_request_duration_seconds_sum{${EMS},kind="connections",outcome="ok"}`];
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(60);
  });

  test('that an open circuit breaker rejects are counted separately, and its state is reported', async () => {
    const ems = await startEmsOf((_request, response) => response.writeHead(500).end(), {
      breakAfter: 1,
      breakMs: 600_000,
    });
    const { query, numbers } = await start(ems.settings);
    expect(await numbers()).toMatchObject({
      [`upstream_circuit{${EMS},state="closed"}`]: 1,
      [`source_status{${EMS},state="UNKNOWN"}`]: 1,
    });

    await query(LIST);
    await query(LIST);

    expect(await numbers()).toMatchObject({
      [`upstream_request_duration_seconds_count{${EMS},kind="connections",outcome="UPSTREAM_UNAVAILABLE"}`]: 1,
      [`upstream_requests_not_sent_total{${EMS},kind="connections",outcome="UPSTREAM_UNAVAILABLE"}`]: 1,
      [`upstream_circuit_changes_total{${EMS},state="open"}`]: 1,
      [`upstream_circuit{${EMS},state="closed"}`]: 0,
      [`upstream_circuit{${EMS},state="open"}`]: 1,
      [`source_status{${EMS},state="UNKNOWN"}`]: 0,
      [`source_status{${EMS},state="DOWN"}`]: 1,
    });
  });

  test('are reported while in flight and while waiting', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const ems = await startEmsOf((_request, response) => void released.then(() => response.end(EMPTY)), {
      concurrency: 1,
    });
    const { query, numbers } = await start(ems.settings);

    const sent = query(`{ connections { totalCount } sources { ... on EmsSource { connectionsCount } } }`);

    await expect.poll(numbers).toMatchObject({
      [`upstream_requests_in_flight{${EMS}}`]: 1,
      [`upstream_requests_waiting{${EMS}}`]: 1,
    });
    release();
    await sent;
    expect(await numbers()).toMatchObject({
      [`upstream_requests_in_flight{${EMS}}`]: 0,
      [`upstream_requests_waiting{${EMS}}`]: 0,
    });
  });
});

describe('responses are counted by origin:', () => {
  const from = (origin: string) => `upstream_responses_total{${EMS},kind="connections",from="${origin}"}`;

  test('the cache', async () => {
    const cache = { cacheBytes: 1_000_000, connectionsLifetimeMs: 3_600_000 };
    const ems = await startEmsOf((_request, response) => response.end(EMPTY), cache);
    const { query, numbers } = await start(ems.settings);

    await query(LIST);
    await query(LIST);

    expect(await numbers()).toMatchObject({
      [from('upstream')]: 1,
      [from('cache')]: 1,
      [`upstream_cached_responses{${EMS}}`]: 1,
    });
  });

  test('the cache, past the cache lifetime', async () => {
    let status = 200;
    const cache = { cacheBytes: 1_000_000, connectionsLifetimeMs: 1, staleMs: 3_600_000 };
    const ems = await startEmsOf((_request, response) => response.writeHead(status).end(EMPTY), cache);
    const { query, numbers } = await start(ems.settings);

    await query(LIST);
    status = 500;
    await sleep(5);
    await query(LIST);

    expect(await numbers()).toMatchObject({ [from('upstream')]: 1, [from('stale')]: 1 });
  });

  test('an identical request in flight of another operation', async () => {
    const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
    const { promise: otherReceived, resolve: onOtherRequest } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const ems = await startEmsOf((_request, response) => {
      onRequest();
      void released.then(() => response.end(EMPTY));
    });
    const other = await startEmsOf(
      (_request, response) => {
        onOtherRequest();
        response.end(EMPTY);
      },
      { name: 'other' },
    );
    const { query, numbers } = await start(ems.settings, other.settings);

    const first = query('{ connections(filter: { sources: ["ems"] }) { totalCount } }');
    await received;
    const second = query(LIST);
    // An operation sends the requests to its sources at the same time, so the one to `ems` is waiting by now.
    await otherReceived;
    release();
    await Promise.all([first, second]);

    expect(await numbers()).toMatchObject({ [from('upstream')]: 1, [from('coalesced')]: 1 });
  });
});

test('a source has its rate limit and the time of its last success', async () => {
  const telnyx = await startTelnyxOf(() => ({
    headers: { 'x-ratelimit-limit': '250', 'x-ratelimit-remaining': '249', 'x-ratelimit-reset': '60' },
    body: { data: [telnyxRow(1)], meta: { total_results: 1 } },
  }));
  const { query, numbers } = await start(telnyx.settings);
  const labels = '{provider="TELNYX",source="telnyx"}';
  const before = await numbers();
  for (const name of ['upstream_rate_limit', 'source_last_success_timestamp_seconds']) {
    expect(before).not.toHaveProperty([`${name}${labels}`]);
  }
  const earliest = Date.now() / 1000;

  await query(LIST);

  const after = await numbers();
  expect(after).toMatchObject({
    [`upstream_rate_limit${labels}`]: 250,
    [`upstream_rate_limit_remaining${labels}`]: 249,
  });
  expect(after[`source_last_success_timestamp_seconds${labels}`]).toBeGreaterThanOrEqual(earliest);
  expect(after[`upstream_rate_limit_resets_timestamp_seconds${labels}`]).toBeGreaterThanOrEqual(earliest + 59);
});
