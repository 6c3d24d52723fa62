import type { UpstreamProblem } from '../errors.ts';

/*
 * The events that the log, the metrics and the traces receive.
 */

/** The source that an event is about. */
export interface EventOrigin {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
}

/** One upstream request that ended or was not sent. */
export interface UpstreamRequestEvent extends EventOrigin {
  /** The kind of request, in the provider's terms: `connections`, `activeCalls`. */
  readonly kind: string;
  /** Request ID of the operation that caused it; `refresh` for one that no operation waits for. */
  readonly requestId: string;
  /** From 1. Higher numbers are retries. */
  readonly attempt: number;
  /** False if the circuit breaker was open, the rate limit or the operation's share of it exhausted, or the queue full. */
  readonly sent: boolean;
  /** From sending to the last byte of the body; 0 if it was not sent. */
  readonly durationMs: number;
  /** Every waiter left before it ended. */
  readonly abandoned: boolean;
  /** Null if it succeeded, or if it was abandoned by clients that disconnected. */
  readonly problem: UpstreamProblem | null;
  /** The runtime's error code or name, such as `ECONNREFUSED` or `SyntaxError`; null if there is none. */
  readonly reason: string | null;
  /** Delay until the retry; null if there is none. */
  readonly retryInMs: number | null;
}

/** How a response was obtained: by a request, by joining one in flight, from the cache, or from the cache past its lifetime. */
export type ResponseOrigin = 'upstream' | 'coalesced' | 'cache' | 'stale';

/** `half-open` while a probe request is in flight. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/** Value of the schema's enum of the same name. */
export type SourceStatus = 'UP' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

/** Receives the events of the upstreams. Must not throw. */
export interface UpstreamObserver {
  requestEnded(event: UpstreamRequestEvent): void;
  responseServed(event: EventOrigin & { readonly kind: string; readonly from: ResponseOrigin }): void;
  /** Operations share this value, so nobody may change it. Tests freeze it. */
  responseDecoded?(value: unknown): void;
  circuitChanged(event: EventOrigin & { readonly state: CircuitState }): void;
  /** An operator should know this about the source. Reported once, not for each request. */
  noticed(event: EventOrigin & { readonly message: string }): void;
}

/** The state of one source, as the metrics read it. */
export interface SourceState {
  readonly provider: string;
  readonly name: string;
  readonly status: SourceStatus;
  readonly lastSuccessAt: Date | null;
  readonly circuit: CircuitState;
  /** Requests in flight and requests waiting in the queue. */
  readonly load: { readonly inFlight: number; readonly waiting: number };
  readonly cachedResponses: number;
  readonly rateLimit: {
    readonly limit: number | null;
    readonly remaining: number | null;
    readonly resetsAt: Date | null;
  } | null;
}

/** `partial`: data and errors; `error`: no data; `cancelled`: the client disconnected first. */
export type OperationOutcome = 'ok' | 'partial' | 'error' | 'cancelled';

/** How an operation got its answer: executed, by an identical operation in flight, or a finished answer that was sent again. */
export type AnswerOrigin = 'execution' | 'coalesced' | 'cache';

/** One GraphQL operation that ended, without its document and data. */
export interface OperationEvent {
  readonly requestId: string;
  /** The client's operation name, truncated; null if there is none. */
  readonly name: string | null;
  /** Null if unknown, for example because the document could not be parsed. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  readonly outcome: OperationOutcome;
  readonly from: AnswerOrigin;
  /** Each distinct `extensions.code` of its errors. */
  readonly codes: readonly string[];
  readonly durationMs: number;
  /** Name of the API key, or subject of the token; null without authentication. */
  readonly caller: string | null;
}

/** Why credentials were not accepted. */
export type LoginFailure =
  // There is no Authorization header.
  | 'missing'
  // Not `Bearer`, or not a kind of credentials that is configured.
  | 'malformed'
  // No such API key, or no such key of the issuer.
  | 'unknown-key'
  // The token's algorithm is not accepted, such as `none`, or it needs an extension that is not known.
  | 'algorithm'
  | 'bad-signature'
  // The rest is about tokens whose signature is valid.
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'no-subject'
  | 'no-expiry'
  | 'expired'
  | 'not-yet-valid'
  // The issuer's key cannot be used, such as RSA with 1024 bits.
  | 'unusable-key'
  // The keys of the issuer cannot be read.
  | 'keys-unavailable';

/** An HTTP request that was rejected before GraphQL read it, without its content. */
export interface RejectedRequestEvent {
  readonly requestId: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The `extensions.code` of the answer. */
  readonly code: string;
  /** Why the login failed, if it did. */
  readonly reason?: LoginFailure;
  /** As in `OperationEvent`, if the caller is known. */
  readonly caller?: string | null;
  /** The client's address, where an operator needs it: failed logins, rate limits. */
  readonly address?: string;
}

/** The limit that made the server close a socket without a complete answer. */
export type ClientLimit = 'connections' | 'connections_per_client' | 'pipelined_requests' | 'unread_answer' | 'memory';
