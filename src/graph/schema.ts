import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';
import { readSchemaFiles } from './schemaFiles.ts';

/** The executable schema: the SDL of `schema/` with the resolvers. */
export function createSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: [...readSchemaFiles()],
    resolvers: [scalars, ...resolvers],
    // The fields of an interface such as Source are resolved once for all its types.
    inheritResolversFromInterfaces: true,
    // The tests validate it. Here it would take a tenth of the time to start.
    assumeValidSDL: true,
  });
}
