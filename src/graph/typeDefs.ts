import { type ASTNode, concatAST, type DefinitionNode, type DocumentNode, Kind, parse, visit } from 'graphql';
import { readSchemaFiles } from './schemaFiles.ts';

export interface SubgraphOptions {
  /** Whether `Query` has `node` and `nodes`, which only one subgraph of a supergraph can have. */
  readonly nodeFields: boolean;
  /** Whether routers see `@authenticated` and `@requiresScopes`. If not, only Switchboard itself checks them. */
  readonly accessDirectives: boolean;
}

/** The SDL for clients, without anything of federation. */
export function readTypeDefs(): DocumentNode {
  const ofFederation = concatAST([read('federation/link.graphql'), read('federation/entities.graphql')]);
  return without(namesIn(ofFederation), read(null));
}

/** The SDL that a subgraph executes: that for clients, with the fields for routers. */
export function readSubgraphTypeDefs(options: SubgraphOptions): DocumentNode {
  const all = concatAST([read(null), read('federation/entities.graphql')]);
  return withNodeFields(options, without(namesIn(read('federation/link.graphql')), all));
}

/** The SDL that composition reads: without the fields for routers, and with `@link` in place of the definitions that it imports. */
export function readLinkedTypeDefs(options: SubgraphOptions): DocumentNode {
  const links = read('federation/link.graphql').definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION);
  const imported = textsIn(links);
  const hidden = options.accessDirectives ? [] : ACCESS_DIRECTIVES;
  const names = new Set([...namesIn(read('federation/entities.graphql')), ...hidden]);
  const own = without(names, read(null)).definitions.filter(
    (one) =>
      one.kind !== Kind.DIRECTIVE_DEFINITION ||
      !(imported.has(`@${one.name.value}`) || PART_DIRECTIVES.includes(one.name.value)),
  );
  return withNodeFields(options, { kind: Kind.DOCUMENT, definitions: [...links, ...own] });
}

/** Routers answer in parts themselves. */
const PART_DIRECTIVES = ['defer', 'stream'];

const ACCESS_DIRECTIVES = ['authenticated', 'requiresScopes'];

/** The files at this path, or all files directly in `schema/`. */
function read(path: string | null): DocumentNode {
  const files = Object.entries(readSchemaFiles()).filter(([file]) =>
    path === null ? !file.includes('/') : file === path,
  );
  return concatAST(files.map(([, text]) => parse(text, { noLocation: true })));
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
