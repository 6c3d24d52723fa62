/** The operation on whose behalf an upstream is asked. */
export interface Operation {
  /** For logs. */
  readonly requestId: string;
  /** Aborted when its caller has gone, or its time is up: with a `TimeoutError` then. */
  readonly signal: AbortSignal;
  /** When its time is up, in milliseconds since 1970. */
  readonly deadline: number;
}
