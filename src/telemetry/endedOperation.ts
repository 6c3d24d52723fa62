/** `partial`: there are data and errors; `error`: there are no data; `cancelled`: the caller left before the answer. */
export type OperationOutcome = 'ok' | 'partial' | 'error' | 'cancelled';

/** One operation that is over, and what of it anybody but its caller may know. */
export interface EndedOperation {
  readonly requestId: string;
  /** The client's word for it, cut; null for none. */
  readonly name: string | null;
  /** Null if it could not be told: the document could not be read, say. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  readonly outcome: OperationOutcome;
  /** Of its errors, each once. */
  readonly codes: readonly string[];
  readonly durationMs: number;
}
