import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';

const schemaFolder = join(import.meta.dirname, '../../schema');

/** The executable schema: the SDL of `schema/` with the resolvers. */
export function createSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: globSync('*.graphql', { cwd: schemaFolder })
      .sort()
      .map((file) => readFileSync(join(schemaFolder, file), 'utf8')),
    resolvers: [scalars, ...resolvers],
    // The fields of an interface such as Source are resolved once for all its types.
    inheritResolversFromInterfaces: true,
  });
}
