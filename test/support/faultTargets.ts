import { expect } from 'vitest';
import { z } from 'zod';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { type Fault, HIDDEN } from './faults.ts';
import { type FaultyUpstream, startFaulty } from './faultyUpstream.ts';
import { type Answer, startSwitchboard } from './switchboard.ts';
import { startEms, startTelnyx, startX } from './upstreams.ts';

/** One thing that can be out of order while everything else is well. */
export interface Target {
  readonly name: string;
  readonly provider: 'EMS' | 'TELNYX' | 'X';
  /** Where the entry in `errors` belongs. */
  readonly path: readonly (string | number)[];
  /** What the upstream of the target answers well all the same, by path. */
  readonly well: Readonly<Record<string, unknown>>;
  readonly settings: (baseUrl: string) => Readonly<Record<string, unknown>>;
}

const SOURCE = 'faulty';
const CREDENTIAL = `secret-${HIDDEN}`;
const telnyxSettings = (baseUrl: string) => ({ apiKey: CREDENTIAL, baseUrl });

export const ems: Target = {
  name: "EMS's list",
  provider: 'EMS',
  path: ['emsConnections'],
  well: {},
  settings: (url) => ({ url: url.replace('://', `://user:${CREDENTIAL}@`) }),
};

export const telnyxList: Target = {
  name: "Telnyx's list",
  provider: 'TELNYX',
  path: ['telnyxConnections'],
  well: {},
  settings: telnyxSettings,
};

export const telnyxCalls: Target = {
  name: "Telnyx's active calls",
  provider: 'TELNYX',
  path: ['telnyxConnections', 'nodes', 0, 'activeCalls'],
  well: { '/connections': { data: [telnyxRow(1)], meta: { total_results: 1 } } },
  settings: telnyxSettings,
};

export const x: Target = {
  name: "X's list",
  provider: 'X',
  path: ['xStreamConnections'],
  well: {},
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

/** The answer to it when nothing is out of order. */
const ALL_WELL = {
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

/** Less than a single request may take by default. */
const IN_TIME_MS = 8_000;

/**
 * Asks for everything, with one thing out of order, and looks at what has to hold whatever the fault is: the time, the other
 * things, the places where it is told of, what no client may see, what is left behind.
 *
 * @returns the problem in a few words, and how many requests were sent to what is out of order
 */
export async function fareOf(target: Target, fault: Fault, settings: object = {}): Promise<string> {
  const faulty = await startFaulty(fault, target.well);
  const healthy = await Promise.all([
    startEms([emsRow({ id: 1, stream: 'studio' })]),
    startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), [callRow(1)]]])),
    startX([xRow(1)]),
  ]);
  const { query } = await startSwitchboard(
    ...healthy.map(({ settings: well }) => {
      const { provider } = well;
      if (provider !== target.provider) return well;
      return { name: SOURCE, retries: 2, maxBodyBytes: 16_384, ...target.settings(faulty.url), ...settings, provider };
    }),
  );
  const startedAt = Date.now();

  const answer = await query(EVERYTHING);

  expect(Date.now() - startedAt, `${target.name}: milliseconds`).toBeLessThan(IN_TIME_MS);
  expectNothingOf(faulty, JSON.stringify(answer));
  await expect.poll(() => faulty.underWay, { message: `${target.name}: answers nobody ended` }).toBe(0);
  const problem = problemIn(answer, target);
  return `${inWords(problem, startedAt)}; ${faulty.asked} ${faulty.asked === 1 ? 'request' : 'requests'}`;
}

/** The problem, which must be told of once and in its place, beside everything else as if there were none. */
function problemIn({ data, errors, status }: Answer, { name, provider, path }: Target): Problem | null {
  const [error] = errors;
  const problem = error === undefined ? null : problemJson.parse({ ...error.extensions, message: error.message });
  const [list = '', ...field] = path;
  const failed =
    field.length > 0
      ? { nodes: [{ name: 'Line 1', activeCalls: null }], outcomes: [outcomeOf(provider)] }
      : { nodes: [], outcomes: [{ ...outcomeOf(provider), ok: false, problem }] };
  expect({ data, status }, name).toEqual({ data: { ...ALL_WELL, [list]: failed }, status: 200 });
  if (problem === null) return null;
  const { message, ...details } = problem;
  const extensions = { ...details, provider, source: SOURCE };
  expect(errors, name).toEqual([
    { message: expect.stringContaining(`"${SOURCE}"`), path, extensions, locations: [expect.anything()] },
  ]);
  return problem;
}

function expectNothingOf({ port }: FaultyUpstream, text: string): void {
  for (const secret of [
    HIDDEN,
    Buffer.from(`user:${CREDENTIAL}`).toString('base64'),
    'Bearer',
    'Basic',
    '127.0.0.1',
    `:${port}`,
  ]) {
    expect(text).not.toContain(secret);
  }
}

function inWords(problem: Problem | null, startedAt: number): string {
  if (problem === null) return 'no problem';
  const { code, httpStatus, vendorCode, retryable, retryAt } = problem;
  const status = httpStatus === null ? [] : [`HTTP ${httpStatus}`];
  const details = [...status, ...(vendorCode === null ? [] : [vendorCode])].join(', ');
  return `${code}${details && ` (${details})`}, ${retryable ? 'retryable' : 'final'}${whenInWords(retryAt, startedAt)}`;
}

/** The exact moment is other tests' business: a slow machine may take its time here. */
function whenInWords(retryAt: string | null, startedAt: number): string {
  if (retryAt === null) return '';
  const seconds = (Date.parse(retryAt) - startedAt) / 1000;
  if (seconds > 0 && seconds < 10) return ' in seconds';
  if (seconds >= 10 && seconds < 20) return ' in 10 seconds';
  return seconds > 3590 && seconds < 3610 ? ' in an hour' : ` at ${retryAt}`;
}
