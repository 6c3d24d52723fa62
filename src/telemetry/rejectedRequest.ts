/** A request that was rejected before GraphQL read it. None of its content is kept. */
export interface RejectedRequest {
  readonly requestId: string;
  /** Of the HTTP response. */
  readonly status: number;
  /** The `extensions.code` of the response. */
  readonly code: string;
}
