import { keysInPath } from './keyLikeText.ts';
import { labelledIn } from './labels.ts';
import { queryIn, queryValuesIn } from './query.ts';
import { type Range, union } from './range.ts';
import { userInfoIn } from './userInfo.ts';

/*
 * Which parts of a text are secrets. Vendors return texts as people entered them, so no text is parsed strictly. Each rule reads the
 * whole text on its own, and what any of them finds is masked: too much rather than too little. Publishers choose these texts,
 * of any length, so every rule takes time in proportion to the length.
 */

/** Stands for a secret. */
export const MASK = '***';

/** The rest of a longer name or URL is masked. */
export const MAX_LENGTH = 2048;

/** In a `text` user info is removed. In a `name` it is masked. In a `streamName` the whole query is masked too. */
export type Style = 'text' | 'name' | 'streamName';

export interface Masked {
  readonly shown: string;
  readonly secrets: readonly string[];
}

/** Texts with none of this have no secrets. Most texts are like that. */
const SUSPICIOUS = /[?#;=:@/\\%]|bearer/i;

export function mask(text: string, style: Style, maxLength = MAX_LENGTH): Masked {
  if (text.length <= maxLength && !SUSPICIOUS.test(text)) return { shown: text.toWellFormed(), secrets: [] };
  const beginning = percentDecoded(text.slice(0, maxLength));
  const rest = text.slice(maxLength);
  const ranges = rest === '' ? secretsIn(beginning, style) : secretsInBeginning(beginning, rest.length, style);
  // Without secrets, the text stays percent-encoded.
  if (ranges.length === 0) return { shown: text.toWellFormed(), secrets: [] };
  const whole = beginning + rest;
  return {
    shown: shownOf(whole, ranges, style).toWellFormed(),
    secrets: ranges.map(({ start, end }) => whole.slice(start, end)),
  };
}

/** Decodes ASCII, even if it was encoded several times, but no white space: that would end what is a secret. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%(?:25)*([2-7][0-9a-f])/gi, (encoded, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x20 && code < 0x7f && code !== 0x25 ? String.fromCharCode(code) : encoded;
  });
}

function secretsIn(text: string, style: Style): Range[] {
  const userInfo = userInfoIn(text);
  const query = style === 'streamName' ? queryIn(text, userInfo) : queryValuesIn(text, userInfo);
  // A name can be a UUID, but the path of a URL is not a name.
  const keys = style === 'text' || text.includes('://') ? keysInPath(text) : [];
  return union([...userInfo.all, ...query, ...labelledIn(text, userInfo), ...keys, ...scriptIn(text)]);
}

/** The rest is a secret. The `@` that ends user info may be in it, so it is taken for one. */
function secretsInBeginning(beginning: string, restLength: number, style: Style): Range[] {
  const end = beginning.length;
  const inBeginning = secretsIn(`${beginning}@`, style).map((range) => ({ ...range, end: Math.min(range.end, end) }));
  return union([...inBeginning, { start: end, end: end + restLength }]);
}

/** Scripts and data are no links, and they can contain anything. */
function scriptIn(text: string): Range[] {
  const scheme = /javascript:|vbscript:|(?<![a-z])data:(?=\S)/i.exec(text);
  return scheme === null ? [] : [{ start: scheme.index + scheme[0].length, end: text.length }];
}

function shownOf(text: string, ranges: readonly Range[], style: Style): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of ranges) {
    const isRemoved = style === 'text' && text.charAt(end) === '@';
    shown += text.slice(from, start) + (isRemoved ? '' : MASK);
    from = isRemoved ? end + 1 : end;
  }
  return shown + text.slice(from);
}
