import { markWideIntegers, unmarkWideIntegers } from './wideIntegers.ts';

/**
 * Parses JSON without loss of digits: integers beyond 2^53 become bigints. IDs and counters of all three upstreams can be that
 * large, and `JSON.parse` alone would round them silently. With a reviver, it would be ten times as slow, and overflow the stack if
 * values are nested too deep.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const marked = markWideIntegers(text);
  // Most responses have no such integer.
  return marked === text ? JSON.parse(text) : unmarkWideIntegers(JSON.parse(marked));
}
