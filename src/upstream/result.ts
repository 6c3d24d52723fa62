import type { UpstreamError } from '../errors.ts';
import type { Quality } from './quality.ts';

/** What an upstream returned, decoded, and how good it is. Shared between operations, so it is frozen. */
export interface UpstreamResult<Value> {
  readonly value: Value;
  readonly quality: Quality;
}

/** What a provider makes of one successful response. */
export interface Decoded<Value> {
  readonly value: Value;
  /** Rows that could not be read. */
  readonly omittedRows?: number;
  /** Why more than single rows is missing. */
  readonly incompleteBecause?: UpstreamError | null;
}

/** Freezes everything in a decoded response. Iterative, because upstreams choose the depth. Dates cannot be frozen. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const member of Object.values(next)) if (typeof member === 'object' && member !== null) pending.push(member);
  }
  return value;
}
