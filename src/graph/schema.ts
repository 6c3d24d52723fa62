import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { entityResolvers } from './entities.ts';
import { resolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';
import { printFederatedSdl } from './sdl.ts';
import { readSubgraphTypeDefs, readTypeDefs, type SubgraphOptions } from './typeDefs.ts';

/**
 * The executable schema: the SDL of `schema/` with the resolvers.
 *
 * @param subgraph null: not a subgraph, so there are no fields for routers
 */
export function createSchema(subgraph: SubgraphOptions | null = null): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: subgraph === null ? readTypeDefs() : readSubgraphTypeDefs(subgraph),
    resolvers: [scalars, ...resolvers, ...(subgraph === null ? [] : [entityResolvers(printFederatedSdl(subgraph))])],
    // The fields of an interface such as Source are resolved once for all its types.
    inheritResolversFromInterfaces: true,
    // A subgraph may have no `node` and `nodes`. That the resolvers fit the schema is checked by their types.
    resolverValidationOptions: { requireResolversToMatchSchema: 'ignore' },
    // The tests validate it. Here it would take a tenth of the time to start.
    assumeValidSDL: true,
  });
}
