import { setMaxListeners } from 'node:events';
import { type GraphQLError, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import type { Source } from './providers/provider.ts';
import type { Operation } from './upstream/operation.ts';

export interface ContextOptions {
  readonly sources: readonly Source[];
  readonly requestId: string;
  /** For the whole operation. */
  readonly timeoutMs: number;
}

/** What one operation gets. Sources keep its loaders by it, so that what it reads is read once. */
export class Context implements Operation {
  /* Nothing here is private by `#`: Apollo Server hands resolvers a clone of its context. */
  readonly sources: readonly Source[];
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly deadline: number;
  readonly reported: GraphQLError[] = [];
  /** Ends what is asked upstream for this operation. Nothing happens if it has ended. */
  readonly end: () => void;

  constructor({ sources, requestId, timeoutMs }: ContextOptions) {
    this.sources = sources;
    this.requestId = requestId;
    this.deadline = Date.now() + timeoutMs;
    const controller = new AbortController();
    this.signal = controller.signal;
    // Every upstream call of the operation listens; Node would take so many for a leak.
    setMaxListeners(0, controller.signal);
    const timer = setTimeout(
      () => controller.abort(new DOMException('The time for the operation is up', 'TimeoutError')),
      timeoutMs,
    );
    this.end = () => {
      clearTimeout(timer);
      controller.abort();
    };
  }

  /**
   * Adds an entry to `errors` at a field that has a value all the same.
   *
   * @param index of the item it is about, where the field is a list
   */
  report(error: Error, { fieldNodes, path }: GraphQLResolveInfo, index?: number): void {
    const steps = responsePathAsArray(path);
    this.reported.push(locatedError(error, fieldNodes, index === undefined ? steps : [...steps, index]));
  }
}
