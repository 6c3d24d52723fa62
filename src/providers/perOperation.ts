import type { Operation } from '../upstream/operation.ts';

/** A function that makes one value for each operation, at the first call. The value is released together with the operation. */
export function perOperation<Value>(make: (operation: Operation) => Value): (operation: Operation) => Value {
  const made = new WeakMap<Operation, Value>();
  return (operation) => {
    let value = made.get(operation);
    if (value === undefined) {
      value = make(operation);
      made.set(operation, value);
    }
    return value;
  };
}
