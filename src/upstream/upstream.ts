import { UpstreamError } from '../errors.ts';
import type { CircuitState, EventOrigin, ResponseOrigin, UpstreamObserver } from '../telemetry/events.ts';
import { Exchange, type ExchangeSettings, type UpstreamRequest } from './exchange.ts';
import { inconsistentError, operationTimeoutError, slowRefreshError } from './failures.ts';
import { Gate, type GateSettings } from './gate.ts';
import { Health } from './health.ts';
import { HttpClient, type HttpClientSettings } from './httpClient.ts';
import { InFlightRequests, type SharedWork } from './inFlight.ts';
import type { Operation, Requester, UsedResponse } from './operation.ts';
import type { RateLimit } from './rateBudget.ts';
import { type Charge, FREE } from './requestBudget.ts';
import { type Lifetime, ResponseCache } from './responseCache.ts';
import type { UpstreamResult } from './result.ts';
import { Retries, type RetrySettings } from './retries.ts';
import { Sender } from './sender.ts';
import { Signal } from './signal.ts';
import { isBudgetExhausted, mayServeStale } from './verdict.ts';

/** @typeParam Kind the kinds of requests, in the provider's terms */
export interface UpstreamSettings<Kind extends string>
  extends EventOrigin,
    HttpClientSettings,
    ExchangeSettings,
    RetrySettings,
    GateSettings {
  readonly lifetimes: Readonly<Record<Kind, Lifetime>>;
  /** How long a caller waits for a refresh while a stale response could be served. */
  readonly maxRefreshWaitMs: number;
  /** Size of the cache: the total length of paths and bodies, in UTF-16 code units. */
  readonly cacheBytes: number;
  readonly observer: UpstreamObserver;
}

type Loaded = UpstreamResult<unknown> | UpstreamError;

/** Refreshes cached responses that are about to expire. In the queue it is a caller like all others. */
const BACKGROUND: Requester = { requestId: 'refresh', caller: { key: Symbol('refresh') }, budget: null };

/** What a failed request leaves behind. */
const NEVER_CURRENT: UsedResponse = { isCurrent: () => false };

/**
 * One configured server or account. From the outside in: response cache, request coalescing, the budget of the operation, retries,
 * the gate, HTTP. Lives as long as the process.
 */
export class Upstream<Kind extends string = string> {
  readonly health = new Health();
  readonly origin: EventOrigin;
  readonly #settings: UpstreamSettings<Kind>;
  readonly #client: HttpClient;
  readonly #cache: ResponseCache;
  readonly #inFlight = new InFlightRequests();
  readonly #gate: Gate;
  readonly #sender: Sender;

  constructor(settings: UpstreamSettings<Kind>) {
    const { provider, source, observer } = settings;
    const origin = { provider, source };
    this.origin = origin;
    this.#settings = settings;
    this.#client = new HttpClient(settings);
    this.#cache = new ResponseCache(settings.cacheBytes);
    this.#gate = new Gate(settings, (state) => observer.circuitChanged({ ...origin, state }));
    this.#sender = new Sender({
      origin,
      exchange: new Exchange(origin, new URL(settings.baseUrl), this.#client, settings),
      gate: this.#gate,
      retries: new Retries(settings),
      health: this.health,
      observer,
    });
  }

  get circuit(): CircuitState {
    return this.#gate.circuit;
  }

  /** The last rate limit that the vendor's headers reported; null if they have reported none. */
  get rateLimit(): RateLimit | null {
    return this.#gate.rateLimit;
  }

  /** Requests in flight and requests waiting in the queue. */
  get load(): Gate['load'] {
    return this.#gate.load;
  }

  get cachedResponses(): number {
    return this.#cache.size;
  }

  /**
   * Gets a result from the cache, from a request in flight, or with a new request.
   *
   * @throws UpstreamError whose message is safe to show to clients
   */
  async get<Value>(request: UpstreamRequest<Kind, Value>, operation: Operation): Promise<UpstreamResult<Value>> {
    const result = await this.#get(request, operation);
    if (result instanceof UpstreamError) {
      operation.used?.push(NEVER_CURRENT);
      throw result;
    }
    operation.used?.push(this.#cache.use(request.target, result, this.#settings.lifetimes[request.kind]));
    // Everything that is cached or in flight under a target was decoded for that target.
    return result as UpstreamResult<Value>;
  }

  /** The error for responses that are valid one by one, but not together. It counts against the health of the source. */
  inconsistent(what: string): UpstreamError {
    const error = inconsistentError(this.origin, what);
    this.health.failed(error);
    return error;
  }

  close(): Promise<void> {
    this.#inFlight.close();
    return this.#client.close();
  }

  #get(request: UpstreamRequest<Kind, unknown>, operation: Operation): Loaded | Promise<Loaded> {
    if (request.reload) return this.#load(request, operation);
    const lifetime = this.#settings.lifetimes[request.kind];
    const fresh = this.#cache.fresh(request.target, lifetime);
    if (fresh !== null) {
      if (fresh.refreshDue) this.#startRefresh(request, BACKGROUND);
      return this.#served(request, 'cache', fresh.response);
    }
    const isStale = this.#cache.stale(request.target, lifetime) !== null;
    return isStale ? this.#refreshedOrStale(request, operation) : this.#load(request, operation);
  }

  /** Waits for a request in flight, or sends a new one. */
  async #load(request: UpstreamRequest<Kind, unknown>, operation: Operation): Promise<Loaded> {
    const from = this.#inFlight.has(request.target) ? 'coalesced' : 'upstream';
    const loaded = await this.#join(request, operation, operation);
    return loaded instanceof UpstreamError ? loaded : this.#served(request, from, loaded);
  }

  async #refreshedOrStale(request: UpstreamRequest<Kind, unknown>, operation: Operation): Promise<Loaded> {
    const refreshed = await this.#refresh(request, operation);
    return refreshed instanceof UpstreamError ? this.#staleOr(refreshed, request, operation) : refreshed;
  }

  /** Waits for a refresh at most `maxRefreshWaitMs`, because a stale response is cached. The refresh continues in the background. */
  async #refresh(request: UpstreamRequest<Kind, unknown>, operation: Operation): Promise<Loaded> {
    const { maxRefreshWaitMs } = this.#settings;
    const from = this.#inFlight.has(request.target) ? 'coalesced' : 'upstream';
    const leftMs = Math.max(0, maxRefreshWaitMs - this.#inFlight.ageOf(request.target));
    this.#startRefresh(request, operation);
    // The last request timed out, so the caller does not wait at all.
    if (this.health.timeout !== null) return this.health.timeout;
    const { promise: slow, resolve: giveUp } = Promise.withResolvers<UpstreamError>();
    const timer = setTimeout(() => giveUp(slowRefreshError(this.origin, maxRefreshWaitMs)), leftMs);
    // The caller does not need the refresh later, so it must not extend its deadline.
    const limits = { signal: operation.signal, deadline: Math.min(operation.deadline, Date.now() + leftMs) };
    try {
      const loaded = await Promise.race([this.#join(request, operation, limits), slow]);
      return loaded instanceof UpstreamError ? loaded : this.#served(request, from, loaded);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A stale response, if this error allows one and the client is still connected; otherwise the error. */
  #staleOr(error: UpstreamError, request: UpstreamRequest<Kind, unknown>, { signal }: Operation): Loaded {
    const hasDisconnected = signal.aborted && !signal.isTimeout;
    if (hasDisconnected || !mayServeStale(error)) return error;
    const stale = this.#cache.stale(request.target, this.#settings.lifetimes[request.kind]);
    if (stale === null) return error;
    return this.#served(request, 'stale', { ...stale, quality: { ...stale.quality, staleBecause: error } });
  }

  #served<Value>(
    { kind }: UpstreamRequest<Kind, unknown>,
    from: ResponseOrigin,
    result: UpstreamResult<Value>,
  ): UpstreamResult<Value> {
    this.#settings.observer.responseServed({ ...this.origin, kind, from });
    return result;
  }

  /** Starts a refresh, unless the request is in flight. It continues when all callers have left. */
  #startRefresh(request: UpstreamRequest<Kind, unknown>, requester: Requester): void {
    const limits = { signal: new Signal(), deadline: Date.now() + this.#settings.timeoutMs };
    // An internal error is reported by the callers that wait for the same request. Here it would be an unhandled rejection.
    this.#join(request, requester, limits).catch(() => undefined);
  }

  /** Waits for a request in flight, or starts one that the requester pays for. */
  async #join(
    request: UpstreamRequest<Kind, unknown>,
    requester: Requester,
    limits: Pick<Operation, 'signal' | 'deadline'>,
  ): Promise<Loaded> {
    const isInFlight = this.#inFlight.has(request.target);
    const charge = isInFlight ? FREE : (requester.budget?.take(this.origin) ?? FREE);
    if (charge instanceof UpstreamError) return charge;
    const send = (work: SharedWork) => this.#send(request, charge, work);
    try {
      const loaded = await this.#inFlight.join(request.target, send, requester, limits);
      // The operation that started the request could not pay for it. This one may be able to.
      const isOfOther = isInFlight && loaded instanceof UpstreamError && isBudgetExhausted(loaded);
      return isOfOther ? this.#join(request, requester, limits) : loaded;
    } catch (error) {
      if (!limits.signal.aborted) throw error;
      return operationTimeoutError(this.origin, error);
    }
  }

  async #send(request: UpstreamRequest<Kind, unknown>, charge: Charge, work: SharedWork): Promise<Loaded> {
    const { kind, target } = request;
    const received = await this.#sender.send(request, charge, work);
    if (received instanceof UpstreamError) {
      this.#dropAfter(received, target);
      return received;
    }
    this.#settings.observer.responseDecoded?.(received.result.value);
    this.#cache.store(target, received.result, received.bodySize, this.#settings.lifetimes[kind]);
    return received.result;
  }

  /** Data that the credentials no longer give access to must not be served from the cache. */
  #dropAfter(error: UpstreamError, target: string): void {
    if (error.problem.code === 'UPSTREAM_UNAUTHENTICATED') this.#cache.clear();
    else if (!mayServeStale(error)) this.#cache.delete(target);
  }
}
