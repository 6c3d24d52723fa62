import type { UpstreamProblem } from '../errors.ts';

/** Value of the schema's enum of the same name. */
export type SourceStatus = 'UP' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

/** After so many failures in a row a source counts as down, though it has answered before. */
const DOWN_AFTER = 3;

/** What was last seen of one source, for `sources` to tell without asking. */
export class Health {
  lastSuccessAt: Date | null = null;
  lastProblem: UpstreamProblem | null = null;
  lastProblemAt: Date | null = null;
  #failuresInARow = 0;

  get status(): SourceStatus {
    if (this.#failuresInARow === 0) return this.lastSuccessAt === null ? 'UNKNOWN' : 'UP';
    return this.lastSuccessAt === null || this.#failuresInARow >= DOWN_AFTER ? 'DOWN' : 'DEGRADED';
  }

  succeeded(at: Date): void {
    this.lastSuccessAt = at;
    this.#failuresInARow = 0;
  }

  failed(problem: UpstreamProblem): void {
    this.lastProblem = problem;
    this.lastProblemAt = new Date();
    this.#failuresInARow += 1;
  }
}
