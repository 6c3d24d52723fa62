const LONGEST_NAME = 50;
const LONGEST_WORD = 20;

/**
 * Whether a name that somebody chose can be printed. A secret may stand where a name is expected, so only words are printed, with
 * or without a number of one or two digits between separators: `SALES_KEY_2` is, `KEY0182D8B9` is not.
 */
export function isPrintableName(name: string): boolean {
  return name.length <= LONGEST_NAME && name.split(/[_.-]/).every((part) => isWord(part) || /^\d{1,2}$/.test(part));
}

function isWord(part: string): boolean {
  return part.length <= LONGEST_WORD && /^[A-Za-z]+$/.test(part);
}
