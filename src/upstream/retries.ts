import type { UpstreamProblem } from '../errors.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1000;

/** So many retries are free; after that one for every ten calls, so that an outage is not multiplied. */
const BUDGET = 10;
const PER_CALL = 0.1;

export interface RetrySettings {
  /** How often one call is sent again. */
  readonly retries: number;
  /** The longest wait for the moment that the upstream named. */
  readonly waitMs: number;
}

/** Decides whether a call to one source that failed is sent again. */
export class Retries {
  readonly #settings: RetrySettings;
  #budget = BUDGET;

  constructor(settings: RetrySettings) {
    this.#settings = settings;
  }

  /** To be told of each call that is sent and is not a retry. */
  called(): void {
    this.#budget = Math.min(BUDGET, this.#budget + PER_CALL);
  }

  /**
   * How long to wait before sending again, in milliseconds; null if the failure stands.
   *
   * @param attempt which one failed, from 1
   * @param deadline the last moment that a retry may start, as milliseconds since 1970
   */
  delayAfter(problem: UpstreamProblem, attempt: number, deadline: number): number | null {
    const { retries, waitMs } = this.#settings;
    if (attempt > retries || this.#budget < 1 || !isWorthAnother(problem)) return null;
    const wait = problem.retryAt === null ? 0 : problem.retryAt.getTime() - Date.now();
    // A moment that everybody was told is one to come a little later than.
    const delay = Math.max(0, wait) + backoff(attempt);
    if (wait > waitMs || Date.now() + delay >= deadline) return null;
    this.#budget -= 1;
    return delay;
  }
}

/** Not our own deadline: what was too slow once is not asked for twice as much. */
function isWorthAnother({ code, retryable, httpStatus }: UpstreamProblem): boolean {
  return retryable && (code !== 'UPSTREAM_TIMEOUT' || httpStatus === 408);
}

/** Twice as long each time; half of it by chance, so that callers who failed together do not come back together. */
function backoff(attempt: number): number {
  const most = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return most * (0.5 + Math.random() / 2);
}
