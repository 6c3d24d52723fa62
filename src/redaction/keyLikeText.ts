import type { Range } from './range.ts';

/** A capitalised or lower-case word, an abbreviation, or a number. */
const RUNS = /[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** Shorter texts cannot be told from names. */
const MIN_KEY_LENGTH = 16;

/** UUIDs, hexadecimal numbers, base64 and the stream keys of video platforms change more often than this. */
const MIN_RUN_LENGTH = 3;

/** A segment of a path, or what a delimiter separates in one, if it is long enough. The host is none. */
const SEGMENT = /(?<=[\\/=,+&;|(])(?<!(?:^|:)[\\/]{2})[\w.~-]{16,}/g;

/** The keys among the segments of a path: 16 or more letters and digits in runs of fewer than three on average. */
export function keysInPath(text: string): Range[] {
  if (text.search(SEGMENT) === -1) return [];
  return [...text.matchAll(SEGMENT)].flatMap(({ 0: segment, index }) =>
    isKeyLike(segment) ? [{ start: index, end: index + segment.length }] : [],
  );
}

/** Whether a text without spaces is probably a random key. */
export function isKeyLike(text: string): boolean {
  const { runs, length } = runsIn(text);
  return length >= MIN_KEY_LENGTH && length < MIN_RUN_LENGTH * runs.length;
}

/**
 * Whether a text consists of words that a person chose: of up to 20 letters each, and abbreviations of up to five, with single `-`,
 * `_`, `.` or `~` between them, and numbers of up to six digits.
 */
export function isWordLike(text: string): boolean {
  const { runs, length } = runsIn(text);
  const isShort = (run: string) => run.length <= (/\d/.test(run) ? 6 : /[a-z]/.test(run) ? 20 : 5);
  const isSteady = runs.length <= 2 || length >= MIN_RUN_LENGTH * runs.length;
  return !/[^A-Za-z0-9._~-]|[._~-]{2}/.test(text) && runs.every(isShort) && isSteady;
}

function runsIn(text: string) {
  const runs = text.match(RUNS) ?? [];
  return { runs, length: runs.reduce((sum, run) => sum + run.length, 0) };
}
