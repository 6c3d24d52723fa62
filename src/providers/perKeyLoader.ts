import DataLoader from 'dataloader';

/**
 * A DataLoader for what no upstream can batch: it reads each key by itself, once in an operation, and a key that fails costs
 * no other.
 *
 * @param cacheKey what tells keys apart, for keys that are objects
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
