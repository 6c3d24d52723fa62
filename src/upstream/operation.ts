import type { RequestBudget } from './requestBudget.ts';
import type { Signal } from './signal.ts';

/** What causes upstream requests: an operation, or the refresh of cached responses in the background. */
export interface Requester {
  /** For the log. Clients choose it, so it identifies nothing. */
  readonly requestId: string;
  /** Callers share the queue of a source equally, by their keys. */
  readonly caller: { readonly key: string | symbol };
  /** Null: not limited. */
  readonly budget: RequestBudget | null;
}

/** A response that an operation used. */
export interface UsedResponse {
  /** Whether the cache would still serve this very response, without a refresh. Sends nothing, and counts nothing. */
  isCurrent(): boolean;
}

/** The GraphQL operation that a request is made for. The object itself is its identity, so it must not be copied. */
export interface Operation extends Requester {
  readonly budget: RequestBudget;
  /** Aborted when the client disconnects, or at the deadline: with a `TimeoutError` then. */
  readonly signal: Signal;
  /** In milliseconds since 1970. */
  readonly deadline: number;
  /** Collects the responses that the operation uses, if it is there. A failed request or a stale response is never current. */
  readonly used?: UsedResponse[];
  /** What others keep for the operation, by who keeps it. It is released with the operation. */
  readonly kept: Map<object, unknown>;
}
