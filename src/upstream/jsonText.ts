/*
 * Finds places in JSON text without parsing it.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** The index after the quote that ends a string. */
export function endOfString(json: string, start: number): number {
  let quote = json.indexOf('"', start);
  while (quote >= 0 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote < 0 ? json.length : quote + 1;
}

function isEscaped(json: string, index: number): boolean {
  let first = index;
  while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (index - first) % 2 === 1;
}

/**
 * In a list, the index of the first comma between two items that is at least `length` away from `start`, or of the bracket that ends the
 * list.
 *
 * @throws SyntaxError if the text ends before
 */
export function endOfItems(json: string, start: number, length: number): number {
  let depth = 0;
  for (let index = start; index < json.length; index += 1) {
    switch (json.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(json, index + 1) - 1;
        break;
      case OPENING_BRACE:
      case OPENING_BRACKET:
        depth += 1;
        break;
      case CLOSING_BRACE:
      case CLOSING_BRACKET:
        if (depth === 0) return index;
        depth -= 1;
        break;
      case COMMA:
        if (depth === 0 && index - start >= length) return index;
        break;
    }
  }
  throw new SyntaxError('The list does not end');
}
