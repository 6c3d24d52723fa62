import type { Operation } from '../upstream/operation.ts';

/** Makes one `Access` for each operation, when it is first needed. It is released with the operation. */
export function perOperation<Access>(make: (operation: Operation) => Access): (operation: Operation) => Access {
  const made = new WeakMap<Operation, Access>();
  return (operation) => {
    let access = made.get(operation);
    if (access === undefined) {
      access = make(operation);
      made.set(operation, access);
    }
    return access;
  };
}
