import { expect, test } from 'vitest';
import { startSwitchboard } from '../support/switchboard.ts';

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

test.each([
  ['aliases', 100, (count: number) => `{ sources { ${times(count, (n) => `a${n}: name`)} } }`],
  ['root fields', 20, (count: number) => `{ ${times(count, (n) => `a${n}: __typename`)} }`],
  [
    'root fields',
    20,
    (count: number) =>
      `{ ...F ...F a0: __typename } fragment F on Query { ${times(count, (n) => `a${n}: __typename`)} }`,
  ],
  ['directives', 100, (count: number) => `{ ${times(count, () => '... @include(if: true) { __typename }')} }`],
  [
    'definitions',
    100,
    (count: number) =>
      `{ sources { ...F0 } } ${times(count - 1, (n) => `fragment F${n} on Source { name ${n < count - 2 ? `...F${n + 1}` : ''} }`)}`,
  ],
  [
    'levels',
    20,
    (count: number) =>
      `{ __schema { types { ...T ...T } } } fragment T on __Type { ${'ofType { '.repeat(count - 3)} name ${'} '.repeat(count - 3)} }`,
  ],
])('a query with more %s than %i is rejected', async (what, limit, make) => {
  const { query } = await startSwitchboard();

  const atLimit = await query(make(limit));
  const beyond = await query(make(limit + 1));

  expect(atLimit.errors).toEqual([]);
  expect(beyond.data).toBeNull();
  expect(beyond.errors).toMatchObject([
    {
      message: `The query has ${limit + 1} ${what}, more than the limit of ${limit}.`,
      extensions: { code: 'QUERY_LIMIT_EXCEEDED' },
    },
  ]);
});

test('a query of more than 2,000 tokens is not parsed', async () => {
  const { query } = await startSwitchboard();
  const messageFor = async (count: number) => (await query(`{ ${'x '.repeat(count)} }`)).errors[0]?.message;
  // The document has two braces.
  expect(await messageFor(1_998)).not.toMatch('2000 tokens');
  expect(await messageFor(1_999)).toBe('The query has more than 2000 tokens.');
});

test('90 fragments that each spread the next one twice are planned in linear time', async () => {
  const { query } = await startSwitchboard();
  const steps = times(90, (n) => `fragment F${n} on Source { ...F${n + 1} ...F${n + 1} }`);
  const { errors } = await query(`{ sources { ...F0 } } ${steps} fragment F90 on Source { name }`);
  expect(errors).toEqual([]);
});

test('fragments that can be merged in exponentially many ways are rejected', async () => {
  const { query } = await startSwitchboard();
  // Each level has a field for each subset of the fragments above it.
  const size = 14;
  const steps = times(
    size,
    (n) =>
      `fragment F${n} on __Type { ${n + 1 < size ? `a: ofType { ...F${n + 1} ${n + 2 < size ? `...F${n + 2}` : ''} } b: ofType { ...F${n + 1} }` : ''} name x${n}: name }`,
  );
  const { data, errors } = await query(`{ __schema { types { ...F0 } } } ${steps}`);
  expect(data).toBeNull();
  expect(errors[0]?.extensions).toMatchObject({ code: 'COST_LIMIT_EXCEEDED' });
});
