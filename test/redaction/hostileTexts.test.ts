import { describe, expect, test } from 'vitest';
import { keysInPath } from '../../src/redaction/keyLikeText.ts';
import { labelledIn } from '../../src/redaction/labels.ts';
import { mask } from '../../src/redaction/mask.ts';
import { queryIn, queryValuesIn } from '../../src/redaction/query.ts';
import { userInfoIn } from '../../src/redaction/userInfo.ts';

/*
 * Publishers choose the texts, and can send 64 KiB of each. A rule that takes time in proportion to the square of the length would
 * block the process.
 */

const rules: readonly (readonly [string, (text: string) => unknown])[] = [
  ['user info', userInfoIn],
  ['query', (text) => queryValuesIn(text, userInfoIn(text))],
  ['query of a stream name', (text) => queryIn(text, userInfoIn(text))],
  ['labels', (text) => labelledIn(text, userInfoIn(text))],
  ['keys in a path', keysInPath],
  ['document', (text) => mask(text, 'text', Number.POSITIVE_INFINITY)],
];

const repeated = [
  '?',
  '#',
  '#1',
  ';',
  ';a',
  '=',
  ':',
  '@',
  '/',
  '//',
  '\\',
  '%',
  '%25',
  '%2525',
  '&',
  '"',
  ' ',
  '*',
  '.',
  '{',
  'a',
  'aB1',
  '1/',
  'ab1/',
  '?a=1&',
  '?)',
  '// ',
  '//a',
  '://',
  'a:',
  'a:b@',
  'a:b@ ',
  'a@ ',
  '@ ',
  ' :@',
  'a://b:c',
  'x:1/',
  '1:',
  'a:?@ ',
  'token',
  'token=',
  '_key=',
  'authors',
  'tokena',
  'token=____',
  'channel=1_',
  'token=a_channel=1_',
  'password= ',
  '/token/',
  'bearer ',
  'data:',
  'javascript',
] as const;

const SHORT = 20_000;
const LONG = 8 * SHORT;

/** The fastest of some runs, because the machine may be busy. */
function msFor(rule: (text: string) => unknown, text: string): number {
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    rule(text);
    return performance.now() - start;
  });
  return Math.min(...runs);
}

describe.each(rules)('%s', (_rule, find) => {
  test.each(repeated)('takes time in proportion to the length of a text of "%s"', (part) => {
    const [short, long] = [SHORT, LONG].map((length) => part.repeat(length / part.length));
    if (short === undefined || long === undefined) throw new TypeError('Two texts');
    // Eight times the length is 64 times the square, and the square of 160,000 steps takes many seconds. The rest is for a busy machine.
    expect(msFor(find, long)).toBeLessThan(32 * msFor(find, short) + 500);
  });
});

test('a name of 16 million characters is redacted in far less than a second', () => {
  const name = 'a:b@'.repeat(4_000_000);
  const start = performance.now();
  expect(mask(name, 'streamName').shown.length).toBeLessThan(3_000);
  expect(performance.now() - start).toBeLessThan(500);
});
