import { type Range, union } from './range.ts';
import { certainPart, type UserInfo } from './userInfo.ts';

/*
 * The query and the fragment of a URL or a name, and path parameters (`;token=X`).
 */

/** Not a `?` that ends a question. */
const QUESTION = String.raw`\?(?=\S)(?![?!.,)\]"']{0,3}(?:\s|$))`;
/** Not the `#` of a hashtag or of a short number. */
const FRAGMENT = String.raw`(?<=\S)#(?=\S)(?!\d{1,4}(?:\s|$))`;
/** Not the `;` of a list with spaces, such as in user agents. */
const PARAMETER = String.raw`(?<=\S);(?=[^\s;=]{1,64}=)`;
const ANY_PARAMETER = String.raw`(?<=\S);(?=\S)`;

const QUERY = new RegExp(`${QUESTION}|${FRAGMENT}|${PARAMETER}`, 'g');
const QUERY_OF_STREAM_NAME = new RegExp(`${QUESTION}|${FRAGMENT}|${ANY_PARAMETER}`, 'g');

/** The values in the query of a text. An item without a value can be a key. Whatever follows belongs to the query. */
export function queryValuesIn(text: string, userInfo: UserInfo): Range[] {
  const start = queryStart(text, userInfo, QUERY);
  if (start === null) return [];
  return [...text.slice(start).matchAll(/[^&#]+/g)].map(({ 0: item, index }) => ({
    start: start + index + nameLength(item),
    end: start + index + item.length,
  }));
}

/** The query of a stream's name, with the names in it. */
export function queryIn(text: string, userInfo: UserInfo): Range[] {
  const start = queryStart(text, userInfo, QUERY_OF_STREAM_NAME);
  return start === null ? [] : [{ start, end: text.length }];
}

/** After the first `?`, `#` or `;` that is certainly not in user info. Null if there is none. */
function queryStart(text: string, userInfo: UserInfo, delimiter: RegExp): number | null {
  if (!/[?#;]/.test(text)) return null;
  const certain = union(userInfo.all.map((range) => certainPart(text, range)));
  let next = 0;
  for (const { index } of text.matchAll(delimiter)) {
    while ((certain[next]?.end ?? text.length) <= index) next += 1;
    if (index < (certain[next]?.start ?? text.length)) return index + 1;
  }
  return null;
}

/** Other names could be keys, and a key in base64 can end with `=`. */
const NAME = /^[a-z][a-z_.-]{0,31}\d{0,3}(?:\[\w{0,8}\])?=(?!=|$)/i;

function nameLength(item: string): number {
  return NAME.exec(item)?.[0].length ?? 0;
}
