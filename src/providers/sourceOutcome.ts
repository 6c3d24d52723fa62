import { UpstreamError, type UpstreamProblem } from '../errors.ts';
import type { Quality } from '../upstream/quality.ts';
import type { SourceModel, SourceOutcomeModel } from './connectionModel.ts';

/** Why rows of a source are missing from an answer; null if none are. */
export function missingBecause(
  { name, provider }: Pick<SourceModel, 'name' | 'provider'>,
  { incompleteBecause, omittedRows }: Quality,
): UpstreamError | null {
  if (incompleteBecause !== null || omittedRows === 0) return incompleteBecause;
  const rows =
    omittedRows === 1
      ? '1 row that is unreadable, has no usable ID, or has the ID of another row. It is'
      : `${omittedRows} rows that are unreadable, have no usable ID, or have the ID of another row. They are`;
  const message = `Source "${name}" sent ${rows} missing from the answer.`;
  return new UpstreamError('UPSTREAM_MALFORMED', message, { provider, source: name });
}

/** The error that belongs into `errors`: the source failed, or something is missing. A merely stale answer is complete. */
export function reportableError({ source, failure, quality }: SourceOutcomeModel): UpstreamError | null {
  return failure ?? (quality && missingBecause(source, quality));
}

/** What `SourceOutcome.problem` shows: the reason for a failure, else for staleness, else for what is missing. */
export function problemOf(outcome: SourceOutcomeModel): UpstreamProblem | null {
  const { failure, quality } = outcome;
  return (failure ?? quality?.staleBecause ?? reportableError(outcome))?.problem ?? null;
}
