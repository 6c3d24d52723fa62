import { setImmediate as nextTurn } from 'node:timers/promises';
import { endOfItems } from './jsonText.ts';
import type { Signal } from './signal.ts';

/** Parsing a slice of this length and reading its rows takes a few milliseconds. */
const SLICE_LENGTH = 131_072;

/** Shorter bodies are parsed at once. */
export const LARGE_LENGTH = 4 * SLICE_LENGTH;

export interface SlicedList {
  /** The text up to the bracket that begins the list. */
  readonly beginning: string;
  readonly parse: (json: string) => unknown;
  /** Stops the parsing. */
  readonly signal: Signal;
  /** Is called with the rows of each slice. */
  readonly onRows: (rows: readonly unknown[]) => void;
}

/**
 * Parses a large body that has a list, in slices between which the process does its other work: one of 12 MB would block it for longer
 * than 100 ms. If the body has a second list of the same name, the first one counts.
 *
 * @returns the parsed body, with an empty list in place of the rows
 * @throws SyntaxError, or the reason of the signal when it is aborted
 */
export async function parseInSlices(json: string, { beginning, parse, signal, onRows }: SlicedList): Promise<unknown> {
  const first = beginning.length;
  // The comma between two rows, and how each row begins: `,{"name":`.
  let separator: string | null = `,${/\s*\{"\w+":/y.exec(json.slice(first, first + MAX_NAME_LENGTH))?.[0] ?? '{'}`;
  const rowsUntil = (start: number, end: number) => parse(`[${json.slice(start, end)}]`) as readonly unknown[];

  for (let start = first; ; ) {
    // A guess, which saves to look at each character. If the comma is not between two rows, the slice is no valid JSON.
    let end = separator === null ? null : placeOf(separator, json, start + SLICE_LENGTH);
    let rows = end === null ? null : parsedOrNull(rowsUntil, start, end);
    if (end === null || rows === null) {
      // One wrong guess is enough: each costs as much as a slice.
      if (end !== null) separator = null;
      end = endOfItems(json, start, SLICE_LENGTH);
      rows = rowsUntil(start, end);
    }
    const isLast = json[end] !== ',';
    if (rows.length === 0 && !(isLast && start === first)) throw new SyntaxError('The list has a comma without a row');
    onRows(rows);
    if (isLast) return parse(beginning + json.slice(end));
    start = end + 1;
    await nextTurn();
    if (signal.reason !== null) throw signal.reason;
  }
}

const MAX_NAME_LENGTH = 100;

/** The place of a text that is not far from `from`; null if there is none. */
function placeOf(text: string, json: string, from: number): number | null {
  const place = json.slice(from, from + SLICE_LENGTH).indexOf(text);
  return place < 0 ? null : from + place;
}

function parsedOrNull<Value>(parse: (start: number, end: number) => Value, start: number, end: number): Value | null {
  try {
    return parse(start, end);
  } catch {
    return null;
  }
}
