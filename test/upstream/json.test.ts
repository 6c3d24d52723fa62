import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/upstream/json.ts';

/** What the language offers: exact, but too slow for large responses, and recursive. */
function parseWithReviver(json: string): unknown {
  return JSON.parse(json, (_name, value, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
    const source = context?.source ?? '';
    return /^-?\d+$/.test(source) ? BigInt(source) : value;
  });
}

/** The result, or that there is none. */
function outcome(parse: (json: string) => unknown, json: string): unknown {
  try {
    return parse(json);
  } catch (error) {
    return (error as Error).name;
  }
}

/** Digits of integers around 2^53 and beyond. */
const digits = fc.oneof(fc.bigInt(10n ** 13n, 10n ** 40n), fc.bigInt(2n ** 53n - 2n, 2n ** 53n + 2n)).map(String);

/** Text full of what could be taken for the end of a string, or for an integer. */
const trickyText = fc.array(
  fc.oneof(digits, fc.constantFrom('"', '\\', ':', ',', '[', ']', '{', '}', ' ', '-', '.', 'a', '\u2028')),
);
const string = trickyText.map((parts) => JSON.stringify(parts.join('')));
const integer = fc.tuple(fc.constantFrom('', '-'), digits).map((parts) => parts.join(''));
const number = fc.oneof(
  integer,
  fc.tuple(integer, fc.constantFrom('.', '.5e', 'e', 'E+', 'e-'), digits).map((parts) => parts.join('')),
  fc.constantFrom('0', '-0', '7', '9007199254740991', '9007199254740992', '-9007199254740993', '1e400'),
);
const space = fc.constantFrom('', '', ' ', '\n', '\r\n\t');

const { value: json } = fc.letrec<{ value: string }>((tie) => ({
  value: fc
    .tuple(
      space,
      fc.oneof(
        { maxDepth: 4 },
        fc.oneof(number, string, fc.constantFrom('true', 'null')),
        fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
        fc
          .array(fc.tuple(string, space, tie('value')), { maxLength: 4 })
          .map((members) => `{${members.map(([name, gap, value]) => `${name}${gap}:${value}`).join()}}`),
      ),
      space,
    )
    .map((parts) => parts.join('')),
}));

describe('JSON of an upstream', () => {
  test('is parsed as with a reviver that keeps integers beyond 2^53 exact', () => {
    const property = fc.property(json, (text) => {
      expect(parseJson(text)).toStrictEqual(parseWithReviver(text));
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('is rejected like any invalid JSON when it is cut off or changed', () => {
    const change = fc.constantFrom('', '"', '\\', ',', ':', '-', '.', '0', '1234567890123456789', ']', '{', ' ');
    const property = fc.property(json, fc.nat(), fc.nat(3), change, (text, at, removed, inserted) => {
      const start = at % (text.length + 1);
      const changed = text.slice(0, start) + inserted + text.slice(start + removed);
      expect(outcome(parseJson, changed)).toStrictEqual(outcome(parseWithReviver, changed));
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('is parsed at any depth, with and without such integers', () => {
    const deep = (inner: string) => `${'[{"a":'.repeat(100_000)}${inner}${'}]'.repeat(100_000)}`;

    for (const inner of ['1', '12345678901234567890']) {
      let value = parseJson(deep(inner));
      while (Array.isArray(value)) value = (value[0] as { readonly a: unknown }).a;
      expect(String(value)).toBe(inner);
    }
  });
});
