import DataLoader from 'dataloader';

/**
 * A DataLoader for what no upstream can batch. It reads each key on its own, once per operation. A key that fails does not
 * affect the others.
 *
 * @param cacheKey identifies keys that are objects
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
