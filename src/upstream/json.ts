import { withoutDeepValues } from './deepJson.ts';

/** Deeper than any vendor nests, and well within what the stack allows. */
const MAX_LEVELS = 200;

/** A quick test, which cannot tell text from numbers. Most bodies have no match, and avoid the slow reviver. */
const MAYBE_UNSAFE_INTEGER = /[:[,]\s*-?\d{16}/;

/**
 * Parses JSON without losing digits: integers above 2^53 become bigints. IDs and counters of all three upstreams can be that
 * large, and `JSON.parse` alone would round them silently. Values nested too deep to be parsed become null.
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
