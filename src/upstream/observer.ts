import type { UpstreamProblem } from '../errors.ts';

/** Whose event it is. */
export interface EventOrigin {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
}

/** One request to an upstream that has ended, or that was not even sent. */
export interface UpstreamCall extends EventOrigin {
  /** What was asked for, in the provider's words: `connections`, `activeCalls`. */
  readonly kind: string;
  /** Of the operation that caused it; `refresh` for an answer renewed in the background. */
  readonly requestId: string;
  /** From 1; more than that is a retry. */
  readonly attempt: number;
  /** Whether it went out. Not if the circuit was open, the rate limit spent or the queue full. */
  readonly sent: boolean;
  /** From the sending to the end of the body; 0 if it was not sent. */
  readonly durationMs: number;
  /** All who waited for it had gone before it ended: their time was up, or they had left. */
  readonly abandoned: boolean;
  /** Null if it went well, or if those who waited left: that says nothing. */
  readonly problem: UpstreamProblem | null;
  /** The runtime's word for what broke, such as `ECONNREFUSED` or `SyntaxError`; null where there is none. */
  readonly reason: string | null;
  /** When it is tried again; null if it is not. */
  readonly retryInMs: number | null;
}

/** Where an answer came from: a call of its own, one already under way, memory, or memory past its lifetime. */
export type AnsweredFrom = 'upstream' | 'coalesced' | 'cache' | 'stale';

/** `half-open` while one call tries whether the upstream is back. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/** Is told what happens on the way to the upstreams. It must not throw. */
export interface UpstreamObserver {
  called(call: UpstreamCall): void;
  answered(answer: EventOrigin & { readonly kind: string; readonly from: AnsweredFrom }): void;
  circuitChanged(change: EventOrigin & { readonly state: CircuitState }): void;
}
