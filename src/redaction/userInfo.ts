import type { Range } from './range.ts';

/*
 * Users and passwords before an `@`. A password can contain any character unescaped: EMS accepts that, and returns it.
 */

/** The user info in a text, without the `@`. */
export interface UserInfo {
  /** `//user:password`, up to the last `@`. */
  readonly ofUrl: Range | null;
  /** That one, `user:password` without slashes, and `//user` without a password. */
  readonly all: readonly Range[];
}

export function userInfoIn(text: string): UserInfo {
  if (!text.includes('@')) return { ofUrl: null, all: [] };
  const ofUrl = passwordOfUrl(text);
  return { ofUrl, all: [...(ofUrl === null ? [] : [ofUrl]), ...barePasswords(text), ...usersOfUrls(text)] };
}

/** User info ends at its last `@`, because a password can contain it. Only up to the first `@` it is certain. */
export function certainPart(text: string, { start }: Range): Range {
  return { start, end: text.indexOf('@', start) };
}

/** Digits before a slash are a port, anything else is a password. White space after a colon shows that it is a label. */
const NO_PORT = String.raw`(?!\s|[\\/]{2}|\d{1,5}[\\/?#\s])`;

const PASSWORD_OF_URL = new RegExp(String.raw`(?<=[\\/]{2})[^\\/?#:]*:${NO_PORT}`);

/** After two slashes, with or without a scheme, a password ends at the last `@` of the text, because it can contain spaces. */
function passwordOfUrl(text: string): Range | null {
  const start = text.search(PASSWORD_OF_URL);
  const end = lastAt(text);
  return start === -1 || start > end ? null : { start, end };
}

/** What a user can follow within a word. */
const BEFORE_USER = String.raw`\\/"'(){}<>|,;=&`;

const BARE_PASSWORD = new RegExp(`(?:(?<=^|[${BEFORE_USER}])[^${BEFORE_USER}:]+|(?<=^|[\\\\/])):${NO_PORT}`);

/** Without slashes before it, user info has no spaces. It ends at the last `@` of a word. */
function barePasswords(text: string): Range[] {
  return [...text.matchAll(/(?<!\S)\S*@/g)].flatMap(({ 0: word, index }) => {
    const start = word.search(BARE_PASSWORD);
    return start === -1 ? [] : [{ start: index + start, end: index + word.length - 1 }];
  });
}

function usersOfUrls(text: string): Range[] {
  return [...text.matchAll(/(?<=[\\/]{2})[^\\/?#\s]+(?=@)/g)].map(({ 0: user, index }) => ({
    start: index,
    end: index + user.length,
  }));
}

/** The last `@` that something follows directly, or that ends the text. */
function lastAt(text: string): number {
  let at = text.lastIndexOf('@');
  while (at > 0 && /\s/.test(text.charAt(at + 1))) at = text.lastIndexOf('@', at - 1);
  return at;
}
