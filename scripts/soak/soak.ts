/*
 * Sends mixed queries for five minutes, against unstable upstreams: `npm run soak`, or `npm run soak -- <seconds>`. Prints a
 * report, and exits with code 1 if an answer was wrong, memory grew, or the log had unexpected errors or secrets.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { startEmsMockServer } from '../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxMockServer } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXMockServer } from '../../src/providers/xstream/sandbox/server.ts';
import { queries, rows } from './answers.ts';
import { startFlapping } from './flapping.ts';

const seconds = Number(process.argv[2] ?? 300);
const CLIENTS = 16;
const MAX_GROWTH = 1.3;

const mockServers = {
  ems: await startEmsMockServer({
    world: { connections: () => rows.ems, connectionsCount: () => 7, connectionsCountLimit: 500 },
  }),
  telnyx: await startTelnyxMockServer({
    world: { connections: () => rows.telnyx, activeCalls: (id) => rows.calls.get(id) ?? null },
  }),
  x: await startXMockServer({ world: { connections: () => rows.x } }),
};
const flapping = {
  ems: await startFlapping(mockServers.ems.url),
  telnyx: await startFlapping(mockServers.telnyx.url),
  x: await startFlapping(mockServers.x.url),
};

const main = fileURLToPath(new URL('../../src/start.js', import.meta.url));
const child = spawn(process.execPath, [main], {
  env: {
    PORT: '0',
    SHUTDOWN_DELAY_MS: '0',
    EMS_URL: flapping.ems.url,
    EMS_TIMEOUT_MS: '1000',
    TELNYX_API_KEY: sandboxApiKey,
    TELNYX_BASE_URL: `${flapping.telnyx.url}/v2`,
    TELNYX_TIMEOUT_MS: '1000',
    X_BEARER_TOKEN: sandboxBearerToken,
    X_BASE_URL: flapping.x.url,
    X_TIMEOUT_MS: '1000',
    // With the default lifetime X would get few requests in five minutes.
    X_CONNECTIONS_LIFETIME_MS: '2000',
    // Short, so that stale responses are sometimes served and sometimes too old.
    EMS_STALE_MS: '3000',
    TELNYX_STALE_MS: '3000',
    X_STALE_MS: '3000',
  },
  stdio: ['ignore', 'pipe', 'pipe'],
});
const ended = once(child, 'close');
let stderr = '';
child.stderr.setEncoding('utf8').on('data', (text) => {
  stderr += text;
});
const logged = new Map<string, number>();
let leaks = 0;
let unexpected = '';
let url = '';
let incompleteLine = '';
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  const lines = (incompleteLine + text).split('\n');
  incompleteLine = lines.pop() ?? '';
  for (const line of lines) {
    url ||= /http:\S+\/graphql/.exec(line)?.[0] ?? '';
    const { level } = JSON.parse(line);
    logged.set(level, (logged.get(level) ?? 0) + 1);
    if (level === 'error' || level === 'fatal') unexpected = line;
    if (isLeak(line.replace(url, ''))) leaks += 1;
  }
});
while (url === '') await sleep(20);

/** Whether a text contains what must not reach clients or the log. */
function isLeak(text: string): boolean {
  return /UPSTREAM-SECRET|127\.0\.0\.1/.test(text) || text.includes(sandboxApiKey) || text.includes(sandboxBearerToken);
}

const counts = { operations: 0, complete: 0, partial: 0, stale: 0, cancelled: 0 };
const wrongAnswers = new Map<string, number>();
const latencies: number[] = [];

async function send({ document, check }: (typeof queries)[number], cancelled: boolean): Promise<void> {
  const signal = cancelled ? AbortSignal.timeout(20) : null;
  const start = performance.now();
  try {
    const { body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document }),
      signal,
    });
    const text = await body.text();
    const { data, errors = [] } = JSON.parse(text);
    latencies.push(performance.now() - start);
    counts.operations += 1;
    if (errors.length > 0) counts.partial += 1;
    else counts.complete += 1;
    if (text.includes('"stale":true')) counts.stale += 1;
    const codes: string[] = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    const otherCode = codes.find((code) => !code.startsWith('UPSTREAM_'));
    const problem = isLeak(text) ? 'a leak' : (otherCode ?? (data === null ? 'no data' : check(data, codes)));
    if (problem !== null) wrongAnswers.set(problem, (wrongAnswers.get(problem) ?? 0) + 1);
  } catch (error) {
    if (!cancelled) wrongAnswers.set(`no answer: ${error}`, 1);
    counts.cancelled += 1;
  }
}

async function metric(name: string): Promise<number> {
  const { body } = await request(new URL('/metrics', url));
  const line = (await body.text()).split('\n').find((text) => text.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}

const until = Date.now() + seconds * 1000;
const clients = Array.from({ length: CLIENTS }, async () => {
  while (Date.now() < until) {
    const query = queries[Math.floor(Math.random() * queries.length)];
    if (query !== undefined) await send(query, Math.random() < 0.05);
    await sleep(Math.random() * 50);
  }
});

/** The lowest reading of a period is the memory right after a garbage collection. */
const memory: { at: number; heap: number; rss: number }[] = [];
while (Date.now() < until) {
  await sleep(500);
  memory.push({
    at: Date.now(),
    heap: await metric('nodejs_heap_size_used_bytes'),
    rss: await metric('process_resident_memory_bytes'),
  });
}
await Promise.all(clients);
const start = until - seconds * 1000;
const samplesOf = (from: number, to: number) =>
  memory.filter(({ at }) => at >= start + from * seconds * 1000 && at < start + to * seconds * 1000);
const lowest = (of: 'heap' | 'rss') =>
  [samplesOf(0.2, 0.4), samplesOf(0.8, 1)].map((samples) => Math.min(...samples.map((sample) => sample[of])));
const [early = 0, late = 0] = lowest('heap');
const peakRss = Math.max(...memory.map(({ rss }) => rss));

// All upstreams are healthy again: every answer must become complete.
for (const upstream of Object.values(flapping)) upstream.recover();
const recoveryDeadline = Date.now() + 20_000;
let recovered = false;
do {
  const before = counts.complete;
  await sleep(500);
  for (const query of queries) await send(query, false);
  recovered = counts.complete - before === queries.length;
} while (!recovered && Date.now() < recoveryDeadline);

const lag = await metric('nodejs_eventloop_lag_p99_seconds');
child.kill('SIGTERM');
const [code] = await ended;
await Promise.all([...Object.values(flapping), ...Object.values(mockServers)].map((server) => server.close()));

const sorted = latencies.toSorted((one, other) => one - other);
const percentile = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? Number.NaN);
const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const upstreamRequests = Object.values(flapping).reduce((sum, upstream) => sum + upstream.requestCount(), 0);
const report = {
  seconds,
  ...counts,
  'upstream requests': upstreamRequests,
  'latency p50/p99/max, ms': `${percentile(0.5)} / ${percentile(0.99)} / ${Math.round(sorted.at(-1) ?? 0)}`,
  'event loop lag p99, ms': (lag * 1000).toFixed(1),
  'heap after GC, early -> late, MiB': `${MiB(early)} -> ${MiB(late)}`,
  'RSS, early -> late, MiB': lowest('rss').map(MiB).join(' -> '),
  'peak RSS, MiB': MiB(peakRss),
  'log lines': JSON.stringify(Object.fromEntries(logged)),
  'all complete at the end': recovered ? 'yes' : 'no',
  'wrong answers': JSON.stringify(Object.fromEntries(wrongAnswers)),
  'leaks to the log': leaks,
  'unexpected errors': unexpected || 'none',
  stderr: stderr || 'empty',
  'exit code': code,
};
for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(44)} ${value}`);

const failed =
  wrongAnswers.size > 0 || leaks > 0 || unexpected || stderr || code !== 0 || !recovered || late > early * MAX_GROWTH;
process.exitCode = failed ? 1 : 0;
