import type { UpstreamError } from '../errors.ts';

/**
 * How good the data of an upstream is: how old, whether stale and why, and what is missing. It travels unchanged from the upstream
 * response to `outcomes` and `freshness`.
 */
export interface Quality {
  /** When the response arrived. For data from several responses, the time of the oldest. */
  readonly observedAt: Date;
  /** Why a stale cached response was served; null if the data is within its lifetime. */
  readonly staleBecause: UpstreamError | null;
  /** Number of rows that were omitted because they could not be read. */
  readonly omittedRows: number;
  /** Why more than single rows is missing, such as a page that failed; null otherwise. */
  readonly incompleteBecause: UpstreamError | null;
}

/** The quality of data that needs no upstream response. */
export function completeNow(): Quality {
  return { observedAt: new Date(), staleBecause: null, omittedRows: 0, incompleteBecause: null };
}

/** The quality of data from several responses: as old as the oldest of them, and with everything that is missing from any. */
export function combineQualities(qualities: readonly Quality[]): Quality {
  const [first = completeNow(), ...others] = qualities;
  return others.reduce(
    (one, other) => ({
      observedAt: one.observedAt <= other.observedAt ? one.observedAt : other.observedAt,
      staleBecause: one.staleBecause ?? other.staleBecause,
      omittedRows: one.omittedRows + other.omittedRows,
      incompleteBecause: one.incompleteBecause ?? other.incompleteBecause,
    }),
    first,
  );
}

/** The same quality with this many more omitted rows. */
export function withOmittedRows(quality: Quality, omittedRows: number): Quality {
  return omittedRows === 0 ? quality : { ...quality, omittedRows: quality.omittedRows + omittedRows };
}
