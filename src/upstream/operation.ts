/** The GraphQL operation that a request is made for. */
export interface Operation {
  readonly requestId: string;
  /** Aborted when the client disconnects, or at the deadline: with a `TimeoutError` then. */
  readonly signal: AbortSignal;
  /** In milliseconds since 1970. */
  readonly deadline: number;
}

/** Whether a signal was aborted by a deadline rather than by a client that disconnected. */
export function isTimeout({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
