import { setTimeout as sleep } from 'node:timers/promises';
import { UpstreamError, type UpstreamErrorOptions, type UpstreamProblemCode } from '../errors.ts';
import { type Answer, deepFreeze } from './answer.ts';
import { AnswerCache, type CachedAnswer, type Lifetime } from './answerCache.ts';
import { activeContext, endCallSpan, type SpanContext, startCallSpan } from './callSpan.ts';
import { type Course, Flights } from './flights.ts';
import { Gate, type GateSettings, isOutOfOrder, Refusal } from './gate.ts';
import { Health } from './health.ts';
import { HttpClient, type HttpClientSettings, type HttpResponse } from './httpClient.ts';
import type { AnsweredFrom, CircuitState, UpstreamCall, UpstreamObserver } from './observer.ts';
import type { Operation } from './operation.ts';
import type { RateLimit } from './rateBudget.ts';
import { Retries, type RetrySettings } from './retries.ts';
import { outOfTime, refused, transportProblem, unreadable } from './unanswered.ts';

/** @typeParam Kind what can be asked for, in the provider's words */
export interface UpstreamSettings<Kind extends string> extends HttpClientSettings, RetrySettings, GateSettings {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
  readonly lifetimes: Readonly<Record<Kind, Lifetime>>;
  /** How much is remembered, by the size of the bodies it came in. */
  readonly cacheBytes: number;
  /** Reads the vendor's own rate-limit headers. */
  readonly readRateLimit?: (response: HttpResponse) => RateLimit | null;
  /** What else a deadline can mean with this vendor: a sentence. */
  readonly timeoutHint?: string;
  readonly observer: UpstreamObserver;
}

/** An answer as a provider decodes it. */
export interface UpstreamResponse extends HttpResponse {
  readonly rateLimit: RateLimit | null;
}

/** What an upstream is asked. */
export interface Question<Kind extends string, Value> {
  readonly kind: Kind;
  /** Path and query, sent as it is: escaping is the provider's, because the vendors differ in it. */
  readonly target: string;
  /** Reads the answer, and judges its status too. */
  readonly decode: (response: UpstreamResponse) => Value;
  /** Whether what is remembered will not do. */
  readonly reload?: boolean | undefined;
}

/**
 * One configured server or account, and the one way to it. From the outside in: answers remembered and shared, retries, the gate,
 * HTTP. Lives as long as the process.
 */
export class Upstream<Kind extends string = string> {
  /** The source's configured name, for messages. */
  readonly source: string;
  readonly health = new Health();
  readonly #settings: UpstreamSettings<Kind>;
  readonly #origin: URL;
  readonly #client: HttpClient;
  readonly #answers: AnswerCache;
  readonly #flights = new Flights();
  readonly #retries: Retries;
  readonly #gate: Gate;
  /** Set while the last that was heard of the upstream is that it did not answer in time. */
  #hanging: UpstreamError | null = null;

  constructor(settings: UpstreamSettings<Kind>) {
    this.source = settings.source;
    this.#settings = settings;
    this.#origin = new URL(settings.baseUrl);
    this.#client = new HttpClient(settings);
    this.#answers = new AnswerCache(settings.cacheBytes);
    this.#retries = new Retries(settings);
    this.#gate = new Gate(settings, (state) => settings.observer.circuitChanged({ ...this.#names, state }));
  }

  get circuit(): CircuitState {
    return this.#gate.circuit;
  }

  /** What the vendor's headers last said; null where they have said nothing. */
  get rateLimit(): RateLimit | null {
    return this.#gate.rateLimit;
  }

  /** How many calls are under way, and how many wait for their turn. */
  get load(): Gate['load'] {
    return this.#gate.load;
  }

  /** How many answers are remembered. */
  get remembered(): number {
    return this.#answers.size;
  }

  /**
   * GETs an answer: a remembered one, or one that is under way already, or by asking.
   *
   * @throws UpstreamError always of our own making, whatever happened
   */
  async get<Value>(question: Question<Kind, Value>, operation: Operation): Promise<Answer<Value>> {
    const { kind, target, reload = false } = question;
    const lifetime = this.#settings.lifetimes[kind];
    const fresh = reload ? null : this.#answers.fresh(target, lifetime);
    if (fresh !== null) {
      if (fresh.renew) this.#renew(question);
      return this.#answered(question, 'cache', fresh.answer);
    }
    // One caller waits for a source that hangs. The others need not, where there is something to show.
    const meanwhile = reload || this.#hanging === null ? null : this.#answers.stale(target, lifetime);
    if (meanwhile !== null) {
      this.#renew(question);
      return this.#answered(question, 'stale', meanwhile, this.#hanging);
    }
    try {
      const from = this.#flights.has(target) ? 'coalesced' : 'upstream';
      const ask = (course: Course) => this.#ask(question, operation.requestId, course);
      return this.#answered(question, from, await this.#flights.join(target, ask, operation));
    } catch (thrown) {
      const error = thrown instanceof UpstreamError ? thrown : outOfTime(this, thrown);
      const stale = reload || hasLeft(operation) || !mayShowOlder(error) ? null : this.#answers.stale(target, lifetime);
      if (stale === null) throw error;
      return this.#answered(question, 'stale', stale, error);
    }
  }

  /** An error of this source. */
  error(
    code: UpstreamProblemCode,
    message: string,
    details?: Omit<UpstreamErrorOptions, 'provider' | 'source'>,
  ): UpstreamError {
    return new UpstreamError(code, message, { ...this.#names, ...details });
  }

  /** An error that shows only in several answers together, such as pages without end; it counts against the source's health. */
  failed(code: UpstreamProblemCode, message: string): UpstreamError {
    const error = this.error(code, message);
    this.#noteFailure(error);
    return error;
  }

  close(): Promise<void> {
    this.#flights.close();
    return this.#client.close();
  }

  get #names() {
    return { provider: this.#settings.provider, source: this.source };
  }

  #answered<Value>(
    { kind }: Question<Kind, Value>,
    from: AnsweredFrom,
    { value, observedAt }: CachedAnswer,
    staleBecause: UpstreamError | null = null,
  ): Answer<Value> {
    this.#settings.observer.answered({ ...this.#names, kind, from });
    // What was stored under a question's target was decoded for it.
    return { value: value as Value, observedAt, staleBecause };
  }

  /** Asks behind the caller's back, unless somebody does already. */
  #renew(question: Question<Kind, unknown>): void {
    if (this.#flights.has(question.target)) return;
    const deadline = Date.now() + this.#settings.timeoutMs;
    const ask = (course: Course) => this.#ask(question, 'refresh', course);
    const nobody = { signal: new AbortController().signal, deadline };
    this.#flights.join(question.target, ask, nobody).catch(() => undefined);
  }

  /** Sends until there is an answer or no hope, and remembers the answer. */
  async #ask(
    question: Question<Kind, unknown>,
    requestId: string,
    { signal, deadline }: Course,
  ): Promise<CachedAnswer> {
    const { kind, target } = question;
    const { waitMs, observer, lifetimes } = this.#settings;
    const parent = activeContext();
    let failure: UpstreamError | null = null;
    for (let attempt = 1; ; attempt += 1) {
      const progress = new Progress();
      const tell = (end: Pick<UpstreamCall, 'problem' | 'reason' | 'retryInMs'> & Partial<UpstreamCall>) =>
        observer.called({ ...this.#names, kind, requestId, attempt, abandoned: false, ...progress.soFar(), ...end });
      try {
        const send = () => {
          progress.start();
          if (attempt === 1) this.#retries.called();
          return this.#send(question, signal, attempt, parent);
        };
        const { bodySize, ...answer } = await this.#gate.pass(send, { signal, waitMs, deadline: deadline() });
        this.health.succeeded(answer.observedAt);
        this.#hanging = null;
        this.#answers.store(target, answer, bodySize, lifetimes[kind]);
        tell({ problem: null, reason: null, retryInMs: null });
        return answer;
      } catch (thrown) {
        if (signal.aborted) {
          // All who waited have gone. Unless it was their time that was up, it says nothing against the source; but it is to be seen.
          const late = isTimeUp(signal) && progress.isSent ? outOfTime(this, thrown) : null;
          if (late !== null) this.#noteFailure(late);
          tell({ problem: late?.problem ?? null, reason: null, retryInMs: null, abandoned: true });
          throw thrown;
        }
        // What is not sent sees nothing of the upstream; what an earlier attempt saw counts.
        if (thrown instanceof UpstreamError) failure = thrown;
        const retryInMs =
          thrown instanceof UpstreamError ? this.#retries.delayAfter(thrown.problem, attempt, deadline()) : null;
        if (retryInMs === null && failure !== null) this.#noteFailure(failure);
        const error = thrown instanceof Refusal ? refused(this, thrown) : thrown;
        if (!(error instanceof UpstreamError)) throw error;
        tell({ problem: error.problem, reason: reasonOf(error), retryInMs });
        this.#forgetAfter(error, target);
        if (retryInMs === null) throw error;
        await sleep(retryInMs, undefined, { signal });
      }
    }
  }

  /** @throws UpstreamError, or anything if the signal is aborted */
  async #send(
    { kind, target, decode }: Question<Kind, unknown>,
    signal: AbortSignal,
    attempt: number,
    parent: SpanContext,
  ): Promise<CachedAnswer & { readonly bodySize: number }> {
    const span = startCallSpan({ ...this.#names, kind, origin: this.#origin, attempt }, parent);
    let response: UpstreamResponse | null = null;
    let failure: UpstreamError | null = null;
    try {
      const received = await this.#client.get(target, signal);
      response = { ...received, rateLimit: this.#settings.readRateLimit?.(received) ?? null };
      const value = this.#decode(response, decode);
      return { value, observedAt: response.receivedAt, bodySize: response.body.length };
    } catch (error) {
      signal.throwIfAborted();
      failure = error instanceof UpstreamError ? error : transportProblem(this, error, this.#settings);
      throw failure;
    } finally {
      const refusedUntil = failure?.problem.code === 'UPSTREAM_RATE_LIMITED' ? failure.problem.retryAt : null;
      this.#gate.note(response?.rateLimit ?? null, refusedUntil);
      endCallSpan(span, response?.status ?? null, failure, signal.aborted);
    }
  }

  #noteFailure(error: UpstreamError): void {
    if (isAboutTheRequest(error)) return;
    this.health.failed(error.problem);
    this.#hanging = error.problem.code === 'UPSTREAM_TIMEOUT' ? error : null;
  }

  /** What credentials may no longer see, a memory must not show, now or when the upstream fails in another way later. */
  #forgetAfter(error: UpstreamError, target: string): void {
    if (error.problem.code === 'UPSTREAM_UNAUTHENTICATED') this.#answers.clear();
    else if (!mayShowOlder(error)) this.#answers.forget(target);
  }

  #decode<Value>(response: UpstreamResponse, decode: (response: UpstreamResponse) => Value): Value {
    try {
      return deepFreeze(decode(response));
    } catch (error) {
      throw error instanceof UpstreamError ? error : unreadable(this, response, error);
    }
  }
}

/** Whether a call has gone out, and how long ago. */
class Progress {
  #sentAt: number | null = null;

  start(): void {
    this.#sentAt = performance.now();
  }

  get isSent(): boolean {
    return this.#sentAt !== null;
  }

  soFar(): Pick<UpstreamCall, 'sent' | 'durationMs'> {
    return { sent: this.isSent, durationMs: this.#sentAt === null ? 0 : performance.now() - this.#sentAt };
  }
}

/** Whether what it said before still counts. Not where it has refused us or our request. */
function mayShowOlder(error: UpstreamError): boolean {
  const { code } = error.problem;
  return isOutOfOrder(error) || code === 'UPSTREAM_RATE_LIMITED' || code === 'UPSTREAM_MALFORMED';
}

/** What a caller asked for was refused: that says nothing against the source. */
function isAboutTheRequest({ problem }: UpstreamError): boolean {
  return problem.httpStatus === 400 || problem.httpStatus === 422;
}

/** The runtime's word for what broke, `ECONNREFUSED` or `SyntaxError`. Never its message, which holds the address, or the body. */
function reasonOf({ cause }: UpstreamError): string | null {
  if (!(cause instanceof Error)) return null;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

/** A caller who is not there any more, unlike one whose time is up. */
function hasLeft({ signal }: Operation): boolean {
  return signal.aborted && !isTimeUp(signal);
}

function isTimeUp({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
