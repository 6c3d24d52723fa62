import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scalars } from '../../src/graph/scalars.ts';

const { serialize } = scalars.DateTime;

describe('a DateTime', () => {
  test('is written as `toISOString` writes it, in every year', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(serialize(date)).toBe(date.toISOString());
      }),
    );
  });

  test.each(['0999-12-31T23:59:59.999Z', '1000-01-01T00:00:00.000Z', '2026-01-02T03:04:05.006Z'])(
    'is written in full: %s',
    (text) => expect(serialize(new Date(text))).toBe(text),
  );

  test('that is no date is refused', () => {
    expect(() => serialize(new Date(Number.NaN))).toThrow(RangeError);
  });
});
