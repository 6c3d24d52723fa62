const MAX_NAME_LENGTH = 50;
const MAX_WORD_LENGTH = 20;

/**
 * Whether an unknown name can be printed. It can be a secret that was set as a name by mistake. So it must consist of words, and of
 * numbers of one or two digits, between separators: `SALES_KEY_2` is printed, `KEY0182D8B9` is not.
 */
export function isPrintableName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && name.split(/[_.-]/).every((part) => isWord(part) || /^\d{1,2}$/.test(part));
}

function isWord(part: string): boolean {
  return part.length <= MAX_WORD_LENGTH && /^[A-Za-z]+$/.test(part);
}
