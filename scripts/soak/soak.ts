/*
 * Mixed queries for five minutes, against upstreams that flap: `npm run soak`, or `npm run soak -- <seconds>`. It says what it
 * saw, and ends with code 1 if an answer was wrong, memory grew, or the process said anything that it should not.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { startEmsSandbox } from '../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxSandbox } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXSandbox } from '../../src/providers/xstream/sandbox/server.ts';
import { queries, rows } from './answers.ts';
import { startFlapping } from './flapping.ts';

const seconds = Number(process.argv[2] ?? 300);
const CLIENTS = 16;
const MAX_GROWTH = 1.3;

const standIns = {
  ems: await startEmsSandbox({
    world: { connections: () => rows.ems, connectionsCount: () => 7, connectionsCountLimit: 500 },
  }),
  telnyx: await startTelnyxSandbox({
    world: { connections: () => rows.telnyx, activeCalls: (id) => rows.calls.get(id) ?? null },
  }),
  x: await startXSandbox({ world: { connections: () => rows.x } }),
};
const flapping = {
  ems: await startFlapping(standIns.ems.url),
  telnyx: await startFlapping(standIns.telnyx.url),
  x: await startFlapping(standIns.x.url),
};

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
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
    // Or X would hardly be asked in five minutes.
    X_CONNECTIONS_LIFETIME_MS: '2000',
    // Long enough to stand in at times, short enough to run out at others.
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
let rest = '';
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    url ||= /http:\S+\/graphql/.exec(line)?.[0] ?? '';
    const { level } = JSON.parse(line);
    logged.set(level, (logged.get(level) ?? 0) + 1);
    if (level === 'error' || level === 'fatal') unexpected = line;
    if (isLeak(line.replace(url, ''))) leaks += 1;
  }
});
while (url === '') await sleep(20);

/** Nothing of an upstream may be in what the product says. */
function isLeak(text: string): boolean {
  return /UPSTREAM-SECRET|127\.0\.0\.1/.test(text) || text.includes(sandboxApiKey) || text.includes(sandboxBearerToken);
}

const seen = { operations: 0, whole: 0, partial: 0, stale: 0, aborted: 0 };
const wrong = new Map<string, number>();
const latencies: number[] = [];

async function ask({ document, wrong: judge }: (typeof queries)[number], goesAway: boolean): Promise<void> {
  const signal = goesAway ? AbortSignal.timeout(20) : null;
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
    seen.operations += 1;
    if (errors.length > 0) seen.partial += 1;
    else seen.whole += 1;
    if (text.includes('"stale":true')) seen.stale += 1;
    const codes: string[] = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    const stranger = codes.find((code) => !code.startsWith('UPSTREAM_'));
    const what = isLeak(text) ? 'a leak' : (stranger ?? (data === null ? 'no data' : judge(data, codes)));
    if (what !== null) wrong.set(what, (wrong.get(what) ?? 0) + 1);
  } catch (error) {
    if (!goesAway) wrong.set(`no answer: ${error}`, 1);
    seen.aborted += 1;
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
    if (query !== undefined) await ask(query, Math.random() < 0.05);
    await sleep(Math.random() * 50);
  }
});

/** Memory right after a collection is what counts, so of each stretch the lowest reading. */
const memory: { at: number; heap: number; resident: number }[] = [];
while (Date.now() < until) {
  await sleep(500);
  memory.push({
    at: Date.now(),
    heap: await metric('nodejs_heap_size_used_bytes'),
    resident: await metric('process_resident_memory_bytes'),
  });
}
await Promise.all(clients);
const start = until - seconds * 1000;
const stretch = (from: number, to: number) =>
  memory.filter(({ at }) => at >= start + from * seconds * 1000 && at < start + to * seconds * 1000);
const lowest = (of: 'heap' | 'resident') =>
  [stretch(0.2, 0.4), stretch(0.8, 1)].map((samples) => Math.min(...samples.map((sample) => sample[of])));
const [early = 0, late = 0] = lowest('heap');
const largest = Math.max(...memory.map(({ resident }) => resident));

// All well again: everything is there, and new.
for (const upstream of Object.values(flapping)) upstream.recover();
const settled = Date.now() + 20_000;
let last = '';
do {
  const before = seen.whole;
  await sleep(500);
  for (const query of queries) await ask(query, false);
  last = seen.whole - before === queries.length ? 'yes' : 'no';
} while (last === 'no' && Date.now() < settled);

const lag = await metric('nodejs_eventloop_lag_p99_seconds');
child.kill('SIGTERM');
const [code] = await ended;
await Promise.all([...Object.values(flapping), ...Object.values(standIns)].map((server) => server.close()));

const sorted = latencies.toSorted((one, other) => one - other);
const percentile = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? Number.NaN);
const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const asked = Object.values(flapping).reduce((sum, upstream) => sum + upstream.asked(), 0);
const report = {
  seconds,
  ...seen,
  'requests upstream': asked,
  'latency p50/p99/max, ms': `${percentile(0.5)} / ${percentile(0.99)} / ${Math.round(sorted.at(-1) ?? 0)}`,
  'event loop lag p99, ms': (lag * 1000).toFixed(1),
  'heap after collection, early -> late, MiB': `${MiB(early)} -> ${MiB(late)}`,
  'resident memory, early -> late, MiB': lowest('resident').map(MiB).join(' -> '),
  'largest resident memory, MiB': MiB(largest),
  'log lines': JSON.stringify(Object.fromEntries(logged)),
  'all well at the end': last,
  'wrong answers': JSON.stringify(Object.fromEntries(wrong)),
  'leaks into the log': leaks,
  'unexpected errors': unexpected || 'none',
  stderr: stderr || 'empty',
  'exit code': code,
};
for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(44)} ${value}`);

const bad =
  wrong.size > 0 || leaks > 0 || unexpected || stderr || code !== 0 || last === 'no' || late > early * MAX_GROWTH;
process.exitCode = bad ? 1 : 0;
