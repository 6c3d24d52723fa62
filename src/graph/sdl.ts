import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildASTSchema, type DocumentNode } from 'graphql';
import { readLinkedTypeDefs, readTypeDefs, type SubgraphOptions } from './typeDefs.ts';

/** The schema as clients see it, with the directives that show costs and scopes. */
export function printPlainSdl(): string {
  return print(readTypeDefs());
}

/** The schema as composition reads it, for a supergraph. By default with everything. */
export function printFederatedSdl(options: Partial<SubgraphOptions> = {}): string {
  return print(readLinkedTypeDefs({ nodeFields: true, accessDirectives: true, ...options }));
}

/** Prints each type in one piece. */
function print(document: DocumentNode): string {
  // `@link` stands for definitions that graphql-js does not know.
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  return `${printSchemaWithDirectives(schema, { assumeValid: true })}\n`;
}
