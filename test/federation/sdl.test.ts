import { globSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type DirectiveNode,
  isInterfaceType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { expect, test } from 'vitest';
import { SchemaRules } from '../../src/graph/plan/fieldRules.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { printFederatedSdl, printPlainSdl } from '../../src/graph/sdl.ts';

const api = createSchema();
const subgraph = createSchema({ nodeFields: true, accessDirectives: true });
const federated = parse(printFederatedSdl());

/** The types that have this directive, with its arguments. */
function typesWith(directive: string): string[] {
  const types = federated.definitions.filter((one): one is TypeDefinitionNode => 'name' in one && 'directives' in one);
  return types
    .flatMap(({ name, directives }) =>
      (directives ?? []).filter((one) => one.name.value === directive).map((one) => `${name.value} ${print(one)}`),
    )
    .sort();
}

test('the federated SDL, without its descriptions, matches the reviewed snapshot', async () => {
  const isDescribed = {
    enter: (node: object) => ('description' in node ? { ...node, description: undefined } : undefined),
  };
  await expect(`${print(visit(federated, isDescribed))}\n`).toMatchFileSnapshot(
    '../contract/__snapshots__/federated.graphql',
  );
});

test('every connection, and the interface of connections, is an entity, and nothing else is', () => {
  const connection = api.getType('Connection');
  const types = isInterfaceType(connection) ? api.getPossibleTypes(connection).map(({ name }) => name) : [];
  const key = '@key(fields: "id")';
  expect(typesWith('key')).toEqual(['Connection', ...types].map((name) => `${name} ${key}`).sort());
  expect(typesWith('key')).toHaveLength(4);
  expect(printSchema(subgraph)).toContain(`union _Entity = ${types.join(' | ')}\n`);
});

test('the types that describe values of every provider are shareable', () => {
  expect(typesWith('shareable')).toEqual(
    ['Freshness', 'PageInfo', 'RateLimit', 'SourceOutcome', 'UpstreamProblem'].map((name) => `${name} @shareable`),
  );
});

test('what requires a scope has the tag of the scope, and nothing else has a tag', () => {
  const scopesOf = (directives: readonly DirectiveNode[] = []) =>
    directives
      .filter(({ name }) => name.value === 'requiresScopes' || name.value === 'argumentRequiresScope')
      .flatMap((one) => [...print(one).matchAll(/"(\w+):(\w+)"/g)].map(([, topic, right]) => `${topic}-${right}`));
  const tagsOf = (directives: readonly DirectiveNode[] = []) =>
    directives.flatMap((one) =>
      one.name.value === 'tag' ? [...print(one).matchAll(/"(.*)"/g)].map(([, tag]) => tag) : [],
    );
  const tags = new Set<string | undefined>();
  visit(federated, {
    enter(node) {
      if (!('directives' in node)) return;
      const found = tagsOf(node.directives);
      expect(found).toEqual(scopesOf(node.directives));
      for (const tag of found) tags.add(tag);
    },
  });
  expect([...tags].sort()).toEqual([
    'addresses-read',
    'calls-control',
    'ems-read',
    'sources-read',
    'telnyx-read',
    'urls-read',
    'x-read',
  ]);
});

test('the definitions that @link imports are not repeated', () => {
  const defined = federated.definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION);
  expect(defined.map((one) => 'name' in one && one.name?.value)).toEqual(['argumentRequiresScope', 'volatile']);
});

test('node and nodes can be left out, of the schema and of its SDL', () => {
  const options = { nodeFields: false, accessDirectives: true };
  const fieldsOf = (sdl: string) =>
    Object.keys(buildSchema(sdl, { assumeValidSDL: true }).getQueryType()?.getFields() ?? {});
  const lists = ['connections', 'emsConnections', 'sources', 'telnyxConnections', 'xStreamConnections'];
  expect(fieldsOf(printFederatedSdl(options)).sort()).toEqual(lists);
  expect(fieldsOf(printFederatedSdl()).sort()).toEqual([...lists, 'node', 'nodes'].sort());
  expect(fieldsOf(printSchema(createSchema(options))).sort()).toEqual(['_entities', '_service', ...lists]);
});

test('@authenticated and @requiresScopes can be left out of the SDL, not of the schema, because Switchboard checks them', () => {
  const options = { nodeFields: true, accessDirectives: false };
  const applied = /(?<!"|directive )@(?:authenticated|requiresScopes)\b(?!`)/;
  expect(printFederatedSdl(options)).not.toMatch(applied);
  expect(printFederatedSdl()).toMatch(applied);
  const field = createSchema(options).getQueryType()?.getFields()['emsConnections'];
  expect(field && new SchemaRules(api).of(field).scopes).toEqual([['ems:read']]);
});

test('the plain SDL is that of the schema without federation, and has nothing of federation', () => {
  const sorted = (schema: typeof api) => printSchema(lexicographicSortSchema(schema));
  expect(sorted(buildSchema(printPlainSdl()))).toBe(sorted(api));
  expect(printPlainSdl()).not.toMatch(/@(?:key|shareable|tag|link)\b|_Any|_Entity|_Service|_entities|_service/);
});

test('a subgraph serves the plain schema, the fields for routers and no definition of federation', () => {
  const addition = ['_Any', '_Entity', '_Service'];
  const names = (schema: typeof api) => Object.keys(schema.getTypeMap()).sort();
  expect(names(subgraph)).toEqual([...names(api), ...addition].sort());
  expect(subgraph.getDirectives().map(({ name }) => name)).toEqual(api.getDirectives().map(({ name }) => name));
});

test('all files of schema/ together are valid, for editors and linters, and describe everything', () => {
  const files = globSync('schema/**/*.graphql', { cwd: new URL('../..', import.meta.url).pathname });
  const all = buildSchema(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
  const own = [...Object.values(all.getTypeMap()), ...all.getDirectives()].filter(({ astNode }) => astNode);
  expect(own.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  const fields = own.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
  expect(fields.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  expect(all.getDirective('key')).toBeDefined();
});
