/** Most values are there at once. A promise for each would cost more than all the rest. */
export type MaybePromise<Value> = Value | Promise<Value>;

export function isPromise(value: unknown): value is Promise<unknown> {
  // Most values are primitive.
  return typeof value === 'object' && value instanceof Promise;
}

/** Throws the error when the promises have settled. If one of them rejected with nobody waiting, the process would end. */
export function afterAll(values: readonly unknown[], error: unknown): Promise<never> {
  return Promise.allSettled(values).then(() => {
    throw error;
  });
}
