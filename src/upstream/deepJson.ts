/**
 * JSON text in which every object and array that is nested deeper than `levels` is replaced by null. Invalid JSON stays invalid.
 */
export function withoutDeepValues(text: string, levels: number): string {
  const kept: string[] = [];
  let keptUntil = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      index = endOfString(text, index);
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth === levels + 1) kept.push(text.slice(keptUntil, index), 'null');
    } else if (character === '}' || character === ']') {
      if (depth === levels + 1) keptUntil = index + 1;
      depth -= 1;
    }
  }
  kept.push(text.slice(keptUntil));
  return kept.join('');
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}
