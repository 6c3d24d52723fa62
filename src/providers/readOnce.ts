/** A function that reads each key once, for all that ask for it. Keys with the same JSON are equal. */
export function readOnce<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const values = new Map<string, Promise<Value>>();
  return (key) => {
    const text = JSON.stringify(key);
    let value = values.get(text);
    if (value === undefined) {
      value = read(key);
      values.set(text, value);
    }
    return value;
  };
}
