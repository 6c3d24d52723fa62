import { withoutDeepValues } from './deepJson.ts';

/** More levels than any vendor uses, and few enough for the stack. */
const MAX_LEVELS = 200;

/** A fast test that also matches digits within texts. Most bodies do not match, and are parsed without the slow reviver. */
const MAYBE_UNSAFE_INTEGER = /[:[,]\s*-?\d{16}/;

/**
 * Parses JSON without loss of digits: integers beyond 2^53 become bigints. IDs and counters of all three upstreams can be that
 * large, and `JSON.parse` alone would round them silently. Values that are nested too deep become null.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    // A stack overflow: with a reviver, `JSON.parse` is recursive.
    if (!(error instanceof RangeError)) throw error;
    return parseExactly(withoutDeepValues(text, MAX_LEVELS));
  }
}

function parseExactly(text: string): unknown {
  return MAYBE_UNSAFE_INTEGER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}
