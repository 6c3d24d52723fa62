import { expect, test } from 'vitest';
import { MinuteCounts } from '../../src/server/auth/minuteCounts.ts';

test('the counts of at most 10,000 callers are kept', async () => {
  const counts = new MinuteCounts(5);
  await counts.count('first');
  await counts.count('second');
  for (let other = 0; other < 9_998; other += 1) await counts.count(`other ${other}`);
  expect(await counts.count('first')).toMatchObject({ remaining: 3 });
  await counts.count('one more');
  // It was not used for the longest time.
  expect(await counts.usage('second')).toMatchObject({ remaining: 4 });
  expect(await counts.count('second')).toMatchObject({ remaining: 4 });
});
