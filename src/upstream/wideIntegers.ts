import { randomUUID } from 'node:crypto';
import { endOfString } from './jsonText.ts';

/** Digits of the smallest integers that a number cannot represent. */
const DIGITS = 16;

/** Begins the texts that stand for integers. It is random, so that no text of an upstream begins with it. */
const MARK = `${randomUUID()}:`;

/** JSON text in which each integer beyond 2^53 is a marked text. The same text if there is none. Invalid JSON stays invalid. */
export function markWideIntegers(json: string): string {
  const kept: string[] = [];
  let keptUntil = 0;
  // The end of the last string before the integer.
  let outside = 0;
  // A run of 16 digits has one at a multiple of 16, and on one side of it eight more.
  for (let index = DIGITS - 1; index < json.length; index += DIGITS) {
    if (!isDigit(json, index)) continue;
    if (!isDigit(json, index - DIGITS / 2) && !isDigit(json, index + DIGITS / 2)) continue;
    let start = index;
    while (isDigit(json, start - 1)) start -= 1;
    while (isDigit(json, index + 1)) index += 1;
    const end = index + 1;
    if (json[start - 1] === '-') start -= 1;
    if (end - start < DIGITS || !isValue(json, start, end) || !isWide(json.slice(start, end))) continue;
    if (!followsName(json, start)) {
      outside = endOfStrings(json, outside, start);
      if (outside > start) continue;
    }
    kept.push(json.slice(keptUntil, start), '"', MARK, json.slice(start, end), '"');
    keptUntil = end;
  }
  if (kept.length === 0) return json;
  kept.push(json.slice(keptUntil));
  return kept.join('');
}

type Parent = unknown[] | Record<string, unknown>;

/** Replaces the marked texts in parsed JSON by bigints. Without recursion, because it can be deep. */
export function unmarkWideIntegers(parsed: unknown): unknown {
  const root = [parsed];
  const pending: Parent[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // Two loops, because `for…in` is slow with arrays.
    if (Array.isArray(next)) {
      for (let index = 0; index < next.length; index += 1) {
        const value = next[index];
        if (isParent(value)) pending.push(value);
        else if (isMarked(value)) next[index] = unmarked(value);
      }
    } else {
      for (const name in next) {
        const value = next[name];
        if (isParent(value)) pending.push(value);
        else if (isMarked(value)) next[name] = unmarked(value);
      }
    }
  }
  return root[0];
}

function isParent(value: unknown): value is Parent {
  return typeof value === 'object' && value !== null;
}

function isMarked(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(MARK);
}

function unmarked(value: string): bigint {
  return BigInt(value.slice(MARK.length));
}

function isDigit(json: string, index: number): boolean {
  const code = json.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

/** Whether a number would lose digits. One that is too large even for that becomes infinite, as `JSON.parse` has it. */
function isWide(integer: string): boolean {
  const value = Number(integer);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !/^-?0/.test(integer);
}

/** Whether what is around these digits can be around an integer that is a value. */
function isValue(json: string, start: number, end: number): boolean {
  let before = start - 1;
  while (isSpace(json, before)) before -= 1;
  let after = end;
  while (isSpace(json, after)) after += 1;
  return (
    (before < 0 || ':[,'.includes(json.charAt(before))) && (after === json.length || ',]}'.includes(json.charAt(after)))
  );
}

/** Whether a value begins here for certain: after a letter or a digit, a quote can end a string, but cannot begin one. */
function followsName(json: string, start: number): boolean {
  return /\w": ?$/.test(json.slice(Math.max(0, start - 4), start));
}

function isSpace(json: string, index: number): boolean {
  const code = json.charCodeAt(index);
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The end of the last string that begins before `until`, where `from` is outside of any string. */
function endOfStrings(json: string, from: number, until: number): number {
  let end = from;
  for (let quote = json.indexOf('"', end); quote >= 0 && quote < until; quote = json.indexOf('"', end)) {
    end = endOfString(json, quote + 1);
  }
  return end;
}
