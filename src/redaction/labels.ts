import type { Range } from './range.ts';
import { certainPart, type UserInfo } from './userInfo.ts';

/*
 * Secrets behind a label: `password=X`, `"token":"X"`, `Authorization: Bearer X`, `/token/X`.
 */

/** Show a secret wherever they are in a label: `pubPasswd`, `wowzatokenhash`, `X-Auth-Token`. */
const STRONG = [
  'passw(?:or)?d',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'token',
  'credential',
  'cookie',
  'auth(?!ors?(?![a-z]))',
  'session[-_]?id',
  'jwt',
  'signature',
  '(?:access|account|aes|api|app|auth|client|drm|encryption|ingest|licen[cs]e|master)[-_ ]?key',
  '(?:private|publish|push|rtmp|secret|session|shared|signing|ssl|stream)[-_ ]?key',
].join('|');

/** Show a secret before `=`, in quotes and in headers, as a whole label or its capitalised end: `key=X`, `pubUser=X`, `X-Key: X`. */
const WEAK = 'code|hash|hmac|key|login|md5|nonce|otp|pass|pin|policy|pw|session|sid|sig|sign|user|username|usr';
const WEAK_END = WEAK.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** Show a secret as a segment of a path, which the secret follows. */
const SEGMENT = 'access_?token|api-?key|auth|jwt|key|password|passwd|secret|signature|token';

const QUOTES = String.raw`["'\\]{0,4}`;
const VALUE = String.raw`[>\s"'\\]{0,4}(?=\S)`;

const LABEL = new RegExp(
  [
    String.raw`(?i:${STRONG})[A-Za-z0-9]{0,32}${QUOTES}\s{0,4}[=:](?!//)${VALUE}`,
    String.raw`(?:(?<![A-Za-z0-9])(?i:${WEAK})|(?<=[a-z0-9])(?:${WEAK_END}))(?:\s{0,4}=|["'][\\]?\s{0,4}[=:])${VALUE}`,
    `(?<=[A-Za-z]-)(?i:${WEAK}):${VALUE}`,
    // Without a space, a colon is no punctuation.
    String.raw`(?<![A-Za-z0-9])(?i:key|otp|pass|pin|pw|sid|sig):(?=[^\s/])`,
    String.raw`(?<![A-Za-z])(?i:bearer)\s{1,4}(?=\S{8})`,
    String.raw`(?<=[\\/])(?i:${SEGMENT})[\\/](?=[^\\/\s])`,
    // These short numbers are shown, because they tell the channels of a camera apart.
    String.raw`(?<harmless>(?<![A-Za-z0-9])(?:channel|profile|stream|subtype|track)=\d{1,3}(?:\.[a-z0-9]{1,4})?(?![^_&,;|/?#\s]))`,
  ].join('|'),
  'g',
);

/** A part of each label, for a fast test: most texts have none. */
const ANY_LABEL =
  /auth|bearer|code|cookie|cred|hash|hmac|jwt|key|login|md5|nonce|otp|pass|pin|policy|pw|secret|session|sid|sig|token|use?r/i;

/**
 * The secrets behind labels. Everything up to the next label belongs to the secret, because nothing else shows where it ends. A label
 * in the user info of a URL, such as the user `token`, has no secret behind the user info.
 */
export function labelledIn(text: string, { ofUrl }: UserInfo): Range[] {
  const secrets = labelled(text);
  if (ofUrl === null) return secrets;
  const user = certainPart(text, ofUrl);
  return secrets.map(({ start, end }) =>
    user.start <= start && start <= user.end ? { start, end: Math.min(end, ofUrl.end) } : { start, end },
  );
}

function labelled(text: string): Range[] {
  if (!ANY_LABEL.test(text)) return [];
  const secrets: Range[] = [];
  let start: number | null = null;
  for (const { 0: label, index, groups } of text.matchAll(LABEL)) {
    if (start !== null) {
      const end = endBefore(text, index, start);
      if (end === null) continue;
      secrets.push({ start, end });
    }
    if (start !== null || groups?.['harmless'] === undefined) start = index + label.length;
  }
  return start === null ? secrets : [...secrets, { start, end: text.length }];
}

/**
 * The end of the secret before a label: before the separator and the beginning of the label (the `pub` of `pubPasswd`). Null if
 * nothing separates them, because then the label is a part of the secret.
 */
function endBefore(text: string, label: number, start: number): number | null {
  let end = label;
  while (end > start && label - end < MAX_PREFIX && /[A-Za-z0-9]/.test(text.charAt(end - 1))) end -= 1;
  const prefix = end;
  while (end > start && prefix - end < MAX_SEPARATOR && /[\s_,;&|/?#"'{(]/.test(text.charAt(end - 1))) end -= 1;
  return end < prefix ? end : null;
}

const MAX_PREFIX = 8;
const MAX_SEPARATOR = 8;
