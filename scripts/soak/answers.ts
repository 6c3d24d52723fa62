import { emsRow } from '../../test/fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../../test/fixtures/telnyx.ts';
import { closed, xRow } from '../../test/fixtures/xstream.ts';

/* A world that stands still, so that every answer is known beforehand: it is right, or it is missing and says so. */

const EMS = 40;
const TELNYX = 300;
const X = 150;
const CALLS = 7;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const rows = {
  ems: numbers(EMS).map((number) => emsRow({ id: number })),
  telnyx: numbers(TELNYX).map((number) => telnyxRow(number)),
  x: numbers(X).map((number) => xRow(number, number % 3 === 0 ? closed : {})),
  /** Of the connections 1 to 60; the others take none. */
  calls: new Map(numbers(60).map((number) => [telnyxId(number), numbers(CALLS).map((call) => callRow(call))])),
};

interface Outcome {
  readonly ok: boolean;
  readonly stale: boolean;
  readonly source: { readonly name: string };
  readonly problem: { readonly code: string } | null;
}

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly name: string; readonly freshness: { readonly stale: boolean } }[];
  readonly outcomes: readonly Outcome[];
}

export interface SoakQuery {
  readonly document: string;
  /** What is wrong with an answer; null if nothing is. */
  // biome-ignore lint/suspicious/noExplicitAny: each query knows its own answer
  readonly wrong: (data: any, codes: readonly string[]) => string | null;
}

const SIZES: Readonly<Record<string, number>> = { ems: EMS, telnyx: TELNYX, x: X };
const OUTCOMES = 'outcomes { ok stale source { name } problem { code } }';

/** A list holds everything of the sources that are `ok`, nothing of the others, and marks what is old. */
function wrongList({ totalCount, nodes, outcomes }: List, codes: readonly string[], take = 250): string | null {
  const there = outcomes.filter(({ ok }) => ok).map(({ source }) => SIZES[source.name] ?? 0);
  const total = there.reduce((sum, size) => sum + size, 0);
  if (totalCount !== total) return `totalCount ${totalCount}, not ${total}`;
  if (nodes.length !== Math.min(total, take)) return `${nodes.length} nodes of ${total}`;
  if (outcomes.some(({ ok, stale, problem }) => (!ok || stale) !== (problem !== null)))
    return 'an outcome contradicts itself';
  const failed = outcomes.filter(({ ok }) => !ok).length;
  if (codes.length !== failed) return `${codes.length} errors for ${failed} sources`;
  const old = outcomes.some(({ stale }) => stale);
  return !old && nodes.some(({ freshness }) => freshness.stale) ? 'a node is stale in a list that is not' : null;
}

const everything = (order: string): SoakQuery => ({
  document: `{ connections(first: 250, orderBy: { field: ${order} }) {
    totalCount nodes { name freshness { stale } } ${OUTCOMES} } }`,
  wrong: ({ connections }, codes) => wrongList(connections, codes),
});

const ofProvider = (field: string, source: string, first: number): SoakQuery => ({
  document: `{ ${field} { totalCount nodes { name freshness { stale } } ${OUTCOMES} } }`,
  wrong: (data, codes) => {
    const list: List = data[field.replace(/\(.*/, '')];
    return list.outcomes.every((outcome) => outcome.source.name === source)
      ? wrongList(list, codes, first)
      : 'another source in its outcomes';
  },
});

export const queries: readonly SoakQuery[] = [
  everything('CREATED_AT'),
  everything('NAME'),
  ofProvider('emsConnections(first: 30)', 'ems', 30),
  ofProvider('telnyxConnections(first: 25)', 'telnyx', 25),
  ofProvider('xStreamConnections(first: 100, status: ALL)', 'x', 100),
  {
    document: `{ telnyxConnections(first: 50, sort: CREATED_AT_ASC) {
      nodes { activeCalls(first: 5) { totalCount nodes { durationSeconds } } } outcomes { ok } } }`,
    wrong: ({ telnyxConnections: { nodes, outcomes } }, codes) => {
      if (nodes.length !== (outcomes[0].ok ? 50 : 0)) return `${nodes.length} connections`;
      const calls = nodes.map(
        (node: { activeCalls: { totalCount: number; nodes: object[] } | null }) => node.activeCalls,
      );
      const missing = calls.filter((list: object | null) => list === null).length;
      if (outcomes[0].ok && codes.length !== missing) return `${codes.length} errors for ${missing} lists of calls`;
      const whole = calls.every(
        (list: { totalCount: number; nodes: object[] } | null) =>
          list === null || (list.totalCount === CALLS && list.nodes.length === 5),
      );
      return whole ? null : 'a list of calls with other calls';
    },
  },
  {
    document: '{ sources { name status lastSuccessAt lastProblem { code message } rateLimit { remaining } } }',
    wrong: ({ sources }, codes) => (sources.length === 3 && codes.length === 0 ? null : 'not all sources'),
  },
];
