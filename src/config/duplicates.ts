/** Each text that is in the list more than once. */
export function duplicatesIn(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
