import type { UpstreamError } from '../errors.ts';
import type { Quality } from './quality.ts';

/** The decoded value of a response, and its quality. Operations share it, so it is frozen. */
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

/** Freezes a decoded response with all its members, without recursion because it can be deep. Dates cannot be frozen. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const member of Object.values(next)) if (typeof member === 'object' && member !== null) pending.push(member);
  }
  return value;
}
