import { emsRow } from '../../test/fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../../test/fixtures/telnyx.ts';
import { closed, xRow } from '../../test/fixtures/xstream.ts';

/* Upstream data that never changes, so that each answer can be checked: data is correct, or missing and reported. */

const EMS = 40;
const TELNYX = 300;
const X = 150;
/** The rows on the first page of X. They are kept if the second page fails. */
const X_FIRST_PAGE = 100;
const CALLS = 7;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const rows = {
  ems: numbers(EMS).map((number) => emsRow({ id: number })),
  telnyx: numbers(TELNYX).map((number) => telnyxRow(number)),
  x: numbers(X).map((number) => xRow(number, number % 3 === 0 ? closed : {})),
  /** The calls of connections 1 to 60; the others take no calls. */
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
  /** Describes what is wrong with an answer; null if it is correct. */
  // biome-ignore lint/suspicious/noExplicitAny: each query knows the type of its answer
  readonly check: (data: any, codes: readonly string[]) => string | null;
}

const SIZES: Readonly<Record<string, number>> = { ems: EMS, telnyx: TELNYX, x: X };
const OUTCOMES = 'outcomes { ok stale source { name } problem { code } }';

/**
 * A list has all items of the sources that are `ok`, and none of the others; of X it may have the first page only. Every source
 * with something missing has an entry in `errors`, and stale data is marked.
 */
function checkList({ totalCount, nodes, outcomes }: List, codes: readonly string[], pageSize = 250): string | null {
  const failed = outcomes.filter(({ ok }) => !ok).length;
  const incomplete = outcomes.filter(({ ok, source }) => ok && source.name === 'x').slice(0, codes.length - failed);
  if (codes.length !== failed + incomplete.length) return `${codes.length} errors for ${failed} failed sources`;
  const sizes = outcomes
    .filter(({ ok }) => ok)
    .map((outcome) => (incomplete.includes(outcome) ? X_FIRST_PAGE : (SIZES[outcome.source.name] ?? 0)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (totalCount !== total) return `totalCount is ${totalCount}, not ${total}`;
  if (nodes.length !== Math.min(total, pageSize)) return `${nodes.length} nodes for a totalCount of ${total}`;
  const hasProblem = (outcome: Outcome) => !outcome.ok || outcome.stale || incomplete.includes(outcome);
  if (outcomes.some((outcome) => hasProblem(outcome) !== (outcome.problem !== null)))
    return 'an outcome contradicts its problem';
  const stale = outcomes.some(({ stale }) => stale);
  return !stale && nodes.some(({ freshness }) => freshness.stale)
    ? 'a stale node in a list without a stale outcome'
    : null;
}

const allConnections = (order: string): SoakQuery => ({
  document: `{ connections(first: 250, orderBy: { field: ${order} }) {
    totalCount nodes { name freshness { stale } } ${OUTCOMES} } }`,
  check: ({ connections }, codes) => checkList(connections, codes),
});

const ofProvider = (field: string, source: string, first: number): SoakQuery => ({
  document: `{ ${field} { totalCount nodes { name freshness { stale } } ${OUTCOMES} } }`,
  check: (data, codes) => {
    const list: List = data[field.replace(/\(.*/, '')];
    return list.outcomes.every((outcome) => outcome.source.name === source)
      ? checkList(list, codes, first)
      : 'an outcome of another source';
  },
});

export const queries: readonly SoakQuery[] = [
  allConnections('CREATED_AT'),
  allConnections('NAME'),
  ofProvider('emsConnections(first: 30)', 'ems', 30),
  ofProvider('telnyxConnections(first: 25)', 'telnyx', 25),
  ofProvider('xStreamConnections(first: 100, status: ALL)', 'x', 100),
  {
    document: `{ telnyxConnections(first: 50, sort: CREATED_AT_ASC) {
      nodes { activeCalls(first: 5) { totalCount nodes { durationSeconds } } } outcomes { ok } } }`,
    check: ({ telnyxConnections: { nodes, outcomes } }, codes) => {
      if (nodes.length !== (outcomes[0].ok ? 50 : 0)) return `${nodes.length} connections`;
      const calls = nodes.map(
        (node: { activeCalls: { totalCount: number; nodes: object[] } | null }) => node.activeCalls,
      );
      const missing = calls.filter((list: object | null) => list === null).length;
      if (outcomes[0].ok && codes.length !== missing)
        return `${codes.length} errors for ${missing} missing lists of calls`;
      const complete = calls.every(
        (list: { totalCount: number; nodes: object[] } | null) =>
          list === null || (list.totalCount === CALLS && list.nodes.length === 5),
      );
      return complete ? null : 'a wrong list of calls';
    },
  },
  {
    document: '{ sources { name status lastSuccessAt lastProblem { code message } rateLimit { remaining } } }',
    check: ({ sources }, codes) => (sources.length === 3 && codes.length === 0 ? null : 'a source is missing'),
  },
];
