import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ASTNode, concatAST, type DefinitionNode, type DocumentNode, Kind, parse, visit } from 'graphql';

const schemaFolder = join(import.meta.dirname, '../../schema');

export interface SubgraphOptions {
  /** Whether `Query` has `node` and `nodes`, which only one subgraph of a supergraph can have. */
  readonly nodeFields: boolean;
  /** Whether routers see `@authenticated` and `@requiresScopes`. If not, only Switchboard itself checks them. */
  readonly accessDirectives: boolean;
}

/** The SDL for clients, without anything of federation. */
export function readTypeDefs(): DocumentNode {
  const ofFederation = concatAST([read('federation/link.graphql'), read('federation/entities.graphql')]);
  return without(namesIn(ofFederation), read('*.graphql'));
}

/** The SDL that a subgraph executes: that for clients, with the fields for routers. */
export function readSubgraphTypeDefs(options: SubgraphOptions): DocumentNode {
  const all = concatAST([read('*.graphql'), read('federation/entities.graphql')]);
  return withNodeFields(options, without(namesIn(read('federation/link.graphql')), all));
}

/** The SDL that composition reads: without the fields for routers, and with `@link` in place of the definitions that it imports. */
export function readLinkedTypeDefs(options: SubgraphOptions): DocumentNode {
  const links = read('federation/link.graphql').definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION);
  const imported = textsIn(links);
  const hidden = options.accessDirectives ? [] : ACCESS_DIRECTIVES;
  const names = new Set([...namesIn(read('federation/entities.graphql')), ...hidden]);
  const own = without(names, read('*.graphql')).definitions.filter(
    (one) => one.kind !== Kind.DIRECTIVE_DEFINITION || !imported.has(`@${one.name.value}`),
  );
  return withNodeFields(options, { kind: Kind.DOCUMENT, definitions: [...links, ...own] });
}

const ACCESS_DIRECTIVES = ['authenticated', 'requiresScopes'];

function read(pattern: string): DocumentNode {
  const files = globSync(pattern, { cwd: schemaFolder }).sort();
  return concatAST(files.map((file) => parse(readFileSync(join(schemaFolder, file), 'utf8'), { noLocation: true })));
}

/** The names of the types and directives that the document defines. */
function namesIn({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((definition) => {
      const isExtension = definition.kind.endsWith('Extension');
      return !isExtension && 'name' in definition && definition.name ? definition.name.value : [];
    }),
  );
}

/** Removes what uses these directives and extends these types. */
function without(names: ReadonlySet<string>, document: DocumentNode): DocumentNode {
  const remove = ({ name }: ASTNode & { readonly name: { readonly value: string } }) =>
    names.has(name.value) ? null : undefined;
  return visit(document, { Directive: remove, UnionTypeExtension: remove });
}

function withNodeFields({ nodeFields }: SubgraphOptions, document: DocumentNode): DocumentNode {
  if (nodeFields) return document;
  return visit(document, {
    ObjectTypeDefinition: (type) =>
      type.name.value === 'Query'
        ? { ...type, fields: type.fields?.filter(({ name }) => name.value !== 'node' && name.value !== 'nodes') }
        : false,
  });
}

/** All string values, such as the names that `@link` imports. */
function textsIn(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  const texts = new Set<string>();
  visit(
    { kind: Kind.DOCUMENT, definitions },
    {
      StringValue: ({ value }) => {
        texts.add(value);
      },
    },
  );
  return texts;
}
