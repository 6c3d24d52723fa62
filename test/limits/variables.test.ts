import { request } from 'undici';
import { expect, test } from 'vitest';
import { startMisused } from '../support/invalidInput.ts';

// Each unknown member was an error that repeated the whole variable: the answer was 50 times as large as the request.
test('variables with more than 1,000 values are rejected, with one short error', async () => {
  const { url, query } = await startMisused();
  const members = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`name${index}`, 1]));
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query ($a: ConnectionFilter) { connections(filter: $a) { totalCount } }',
      variables: { a: members },
    }),
  });
  const text = await body.text();
  expect(JSON.parse(text)).toEqual({
    errors: [
      {
        message: 'Argument "$a" makes the variables exceed 1000 values.',
        extensions: { code: 'BAD_USER_INPUT', argument: '$a' },
      },
    ],
  });
  expect((await query('{ sources { name } }')).errors).toEqual([]);
});

test.each([
  ['a variable', 'query ($a: Boolean!) { __typename @skip(if: $a) }', { a: '"'.repeat(400_000) }],
  [
    'unknown members',
    'query ($a: ConnectionFilter) { connections(filter: $a) { totalCount } }',
    { a: unknownMembers() },
  ],
  ['a field', `{ ${'a'.repeat(400_000)} }`, {}],
  ['an enum value', `{ connections(orderBy: { field: ${'A'.repeat(400_000)} }) { totalCount } }`, {}],
])('an error about %s repeats no more than the beginning of it', async (_what, document, variables) => {
  const { query } = await startMisused();
  const { data, errors } = await query(document, variables);
  expect(data).toBeNull();
  expect(errors.length).toBeLessThanOrEqual(6);
  for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(501);
});

function unknownMembers(): Record<string, unknown> {
  const members = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`name${index}`, 1]));
  return { ...members, nameContains: '"'.repeat(400_000) };
}
