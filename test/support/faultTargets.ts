import { expect } from 'vitest';
import { z } from 'zod';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { type Fault, MARKER } from './faults.ts';
import { type FaultyUpstream, startFaulty } from './faultyUpstream.ts';
import { type Answer, startSwitchboard } from './switchboard.ts';
import { startEms, startTelnyx, startX } from './upstreams.ts';

/** Upstream data that a fault affects while everything else is healthy. */
export interface Target {
  readonly name: string;
  readonly provider: 'EMS' | 'TELNYX' | 'X';
  /** The path of the entry in `errors`. */
  readonly path: readonly (string | number)[];
  /** JSON by path, for requests to the same upstream that the fault does not affect. */
  readonly healthyResponses: Readonly<Record<string, unknown>>;
  readonly settings: (baseUrl: string) => Readonly<Record<string, unknown>>;
}

const SOURCE = 'faulty';
const CREDENTIAL = `secret-${MARKER}`;
const telnyxSettings = (baseUrl: string) => ({ apiKey: CREDENTIAL, baseUrl });

export const ems: Target = {
  name: "EMS's list",
  provider: 'EMS',
  path: ['emsConnections'],
  healthyResponses: {},
  settings: (url) => ({ url: url.replace('://', `://user:${CREDENTIAL}@`) }),
};

export const telnyxList: Target = {
  name: "Telnyx's list",
  provider: 'TELNYX',
  path: ['telnyxConnections'],
  healthyResponses: {},
  settings: telnyxSettings,
};

export const telnyxCalls: Target = {
  name: "Telnyx's active calls",
  provider: 'TELNYX',
  path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
  healthyResponses: { '/connections': { data: [telnyxRow(1)], meta: { total_results: 1 } } },
  settings: telnyxSettings,
};

export const x: Target = {
  name: "X's list",
  provider: 'X',
  path: ['xStreamConnections'],
  healthyResponses: {},
  settings: (baseUrl) => ({ bearerToken: CREDENTIAL, baseUrl }),
};

const OUTCOMES =
  'outcomes { ok stale source { provider } problem { code message retryable retryAt httpStatus vendorCode } }';

const EVERYTHING = /* GraphQL */ `{
  emsConnections { nodes { name } ${OUTCOMES} }
  telnyxConnections { nodes { name activeCalls { nodes { durationSeconds } } } ${OUTCOMES} }
  xStreamConnections { nodes { name } ${OUTCOMES} }
}`;

const outcomeOf = (provider: Target['provider']) => ({ ok: true, stale: false, source: { provider }, problem: null });

/** The answer when every upstream is healthy. */
const HEALTHY_ANSWER = {
  emsConnections: { nodes: [{ name: 'studio' }], outcomes: [outcomeOf('EMS')] },
  telnyxConnections: {
    nodes: [{ name: 'Line 1', activeCalls: { nodes: [{ durationSeconds: 50 }] } }],
    outcomes: [outcomeOf('TELNYX')],
  },
  xStreamConnections: { nodes: [{ name: 'filtered_stream' }], outcomes: [outcomeOf('X')] },
};

const problemJson = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  retryAt: z.string().nullable(),
  httpStatus: z.int().nullable(),
  vendorCode: z.string().nullable(),
});
type Problem = z.infer<typeof problemJson>;

/** Less than the default timeout of a single request. */
const MAX_MS = 8_000;

/**
 * Queries everything while one target has a fault, and checks what must hold for every fault: the answer is in time, all other
 * data is complete, the problem is reported in the right places, no secret is in the answer, and no request is left open.
 *
 * @returns the problem in short, and the number of requests to the target
 */
export async function resultOf(target: Target, fault: Fault, settings: object = {}): Promise<string> {
  const faulty = await startFaulty(fault, target.healthyResponses);
  const healthy = await Promise.all([
    startEms([emsRow({ id: 1, stream: 'studio' })]),
    startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), [callRow(1)]]])),
    startX([xRow(1)]),
  ]);
  const { query } = await startSwitchboard(
    ...healthy.map(({ settings: healthySettings }) => {
      const { provider } = healthySettings;
      if (provider !== target.provider) return healthySettings;
      return { name: SOURCE, retries: 2, maxBodyBytes: 16_384, ...target.settings(faulty.url), ...settings, provider };
    }),
  );
  const startedAt = Date.now();

  const answer = await query(EVERYTHING);

  expect(Date.now() - startedAt, `${target.name}: duration in milliseconds`).toBeLessThan(MAX_MS);
  expectNoSecretsOf(faulty, JSON.stringify(answer));
  await expect.poll(() => faulty.inFlight, { message: `${target.name}: requests left open` }).toBe(0);
  const problem = problemIn(answer, target);
  return `${describeProblem(problem, startedAt)}; ${faulty.requestCount} ${faulty.requestCount === 1 ? 'request' : 'requests'}`;
}

/** The problem. It must be reported in its places only, and all other data must be complete. */
function problemIn({ data, errors, status }: Answer, { name, provider, path }: Target): Problem | null {
  const [error] = errors;
  const problem = error === undefined ? null : problemJson.parse({ ...error.extensions, message: error.message });
  const [list = '', ...field] = path;
  const failed =
    field.length > 0
      ? { nodes: [{ name: 'Line 1', activeCalls: null }], outcomes: [outcomeOf(provider)] }
      : { nodes: [], outcomes: [{ ...outcomeOf(provider), ok: false, problem }] };
  expect({ data, status }, name).toEqual({ data: { ...HEALTHY_ANSWER, [list]: failed }, status: 200 });
  if (problem === null) return null;
  const { message, ...details } = problem;
  const extensions = { ...details, provider, source: SOURCE };
  expect(errors, name).toEqual([
    { message: expect.stringContaining(`"${SOURCE}"`), path, extensions, locations: [expect.anything()] },
  ]);
  return problem;
}

function expectNoSecretsOf({ port }: FaultyUpstream, text: string): void {
  for (const secret of [
    MARKER,
    Buffer.from(`user:${CREDENTIAL}`).toString('base64'),
    'Bearer',
    'Basic',
    '127.0.0.1',
    `:${port}`,
  ]) {
    expect(text).not.toContain(secret);
  }
}

function describeProblem(problem: Problem | null, startedAt: number): string {
  if (problem === null) return 'no problem';
  const { code, httpStatus, vendorCode, retryable, retryAt } = problem;
  const status = httpStatus === null ? [] : [`HTTP ${httpStatus}`];
  const details = [...status, ...(vendorCode === null ? [] : [vendorCode])].join(', ');
  return `${code}${details && ` (${details})`}, ${retryable ? 'retryable' : 'not retryable'}${describeRetryAt(retryAt, startedAt)}`;
}

/** Rounded, because a slow machine delays it. Other tests check the exact time. */
function describeRetryAt(retryAt: string | null, startedAt: number): string {
  if (retryAt === null) return '';
  const seconds = (Date.parse(retryAt) - startedAt) / 1000;
  if (seconds > 0 && seconds < 10) return ' in seconds';
  if (seconds >= 10 && seconds < 20) return ' in 10 seconds';
  return seconds > 3590 && seconds < 3610 ? ' in an hour' : ` at ${retryAt}`;
}
