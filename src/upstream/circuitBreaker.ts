import type { CircuitState } from '../telemetry/events.ts';

export interface CircuitBreakerSettings {
  /** Consecutive outages that open the circuit. */
  readonly breakAfter: number;
  /** How long an open circuit sends nothing; then one probe request is sent. */
  readonly breakMs: number;
}

/** What a request showed about the upstream: it works, it has an outage, or nothing, because the request was abandoned. */
export type Verdict = 'works' | 'outage' | 'unknown';

/**
 * Stops sending requests to an upstream that keeps failing. Closed: requests are sent. Open: no requests are sent. Half-open: one
 * probe request is in flight, and its result closes or opens the circuit.
 */
export class CircuitBreaker {
  readonly #settings: CircuitBreakerSettings;
  readonly #onChange: (state: CircuitState) => void;
  #state: CircuitState = 'closed';
  #outagesInARow = 0;
  /** On the monotonic clock, because the system clock can be set back. */
  #probeFrom = 0;

  constructor(settings: CircuitBreakerSettings, onChange: (state: CircuitState) => void) {
    this.#settings = settings;
    this.#onChange = onChange;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Whether a request would be sent now, as a probe if the circuit is open. */
  get permits(): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && performance.now() >= this.#probeFrom);
  }

  /** When the next probe request may be sent. */
  get retryAt(): Date {
    return new Date(Date.now() + Math.max(0, this.#probeFrom - performance.now()));
  }

  /**
   * Starts a request. Must be called only if `permits` is true.
   *
   * @returns whether it is the probe request, for `ended`
   */
  started(): boolean {
    const isProbe = this.#state === 'open';
    if (isProbe) this.#change('half-open');
    return isProbe;
  }

  ended(isProbe: boolean, verdict: Verdict): void {
    if (isProbe) {
      // An abandoned probe shows nothing, so the next request is a probe without a delay.
      if (verdict === 'works') this.#close();
      else this.#open(verdict === 'outage' ? this.#settings.breakMs : 0);
      return;
    }
    // A request that was sent before the circuit opened has no effect on it.
    if (this.#state !== 'closed' || verdict === 'unknown') return;
    this.#outagesInARow = verdict === 'works' ? 0 : this.#outagesInARow + 1;
    if (this.#outagesInARow >= this.#settings.breakAfter) this.#open(this.#settings.breakMs);
  }

  #close(): void {
    this.#outagesInARow = 0;
    this.#change('closed');
  }

  #open(ms: number): void {
    this.#probeFrom = performance.now() + ms;
    this.#change('open');
  }

  #change(state: CircuitState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
