import { BadUserInputError } from '../../errors.ts';

/** Telnyx applies a name filter of this many characters or more. */
export const MIN_NAME_LENGTH = 3;

const MAX_LENGTH = 256;

/** Whether a text can be sent to Telnyx as a filter: not too long, no control characters, no half of a surrogate pair. */
export function isFilterText(text: string): boolean {
  return [...text.slice(0, 2 * MAX_LENGTH + 1)].length <= MAX_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/**
 * A filter text for Telnyx; undefined if none is given.
 *
 * @throws BadUserInputError naming the argument and the rule
 */
export function readFilterText(
  argument: string,
  text: string | null | undefined,
  minLength: number,
): string | undefined {
  if (text == null) return undefined;
  if ([...text].length < minLength) {
    const rule = minLength === 1 ? 'must not be empty.' : `must be ${minLength} characters or more.`;
    throw new BadUserInputError(argument, rule);
  }
  if (!isFilterText(text)) {
    throw new BadUserInputError(argument, `must be at most ${MAX_LENGTH} characters, without control characters.`);
  }
  return text;
}
