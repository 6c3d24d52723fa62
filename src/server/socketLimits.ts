/** How long clients may take, and how much memory they may hold. */
export interface SocketLimits {
  /** For the headers of a request, from the connection or from their first byte. */
  readonly headersMs: number;
  /** For a whole request, body included. */
  readonly requestMs: number;
  /** How often these two deadlines are checked. */
  readonly checkMs: number;
  /** How long a connection without a request stays open after an answer. */
  readonly idleMs: number;
  /** How long a client may read nothing of an answer that is being sent. */
  readonly unreadMs: number;
  /** For reading a whole answer. */
  readonly answerMs: number;
  /** Bytes of request bodies and answers that one client address may hold. */
  readonly clientBytes: number;
  /** The same for all clients together. */
  readonly totalBytes: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 1_000,
  // Longer than load balancers keep their connections: a shorter time would close one that is about to be used.
  idleMs: 72_000,
  unreadMs: 10_000,
  answerMs: 60_000,
  clientBytes: 67_108_864,
  totalBytes: 134_217_728,
};
