import type { Operation } from '../upstream/operation.ts';

/** A function that makes one value for each operation, at the first call. */
export function perOperation<Value extends object>(
  make: (operation: Operation) => Value,
): (operation: Operation) => Value {
  const own = (operation: Operation): Value => {
    const known = operation.kept.get(own) as Value | undefined;
    if (known !== undefined) return known;
    const value = make(operation);
    operation.kept.set(own, value);
    return value;
  };
  return own;
}
