/** Number of bytes of a value as JSON. */
export function jsonBytesOf(value: unknown): number {
  if (typeof value === 'boolean') return value ? 4 : 5;
  if (typeof value === 'number') return bytesOfNumber(value);
  return Buffer.byteLength(JSON.stringify(value));
}

function bytesOfNumber(value: number): number {
  if (value < 0 || value >= 1e15 || !Number.isInteger(value)) return String(value).length;
  let bytes = 1;
  for (let next = 10; next <= value; next *= 10) bytes++;
  return bytes;
}
