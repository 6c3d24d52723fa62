import { readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  graphqlSync,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { SchemaRules } from '../../src/graph/plan/fieldRules.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { printPlainSdl } from '../../src/graph/sdl.ts';

const schema = createSchema();
const rules = new SchemaRules(schema);
const schemaTypes = typesOf(schema);

test('the printed schema matches the reviewed snapshot', async () => {
  await expect(`${printSchema(schema)}\n`).toMatchFileSnapshot('__snapshots__/schema.graphql');
});

test('has no breaking change against the agreed contract', () => {
  const contract = buildSchema(readFileSync(new URL('../fixtures/contract.graphql', import.meta.url), 'utf8'));
  expect(findBreakingChanges(contract, schema)).toEqual([]);
  const defaults = findDangerousChanges(contract, schema).filter(({ type }) => type === 'ARG_DEFAULT_VALUE_CHANGE');
  expect(defaults).toEqual([]);
});

test('a type named …Connection is either a connection of a provider or a page of a list', () => {
  const composites = schemaTypes.filter((type) => isObjectType(type) || isInterfaceType(type));
  const named = composites.filter(({ name }) => name.endsWith('Connection'));
  const wrong = named.filter((type) => {
    const isLink = type.name === 'Connection' || type.getInterfaces().some(({ name }) => name === 'Connection');
    const { edges, pageInfo } = type.getFields();
    const isPage = edges !== undefined && pageInfo !== undefined;
    return isLink === isPage;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
  expect(named.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Connection', 'EmsConnection', 'EmsConnectionConnection', 'ActiveCallConnection']),
  );
});

// Normalised caches use any `id` as the key of an object.
test('only a Node has a field named id', () => {
  const composites = schemaTypes.filter((type) => isObjectType(type) || isInterfaceType(type));
  const withId = composites.filter((type) => 'id' in type.getFields());
  const nodes = composites.filter(
    (type) => type.name === 'Node' || type.getInterfaces().some(({ name }) => name === 'Node'),
  );
  expect(withId).toEqual(nodes);
  expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['Node', 'EmsConnection', 'ActiveCall']));
});

test.each([
  ['DateTime', 'https://www.rfc-editor.org/rfc/rfc3339'],
  ['JSONObject', 'https://www.rfc-editor.org/rfc/rfc8259'],
  ['IP', 'https://www.rfc-editor.org/rfc/rfc4291'],
  ['Port', 'https://www.rfc-editor.org/rfc/rfc6335'],
  ['URL', 'https://www.rfc-editor.org/rfc/rfc3986'],
  // 64-bit integers have no specification.
  ['BigInt', null],
])('the scalar %s has its specification, in the printed schema and in introspection', (name, specification) => {
  const printed = buildSchema(printSchema(schema)).getType(name);
  expect(isScalarType(printed) && (printed.specifiedByURL ?? null)).toBe(specification);
  const { data } = graphqlSync({ schema, source: `{ __type(name: "${name}") { kind specifiedByURL } }` });
  expect(data?.['__type']).toEqual({ kind: 'SCALAR', specifiedByURL: specification });
});

const outputFields = schemaTypes
  .filter(isObjectType)
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field, rules: rules.of(field) })));

test('every list has a size for the computation of its cost', () => {
  const sized = new Set(
    outputFields.flatMap(({ field, rules: { listSize } }) =>
      (listSize?.sizedFields ?? []).map((name) => `${getNamedType(field.type).name}.${name}`),
    ),
  );
  const without = outputFields
    .filter(({ field, rules: { listSize } }) => isListType(getNullableType(field.type)) && listSize === null)
    .map(({ type, field }) => `${type.name}.${field.name}`)
    .filter((coordinate) => !sized.has(coordinate));
  expect(without).toEqual([]);
});

// A field that cannot be null would take its parent with it. Lists of connections leave out sources instead.
test('only fields that can be null, and the lists of a provider, require scopes', () => {
  const nonNull = outputFields.filter(({ field, rules: { scopes } }) => scopes !== null && isNonNullType(field.type));
  expect(nonNull.map(({ type, field }) => `${type.name}.${field.name}`).sort()).toEqual([
    'Query.emsConnections',
    'Query.telnyxConnections',
    'Query.xStreamConnections',
  ]);
});

// Federation refuses them on interfaces: it spreads them from the types.
test('no field of an interface requires scopes', () => {
  const interfaces = schemaTypes.filter(isInterfaceType);
  const restricted = interfaces.flatMap((type) =>
    Object.values(type.getFields()).filter((field) => rules.of(field).scopes),
  );
  expect(restricted).toEqual([]);
});

test('every type, field, argument and enum value has a description', () => {
  const described = schemaTypes.flatMap((type) => {
    const members: (readonly [string, { readonly description?: string | null | undefined }])[] = [[type.name, type]];
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        members.push([`${type.name}.${field.name}`, field]);
        for (const argument of field.args) members.push([`${type.name}.${field.name}(${argument.name}:)`, argument]);
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) members.push([`${type.name}.${field.name}`, field]);
    } else if (isEnumType(type)) {
      for (const value of type.getValues()) members.push([`${type.name}.${value.name}`, value]);
    }
    return members;
  });
  expect(described.filter(([, { description }]) => !description?.trim()).map(([name]) => name)).toEqual([]);
  expect(described.map(([name]) => name)).toEqual(
    expect.arrayContaining(['DateTime', 'Query.node(id:)', 'ConnectionFilter.active', 'Provider.EMS']),
  );
});

test('a scalar has its description from schema/, not that of its library', () => {
  const written = buildSchema(printPlainSdl());
  const scalarsOf = (one: GraphQLSchema) =>
    typesOf(one)
      .filter(isScalarType)
      .map(({ name, description, specifiedByURL }) => ({ name, description, specifiedByURL }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(scalarsOf(schema)).toEqual(scalarsOf(written));
});

function typesOf(one: GraphQLSchema) {
  return Object.values(one.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
}
