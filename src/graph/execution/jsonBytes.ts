/** Number of bytes of a value as JSON. An object is a JSON scalar. */
export function jsonBytesOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return bytesOfText(value);
    case 'number':
      return bytesOfNumber(value);
    case 'boolean':
      return value ? 4 : 5;
    default:
      return Buffer.byteLength(JSON.stringify(value));
  }
}

/** Texts are short, and a loop over a short text takes less time than a call of `Buffer` or a regular expression. */
function bytesOfText(text: string): number {
  for (let index = 0; index < text.length; index++) {
    if (!isOneByte(text.charCodeAt(index))) return Buffer.byteLength(JSON.stringify(text));
  }
  return text.length + 2;
}

/** ASCII that JSON does not escape. */
function isOneByte(code: number): boolean {
  return code >= 0x20 && code < 0x80 && code !== QUOTE && code !== BACKSLASH;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function bytesOfNumber(value: number): number {
  if (value < 0 || value >= 1e15 || !Number.isInteger(value)) return String(value).length;
  let bytes = 1;
  for (let next = 10; next <= value; next *= 10) bytes++;
  return bytes;
}
