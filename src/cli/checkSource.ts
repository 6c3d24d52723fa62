import { Context } from '../context.ts';
import { UpstreamError, type UpstreamProblem } from '../errors.ts';
import type { SourceModel } from '../providers/connectionModel.ts';
import type { SourceFactory } from '../providers/provider.ts';
import { orderingOf } from '../relay/ordering.ts';
import type { UpstreamObserver } from '../telemetry/events.ts';
import type { RateLimit } from '../upstream/rateBudget.ts';

/** What one source answered. */
export interface SourceCheck {
  readonly source: Pick<SourceModel, 'name' | 'provider'>;
  readonly durationMs: number;
  /** Null if it has answered completely. */
  readonly problem: UpstreamProblem | null;
  /** The runtime's error code of the last request, such as `ECONNREFUSED`. */
  readonly reason: string | null;
  /** Null if it has reported none. */
  readonly rateLimit: RateLimit | null;
  /** What an operator should know all the same. */
  readonly notices: readonly string[];
}

const CALLER = { name: null, key: 'check', scopes: null };
/** A page of one connection. */
const WINDOW = { ordering: orderingOf(null), after: null, until: null, offsetHint: null, count: 1, wantsTotal: false };
const EVERYTHING = { active: null, nameContains: null, createdAfter: null, createdBefore: null };

/** Asks a source for its first connection, with an operation of its own. */
export async function checkSource(
  factory: SourceFactory,
  timeoutMs: number,
  maxUpstreamRequests: number,
): Promise<SourceCheck> {
  const notices: string[] = [];
  let reason: string | null = null;
  const observer: UpstreamObserver = {
    requestEnded: (event) => {
      reason = event.reason;
    },
    responseServed: () => undefined,
    circuitChanged: () => undefined,
    noticed: ({ message }) => notices.push(message),
  };
  const source = factory.create(observer);
  const context = new Context({
    sources: [source],
    requestId: 'check',
    caller: CALLER,
    timeoutMs,
    maxUpstreamRequests,
  });
  const startedAt = performance.now();
  try {
    const problem = await source
      .dataSource(context)
      .connections(WINDOW, EVERYTHING)
      .then(
        ({ quality: { incompleteBecause, omittedRows } }) => {
          if (omittedRows > 0) notices.push(`Rows that could not be read, and are omitted: ${omittedRows}`);
          return incompleteBecause?.problem ?? null;
        },
        (error: unknown) => {
          if (error instanceof UpstreamError) return error.problem;
          throw error;
        },
      );
    const durationMs = performance.now() - startedAt;
    return { source, durationMs, problem, reason, rateLimit: source.rateLimit, notices };
  } finally {
    context.end();
    await source.close();
  }
}
