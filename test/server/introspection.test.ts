import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { startSwitchboardWith } from '../support/switchboard.ts';

const start = (introspection: 'on' | 'off') => startSwitchboardWith({ web: { introspection } });

/** Mistakes for which graphql-js suggests a name of the schema, and their variables. */
const MISTAKES: readonly [
  mistake: string,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  suggested: string,
][] = [
  ['a field', '{ conections { totalCount } }', {}, 'connections'],
  ['a field of a type of an interface', '{ connections { nodes { streams { name } } } }', {}, 'EmsConnection'],
  ['an argument', '{ connections(frist: 1) { totalCount } }', {}, 'first'],
  ['an argument of a directive', '{ sources @include(iff: true) { name } }', {}, 'if'],
  ['a type', '{ sources { ... on EmsSorce { name } } }', {}, 'EmsSource'],
  [
    'the type of a variable',
    'query ($f: ConectionFilter) { connections(filter: $f) { totalCount } }',
    {},
    'ConnectionFilter',
  ],
  ['an enum value', '{ connections(orderBy: { field: NAM }) { totalCount } }', {}, 'NAME'],
  ['an enum value as a string', '{ connections(orderBy: { field: "NAME" }) { totalCount } }', {}, 'NAME'],
  ['an input field', '{ connections(filter: { activ: true }) { totalCount } }', {}, 'active'],
  [
    'an input field of a variable',
    'query ($f: ConnectionFilter) { connections(filter: $f) { totalCount } }',
    { f: { activ: true } },
    'active',
  ],
  [
    'an enum value of a variable',
    'query ($o: ConnectionOrder) { connections(orderBy: $o) { totalCount } }',
    { o: { field: 'NAM' } },
    'NAME',
  ],
  [
    'a list of enum values of a variable',
    'query ($f: ConnectionFilter) { connections(filter: $f) { totalCount } }',
    { f: { providers: ['TELNX'] } },
    'TELNYX',
  ],
  ['a missing selection', '{ connections }', {}, 'connections {'],
];

describe('with introspection', () => {
  test('the schema can be read', async () => {
    const { query } = await start('on');
    const { data, errors } = await query(getIntrospectionQuery());
    expect(errors).toEqual([]);
    expect(data.__schema.queryType).toEqual({ name: 'Query', kind: 'OBJECT' });
  });

  test.each(MISTAKES)('the error of %s suggests a name', async (_mistake, document, variables, suggested) => {
    const { query } = await start('on');
    const { errors } = await query(document, variables);
    expect(errors[0]?.message).toMatch(/Did you mean .*\?$/);
    expect(errors[0]?.message).toContain(`"${suggested}`);
  });
});

describe('without introspection', () => {
  test.each([
    ['{ __schema { queryType { name } } }'],
    ['{ __type(name: "Query") { name } }'],
    ['{ a: __schema { __typename } }'],
    ['{ ...F } fragment F on Query { __type(name: "Query") { fields { name } } }'],
    ['query ($yes: Boolean!) { __schema @include(if: $yes) { queryType { name } } }'],
    [getIntrospectionQuery()],
  ])('the schema cannot be read: %s', async (document) => {
    const { query } = await start('off');
    const { data, errors, status } = await query(document, { yes: true });
    expect({ data, status }).toEqual({ data: null, status: 400 });
    // The standard query has more errors than are reported.
    for (const { message, extensions } of errors.slice(0, 10)) {
      expect(message).toMatch(
        /^GraphQL introspection has been disabled, but the requested query contained the field "\w+"\.$/,
      );
      expect(extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    }
  });

  test('the name of a type can be read', async () => {
    const { query } = await start('off');
    expect(await query('{ __typename }')).toMatchObject({ data: { __typename: 'Query' }, errors: [] });
  });

  test.each(MISTAKES)('the error of %s suggests nothing', async (_mistake, document, variables) => {
    const { query } = await start('off');
    const { errors, status } = await query(document, variables);
    expect(status).toBe(400);
    expect(errors).not.toEqual([]);
    expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
    for (const { message } of errors) expect(message).toMatch(/\S$/);
  });

  test('an error that repeats a text of the client is complete', async () => {
    const { query } = await start('off');
    const { errors } = await query('{ connections(first: "Did you mean it?") { totalCount } }');
    expect(errors[0]?.message).toBe('Int cannot represent non-integer value: "Did you mean it?"');
  });
});
