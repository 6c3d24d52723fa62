import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerMeter } from '../../src/graph/execution/answerMeter.ts';

test('the limit on bytes is exact for whatever texts and numbers an answer has', async () => {
  // Characters of one to four bytes, and those that JSON escapes.
  const character = fc.constantFrom('a', 'é', '€', '😀', '"', '\\', '\n', '\u0007', '\u007f', '\ud800');
  const text = fc.string({ unit: character });
  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  await fc.assert(
    fc.property(fc.array(text), fc.array(value), (texts, values) => {
      const bytes = [...texts, ...values].reduce<number>((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
      const isExceeded = (maxBytes: number) => {
        const meter = new AnswerMeter({ maxCost: 0, maxBytes });
        for (const one of texts) meter.text(one);
        for (const one of values) meter.value(one);
        return meter.isExceeded;
      };
      expect(isExceeded(bytes)).toBe(false);
      expect(isExceeded(bytes - 1)).toBe(true);
    }),
    { numRuns: 50, seed: 9 },
  );
});
