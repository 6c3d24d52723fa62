import type { UpstreamError } from '../errors.ts';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1000;

/** Retries allowed in a burst. After that, one retry for every ten requests, so that retries do not multiply the load of an outage. */
const BUDGET = 10;
const PER_REQUEST = 0.1;

export interface RetrySettings {
  /** Maximum number of retries of one request. */
  readonly retries: number;
  /** The longest wait for the retry time that the upstream named. */
  readonly waitMs: number;
}

/** Decides whether and when failed requests to one source are retried. */
export class Retries {
  readonly #settings: RetrySettings;
  #budget = BUDGET;

  constructor(settings: RetrySettings) {
    this.#settings = settings;
  }

  /** Records a request that is not a retry. */
  requestSent(): void {
    this.#budget = Math.min(BUDGET, this.#budget + PER_REQUEST);
  }

  /**
   * The delay before the retry, in milliseconds; null if the request is not retried.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param deadline the latest start of a retry, in milliseconds since 1970
   */
  delayAfter(error: UpstreamError, attempt: number, deadline: number): number | null {
    const { retries, waitMs } = this.#settings;
    if (attempt > retries || this.#budget < 1 || !isRetried(error)) return null;
    const { retryAt } = error.problem;
    const wait = retryAt === null ? 0 : retryAt.getTime() - Date.now();
    // The upstream named the same time to all its clients, so the retry is a little later.
    const delay = Math.max(0, wait) + backoff(attempt);
    if (wait > waitMs || Date.now() + delay >= deadline) return null;
    this.#budget -= 1;
    return delay;
  }
}

function isRetried({ problem: { code, retryable, retryAt, httpStatus }, isHold }: UpstreamError): boolean {
  // A request that reached `timeoutMs` is not retried: that would double the load of an upstream that is too slow.
  if (code === 'UPSTREAM_TIMEOUT') return httpStatus === 408;
  if (code === 'UPSTREAM_RATE_LIMITED') return retryable && retryAt !== null && !isHold;
  return retryable;
}

/** Doubles with each attempt. Half of it is random, so that clients whose requests failed together do not retry together. */
function backoff(attempt: number): number {
  const most = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
  return most * (0.5 + Math.random() / 2);
}
