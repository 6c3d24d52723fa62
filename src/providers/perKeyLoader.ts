import DataLoader from 'dataloader';

/**
 * A DataLoader for requests that no upstream can batch. Each key is read by a request of its own, once per loader. A key that fails
 * does not affect the others.
 *
 * @param cacheKey needed if keys are objects: returns the same value for equal keys
 */
export function perKeyLoader<Key, Value>(
  read: (key: Key) => Promise<Value>,
  cacheKey: (key: Key) => unknown = (key) => key,
): DataLoader<Key, Value, unknown> {
  return new DataLoader<Key, Value, unknown>(
    (keys) => Promise.all(keys.map((key) => read(key).catch((error: Error) => error))),
    { cacheKeyFn: cacheKey },
  );
}
