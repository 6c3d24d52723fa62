import { UpstreamError, type UpstreamProblem } from '../errors.ts';
import type { Quality } from '../upstream/quality.ts';
import type { SourceModel, SourceOutcomeModel } from './connectionModel.ts';

/** Why rows of a source are missing from the answer; null if none are missing. */
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

/** The entry for `errors` if the source failed or rows are missing. Stale data alone is no error, because nothing is missing. */
export function reportableError({ source, failure, quality }: SourceOutcomeModel): UpstreamError | null {
  return failure ?? (quality && missingBecause(source, quality));
}

/** `SourceOutcome.problem`: why the source failed, or else why its data is stale, or else why rows are missing. */
export function problemOf(outcome: SourceOutcomeModel): UpstreamProblem | null {
  const { failure, quality } = outcome;
  return (failure ?? quality?.staleBecause ?? reportableError(outcome))?.problem ?? null;
}
