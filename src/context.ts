import { type GraphQLError, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import type { Source } from './providers/provider.ts';
import type { Operation, UsedResponse } from './upstream/operation.ts';
import { RequestBudget } from './upstream/requestBudget.ts';
import { Signal } from './upstream/signal.ts';

/** Who sent an operation, and what they may read. */
export interface Caller {
  /** Name of the API key, or subject of the token; null without authentication. */
  readonly name: string | null;
  /** Identifies the caller where callers share something, such as a queue. Without authentication, the client's address. */
  readonly key: string;
  /** The scopes that were granted; null: everything. */
  readonly scopes: ReadonlySet<string> | null;
}

export interface ContextOptions {
  readonly sources: readonly Source[];
  readonly requestId: string;
  readonly caller: Caller;
  /** Deadline for the whole operation. */
  readonly timeoutMs: number;
  /** Upstream requests that the operation may cause, without retries. */
  readonly maxUpstreamRequests: number;
}

/** One for all operations, because making an error captures a stack. */
const ENDED = new DOMException('The operation has ended', 'AbortError');

/** The context of one operation. Each source has one data source per context, so that nothing is read twice. */
export class Context implements Operation {
  /* No `#private` members, because Apollo Server passes a clone to the resolvers. */
  readonly sources: readonly Source[];
  readonly requestId: string;
  readonly caller: Caller;
  readonly budget: RequestBudget;
  readonly signal = new Signal();
  readonly deadline: number;
  readonly used: UsedResponse[] = [];
  readonly kept = new Map<object, unknown>();
  readonly reported: GraphQLError[] = [];
  /** Aborts the upstream requests of this operation. Has no effect on requests that have ended. */
  readonly end: () => void;

  constructor({ sources, requestId, caller, timeoutMs, maxUpstreamRequests }: ContextOptions) {
    this.sources = sources;
    this.requestId = requestId;
    this.caller = caller;
    this.budget = new RequestBudget(maxUpstreamRequests);
    this.deadline = Date.now() + timeoutMs;
    this.end = limitedBy(timeoutMs, this.signal);
  }

  /** Whether the caller has the scope of the source's provider, such as `ems:read`. */
  mayRead({ provider }: Pick<Source, 'provider'>): boolean {
    const { scopes } = this.caller;
    return scopes === null || scopes.has(readScopeOf(provider));
  }

  /**
   * Adds an entry to `errors` for a field that has a value all the same.
   *
   * @param index of the list item concerned, if the field is a list
   */
  report(error: Error, { fieldNodes, path }: GraphQLResolveInfo, index?: number): void {
    const steps = responsePathAsArray(path);
    this.reported.push(locatedError(error, fieldNodes, index === undefined ? steps : [...steps, index]));
  }
}

/**
 * Aborts the signal at the deadline.
 *
 * @returns a function that aborts it now. It is not made in the constructor, because V8 allocates a function that is assigned to a property
 * where it is written in the old generation: all that the operation refers to would stay in memory until the next full garbage collection.
 */
function limitedBy(timeoutMs: number, signal: Signal): () => void {
  const timer = setTimeout(timeUp, timeoutMs, signal);
  return () => {
    clearTimeout(timer);
    signal.abort(ENDED);
  };
}

function timeUp(signal: Signal): void {
  signal.abort(new DOMException('The operation timed out', 'TimeoutError'));
}

/** The scope that a caller needs to read the sources of a provider: `ems:read` for `EMS`. */
export function readScopeOf(provider: string): string {
  return `${provider.toLowerCase()}:read`;
}
