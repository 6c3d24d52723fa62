import type { UpstreamError } from '../errors.ts';

/** What an upstream answered, as decoded. It is shared between operations, and so frozen. */
export interface Answer<Value> {
  readonly value: Value;
  /** When it arrived. */
  readonly observedAt: Date;
  /** Set where it is shown past its lifetime, because the upstream failed when it was asked again. */
  readonly staleBecause: UpstreamError | null;
}

/** Freezes everything in a decoded answer. Dates cannot be frozen; nobody sets them. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
