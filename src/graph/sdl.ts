import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildASTSchema, parse } from 'graphql';
import { readSchemaFiles } from './schemaFiles.ts';

/** The schema as clients see it, with the directives that show costs and scopes. */
export function printPlainSdl(): string {
  const schema = buildASTSchema(parse(readSchemaFiles().join('\n')));
  return `${printSchemaWithDirectives(schema)}\n`;
}
