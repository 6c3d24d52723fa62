import type { UpstreamError, UpstreamProblem } from '../errors.ts';
import type { SourceStatus } from '../telemetry/events.ts';

/** Consecutive failures after which a source that has worked counts as down. */
const DOWN_AFTER = 3;

/** Health of one source, derived from its recent requests. */
export class Health {
  lastSuccessAt: Date | null = null;
  lastProblem: UpstreamProblem | null = null;
  lastProblemAt: Date | null = null;
  /** The last error, if it was a timeout and there has been no success since. */
  timeout: UpstreamError | null = null;
  #failuresInARow = 0;

  get status(): SourceStatus {
    if (this.#failuresInARow === 0) return this.lastSuccessAt === null ? 'UNKNOWN' : 'UP';
    return this.lastSuccessAt === null || this.#failuresInARow >= DOWN_AFTER ? 'DOWN' : 'DEGRADED';
  }

  succeeded(at: Date): void {
    this.lastSuccessAt = at;
    this.timeout = null;
    this.#failuresInARow = 0;
  }

  failed(error: UpstreamError): void {
    this.lastProblem = error.problem;
    this.lastProblemAt = new Date();
    this.timeout = error.problem.code === 'UPSTREAM_TIMEOUT' ? error : null;
    this.#failuresInARow += 1;
  }
}
