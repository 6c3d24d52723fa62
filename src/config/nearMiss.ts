/** Larger than any number of edits that is allowed. */
const MAX_LENGTH_DIFFERENCE = 10;

/**
 * The name that was probably meant, or null if none is close enough. Names that differ only in case and separators are the same:
 * `timeoutMS` and `TIMEOUT-MS` mean `TIMEOUT_MS`.
 *
 * @param maxEdits the number of typing mistakes that are allowed in a name of this length
 */
export function nearestName(
  text: string,
  names: readonly string[],
  maxEdits: (length: number) => number,
): string | null {
  const close = names
    .map((name) => ({ name, edits: isSameName(text, name) ? 0 : editDistance(text.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= maxEdits(name.length))
    .sort((one, other) => one.edits - other.edits);
  return close[0]?.name ?? null;
}

export function isSameName(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * How many characters were inserted, left out, replaced, or swapped with their neighbour (Damerau-Levenshtein distance, in its
 * "optimal string alignment" form). For texts of very different lengths only the difference is returned, to bound the work.
 */
export function editDistance(one: string, other: string): number {
  const tooFar = Math.abs(one.length - other.length);
  if (tooFar > MAX_LENGTH_DIFFERENCE) return tooFar;
  // rows[i][j] is the distance between the first i characters of one and the first j of the other.
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(one.length, other.length);
}
