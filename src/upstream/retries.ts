import type { UpstreamProblem } from '../errors.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1000;

/** Retries that may be used up in a burst; after that one for every ten requests, so that an outage is not multiplied. */
const BUDGET = 10;
const PER_REQUEST = 0.1;

export interface RetrySettings {
  /** How often a failed request is repeated. */
  readonly retries: number;
  /** The longest wait for the time that the upstream named. */
  readonly waitMs: number;
}

/** Decides whether a failed request to one source is repeated. */
export class Retries {
  readonly #settings: RetrySettings;
  #budget = BUDGET;

  constructor(settings: RetrySettings) {
    this.#settings = settings;
  }

  /** Records a request that is sent and is not a retry. */
  requestSent(): void {
    this.#budget = Math.min(BUDGET, this.#budget + PER_REQUEST);
  }

  /**
   * The delay before the retry, in milliseconds; null if there is none.
   *
   * @param attempt the one that failed, from 1
   * @param deadline the latest start of a retry, in milliseconds since 1970
   */
  delayAfter(problem: UpstreamProblem, attempt: number, deadline: number): number | null {
    const { retries, waitMs } = this.#settings;
    if (attempt > retries || this.#budget < 1 || !isWorthAnother(problem)) return null;
    const wait = problem.retryAt === null ? 0 : problem.retryAt.getTime() - Date.now();
    // Everybody was told the same time, so the retry comes a little later.
    const delay = Math.max(0, wait) + backoff(attempt);
    if (wait > waitMs || Date.now() + delay >= deadline) return null;
    this.#budget -= 1;
    return delay;
  }
}

/** Our own timeouts are not worth a retry: it would double the load of an upstream that is too slow. */
function isWorthAnother({ code, retryable, httpStatus }: UpstreamProblem): boolean {
  return retryable && (code !== 'UPSTREAM_TIMEOUT' || httpStatus === 408);
}

/** Doubles each time. Half of it is random, so that clients that failed together do not retry together. */
function backoff(attempt: number): number {
  const most = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return most * (0.5 + Math.random() / 2);
}
