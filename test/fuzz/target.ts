import fc from 'fast-check';
import { type Dispatcher, Pool } from 'undici';
import { expect, onTestFinished } from 'vitest';
import { API_KEY_PREFIX } from '../../src/config/apiKey.ts';
import { sandboxApiKey } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken } from '../../src/providers/xstream/sandbox/server.ts';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { linesOf, run, urlOf } from '../support/program.ts';
import { fileWith, hashOf } from '../support/trustedDocuments.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

/** FUZZ_SEED and FUZZ_FACTOR search for other failures than those that the tests look for every time. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
const factor = Number(process.env['FUZZ_FACTOR'] ?? 0.5);

/** For each half of the cases, including the search for a smaller case after a failure. */
const LIMIT_MS = 60_000 * Math.max(1, factor);
export const FUZZ_TIMEOUT_MS = 3 * LIMIT_MS;

const proxy = { path: 'path-to-hide', user: 'user-to-hide', password: 'password-to-hide' };

/** Runs a garbage collection when it gets SIGWINCH, which no other program sends here. */
const COLLECT_ON_SIGNAL = "process.on('SIGWINCH',()=>globalThis.gc())";

/** What a caller with `SCOPES` may not see of the fixtures: addresses, URLs, and what controls a call. */
const RESTRICTED = ['192.0.2.', '203.0.113.', 'v3:control-', 'example.com/hook', 'rtmp://'];
/** They allow reading the connections, and nothing that needs more. */
const SCOPES = ['ems:read', 'telnyx:read', 'x:read'];
const API_KEY = `${API_KEY_PREFIX}${'k'.repeat(43)}`;
const AUTH = { auth: { apiKeys: [{ name: 'fuzz', sha256: hashOf(API_KEY), scopes: SCOPES }] } };

const MIB = 2 ** 20;

/** Cases that are sent at the same time, on average. */
const BATCH = 4;

export interface RequestOptions extends Partial<Omit<Dispatcher.RequestOptions, 'headers'>> {
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client received, as text. */
export interface Received {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface Extent {
  readonly runs: number;
  /** How many cases at least must be answered with data: the others did not get far. */
  readonly answered: number;
  /** In MiB: how much larger the heap may be after all cases than after half of them. */
  readonly heapGrowth: number;
}

export interface TargetOptions {
  /** Environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether clients authenticate, as a caller with `SCOPES`. */
  readonly isRestricted?: boolean;
}

/** The program with one source of each provider, and secrets in its configuration. */
export async function startTarget({ settings = {}, isRestricted = false }: TargetOptions = {}) {
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
  const ems = await startEms(
    numbers.map((id) => emsRow({ id })),
    'ems',
    proxy,
  );
  const calls = new Map(numbers.map((number) => [telnyxId(number), [callRow(number), callRow(100 + number)]]));
  const telnyx = await startTelnyx(
    numbers.map((number) => telnyxRow(number)),
    calls,
  );
  const x = await startX(numbers.map((number) => xRow(number)));
  const upstreams = [ems.settings.url, telnyx.settings.baseUrl, x.settings.baseUrl];

  const program = run({
    PORT: '0',
    LOG_LEVEL: 'trace',
    EMS_URL: ems.settings.url,
    TELNYX_API_KEY: telnyx.settings.apiKey,
    TELNYX_BASE_URL: telnyx.settings.baseUrl,
    X_BEARER_TOKEN: x.settings.bearerToken,
    X_BASE_URL: x.settings.baseUrl,
    ...(isRestricted && { SWITCHBOARD_CONFIG: fileWith(AUTH), RATE_LIMIT_PER_MINUTE: '0', PUBLIC_METRICS: 'true' }),
    ...settings,
    NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${encodeURIComponent(COLLECT_ON_SIGNAL)}`,
  });
  const url = new URL(await urlOf(program));
  const client = new Pool(url.origin, { connections: 8 });
  onTestFinished(() => client.destroy());

  const secrets = [
    ...[proxy.path, proxy.user, proxy.password, sandboxApiKey, sandboxBearerToken, API_KEY],
    ...(isRestricted ? RESTRICTED : []),
    ...upstreams.map((upstream) => new URL(upstream).host),
  ];
  const expectNoSecret = (text: string) => {
    for (const secret of secrets) expect(text).not.toContain(secret);
  };

  const read = async (path: string) => (await client.request({ path, method: 'GET' })).body.text();
  const heapAfterCollection = async () => {
    const sizes: number[] = [];
    while (sizes.length < 3) {
      program.child.kill('SIGWINCH');
      await read('/health/live');
      sizes.push(Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(await read('/metrics'))?.[1]) / MIB);
    }
    return Math.min(...sizes);
  };

  let answered = 0;
  // The explorer stays in the heap once it was opened, which random requests do too.
  const page = await client.request({ path: '/graphql', method: 'GET', headers: { accept: 'text/html' } });
  await page.body.dump();

  return {
    url,

    /** Sends a request to the GraphQL endpoint. */
    async send(options: RequestOptions): Promise<Received> {
      const credentials = isRestricted ? { authorization: `Bearer ${API_KEY}` } : {};
      const { statusCode, headers, body } = await client.request({
        path: '/graphql',
        method: 'POST',
        ...options,
        headers: { ...options.headers, ...credentials },
      });
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return { status: statusCode, head: head.join('\r\n'), body: await body.text() };
    },

    /** Whatever was sent, the answer is not an internal error, can be found in the log, and contains no secret. */
    expectHarmless({ status, head, body }: Received): void {
      if (body.includes('"data":{')) answered += 1;
      expect(status).toBeLessThan(500);
      expect(head).toMatch(/^x-request-id: /im);
      expect(body).not.toContain('INTERNAL_SERVER_ERROR');
      expectNoSecret(head);
      expectNoSecret(body);
      const opaqueTexts = body.match(/(?<=")[\w-]{16,}(?=")/g) ?? [];
      expectNoSecret(opaqueTexts.map((text) => Buffer.from(text, 'base64url').toString()).join());
    },

    /**
     * Checks the property for many cases. Then the process must be alive, have logged no internal error and no secret, and have asked
     * the upstreams nothing that its code does not ask.
     */
    async fuzz<Case>(
      cases: fc.Arbitrary<Case>,
      { runs, answered: expected, heapGrowth }: Extent,
      check: (one: Case) => Promise<void>,
    ) {
      // Several at a time, as several clients would send them.
      const batches = fc.array(cases, { minLength: 1, maxLength: 2 * BATCH - 1, size: 'max' });
      const property = fc.asyncProperty(batches, async (batch) => void (await Promise.all(batch.map(check))));
      const numRuns = Math.ceil((runs * factor) / 2 / BATCH);
      const limits = { numRuns, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true };
      await fc.assert(property, { ...limits, seed });
      const before = await heapAfterCollection();
      await fc.assert(property, { ...limits, seed: seed + 1 });
      const after = await heapAfterCollection();

      expect(await read('/health/live')).toBe('{"status":"live"}');
      expect(answered).toBeGreaterThan(expected * factor);
      expect(program.printed.stderr).toBe('');
      expect(linesOf(program).filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
      expectNoSecret(program.printed.stdout);
      expect(after - before).toBeLessThan(heapGrowth * Math.max(1, factor));
      const paths = [ems, telnyx, x].flatMap(({ requests }) => requests.map(({ path }) => path));
      for (const path of paths) expect(path).toMatch(UPSTREAM_PATHS);
    },
  };
}

export type Target = Awaited<ReturnType<typeof startTarget>>;

/** An operation, as clients send it. */
export function jsonRequest(body: object): RequestOptions {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Every path that a source asks for. IDs of clients are part of some. */
const UPSTREAM_PATHS =
  /^\/(?:path-to-hide\/(?:listConnections|getConnectionsCount|getConnectionsCountLimit)|v2\/connections(?:\/[\w-]{1,64}(?:\/active_calls)?)?|2\/connections)$/;
