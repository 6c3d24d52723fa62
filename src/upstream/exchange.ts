import { UpstreamError } from '../errors.ts';
import type { EventOrigin } from '../telemetry/events.ts';
import { transportError, unreadableError } from './failures.ts';
import type { HttpClient, HttpResponse } from './httpClient.ts';
import { type FailureDetails, httpError } from './httpError.ts';
import type { RateLimit } from './rateBudget.ts';
import { endRequestSpan, type SpanContext, startRequestSpan } from './requestSpan.ts';
import type { UpstreamResponse } from './response.ts';
import type { Decoded, UpstreamResult } from './result.ts';
import type { Signal } from './signal.ts';

/** One GET request. */
export interface UpstreamRequest<Kind extends string, Value> {
  readonly kind: Kind;
  /** Path and query, sent as is: the provider escapes them, because the vendors differ. */
  readonly target: string;
  /** Reads a response with status 200. A large one is read in several turns of the event loop. */
  readonly decode: (response: UpstreamResponse, signal: Signal) => Decoded<Value> | Promise<Decoded<Value>>;
  /** Whether a failed response means "there is none"; the value is null then. */
  readonly isAbsent?: (status: number, details: FailureDetails) => boolean;
  /** What else a timeout of this request can mean: a sentence. */
  readonly timeoutHint?: string;
  /**
   * Whether this status can be a rejection that says nothing about the upstream's health: a client chose a part of the request, or
   * the upstream may not support it.
   */
  readonly mayBeRejectedWith?: (status: number) => boolean;
  /** Whether a cached response must not be used. */
  readonly reload?: boolean | undefined;
}

export interface ExchangeSettings {
  readonly timeoutMs: number;
  /** Reads the vendor's rate-limit headers. */
  readonly readRateLimit?: (response: HttpResponse) => RateLimit | null;
  /** Reads the vendor-specific details of a failed response. */
  readonly readFailure?: (response: HttpResponse) => FailureDetails;
  /** The likely mistake if the port does not speak HTTP: a sentence. */
  readonly portHint?: string;
}

type Outcome = UpstreamResult<unknown> | UpstreamError;

/** The result of one request. */
export interface Exchanged {
  /** Null if there was no HTTP response. */
  readonly response: UpstreamResponse | null;
  readonly outcome: Outcome;
}

/** Sends single requests to one origin, and turns the status and the body of each response into a result or an error. */
export class Exchange {
  readonly #origin: EventOrigin;
  readonly #url: URL;
  readonly #client: HttpClient;
  readonly #settings: ExchangeSettings;
  #hasResponded = false;

  constructor(origin: EventOrigin, url: URL, client: HttpClient, settings: ExchangeSettings) {
    this.#origin = origin;
    this.#url = url;
    this.#client = client;
    this.#settings = settings;
  }

  /** If the signal was aborted, the result must be ignored. */
  async send(
    request: UpstreamRequest<string, unknown>,
    signal: Signal,
    attempt: number,
    parent: SpanContext,
  ): Promise<Exchanged> {
    const span = startRequestSpan({ ...this.#origin, kind: request.kind, url: this.#url, attempt }, parent);
    const exchanged = await this.#client.get(request.target, signal).then(
      (received) => this.#received(request, received, signal),
      (error: unknown) => this.#notReceived(request, error),
    );
    const { response, outcome } = exchanged;
    endRequestSpan(span, response?.status ?? null, outcome instanceof UpstreamError ? outcome : null, signal.aborted);
    return exchanged;
  }

  #received(
    request: UpstreamRequest<string, unknown>,
    received: HttpResponse,
    signal: Signal,
  ): Exchanged | Promise<Exchanged> {
    this.#hasResponded = true;
    const response = { ...received, rateLimit: this.#settings.readRateLimit?.(received) ?? null };
    const judged = this.#judge(request, response, signal);
    return judged instanceof Promise
      ? judged.then((outcome) => ({ response, outcome }))
      : { response, outcome: judged };
  }

  #notReceived({ timeoutHint }: UpstreamRequest<string, unknown>, error: unknown): Exchanged {
    const { timeoutMs, portHint } = this.#settings;
    const hints = { timeoutMs, timeoutHint, portHint, hasResponded: this.#hasResponded };
    return { response: null, outcome: transportError(this.#origin, error, hints) };
  }

  #judge(
    { decode, isAbsent }: UpstreamRequest<string, unknown>,
    response: UpstreamResponse,
    signal: Signal,
  ): Outcome | Promise<Outcome> {
    if (response.status === 200) return this.#decoded(decode, response, signal);
    const details = this.#settings.readFailure?.(response) ?? {};
    if (isAbsent?.(response.status, details)) return toResult({ value: null }, response);
    return httpError(this.#origin, response, details);
  }

  #decoded(
    decode: UpstreamRequest<string, unknown>['decode'],
    response: UpstreamResponse,
    signal: Signal,
  ): Outcome | Promise<Outcome> {
    const failed = (error: unknown) =>
      error instanceof UpstreamError ? error : unreadableError(this.#origin, response, error);
    try {
      const decoded = decode(response, signal);
      if (!(decoded instanceof Promise)) return toResult(decoded, response);
      return decoded.then((later) => toResult(later, response)).catch(failed);
    } catch (error) {
      return failed(error);
    }
  }
}

function toResult(decoded: Decoded<unknown>, { receivedAt }: UpstreamResponse): UpstreamResult<unknown> {
  const { value, omittedRows = 0, incompleteBecause = null } = decoded;
  return { value, quality: { observedAt: receivedAt, staleBecause: null, omittedRows, incompleteBecause } };
}
