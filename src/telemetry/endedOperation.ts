/** `partial`: data and errors; `error`: no data; `cancelled`: the client disconnected before the answer was sent. */
export type OperationOutcome = 'ok' | 'partial' | 'error' | 'cancelled';

/** An operation that has ended, with everything about it that may be logged. */
export interface EndedOperation {
  readonly requestId: string;
  /** The operation name, shortened; null if the client sent none. */
  readonly name: string | null;
  /** Null if unknown, for example because the document could not be parsed. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  readonly outcome: OperationOutcome;
  /** The distinct codes of its errors. */
  readonly codes: readonly string[];
  readonly durationMs: number;
}
