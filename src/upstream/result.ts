import type { UpstreamError } from '../errors.ts';
import type { Quality } from './quality.ts';

/** The decoded value of a response, and its quality. Operations share it, so it must not be changed. */
export interface UpstreamResult<Value> {
  readonly value: Value;
  readonly quality: Quality;
}

/** What a provider reads from one successful response. */
export interface Decoded<Value> {
  readonly value: Value;
  /** Number of rows that could not be read. */
  readonly omittedRows?: number;
  /** Why more than single rows is missing. */
  readonly incompleteBecause?: UpstreamError | null;
}
