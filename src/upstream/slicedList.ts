import { setImmediate as nextTurn } from 'node:timers/promises';
import { endOfItems } from './jsonText.ts';

/** Parsing a slice of this length and reading its rows takes a few milliseconds. */
const SLICE_LENGTH = 131_072;

/** Shorter bodies are parsed at once. */
export const LARGE_LENGTH = 4 * SLICE_LENGTH;

export interface SlicedList {
  /** The text up to the bracket that begins the list. */
  readonly beginning: string;
  readonly parse: (json: string) => unknown;
  /** Is called with the rows of each slice. */
  readonly onRows: (rows: readonly unknown[]) => void;
}

/**
 * Parses a large body that has a list, in slices between which the process does its other work: one of 12 MB would block it for longer
 * than 100 ms.
 *
 * @returns the parsed body, with an empty list in place of the rows
 * @throws SyntaxError
 */
export async function parseInSlices(json: string, { beginning, parse, onRows }: SlicedList): Promise<unknown> {
  const first = beginning.length;
  // The comma between two rows, and how each row begins: `,{"name":`.
  const separator = `,${/\s*\{"\w+":/y.exec(json.slice(first, first + MAX_NAME_LENGTH))?.[0] ?? '{'}`;
  const rowsUntil = (start: number, end: number) => parse(`[${json.slice(start, end)}]`) as readonly unknown[];

  for (let start = first; ; ) {
    // A guess, which saves to look at each character. If the comma is not between two rows, the slice is no valid JSON.
    let end = json.indexOf(separator, start + SLICE_LENGTH);
    let rows = end < 0 ? null : parsedOrNull(() => rowsUntil(start, end));
    if (rows === null) {
      end = endOfItems(json, start, SLICE_LENGTH);
      rows = rowsUntil(start, end);
    }
    const isLast = json[end] !== ',';
    if (rows.length === 0 && !(isLast && start === first)) throw new SyntaxError('The list has a comma without a row');
    onRows(rows);
    if (isLast) return parse(beginning + json.slice(end));
    start = end + 1;
    await nextTurn();
  }
}

const MAX_NAME_LENGTH = 100;

function parsedOrNull<Value>(parse: () => Value): Value | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
