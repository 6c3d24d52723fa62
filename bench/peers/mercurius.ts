import { makeExecutableSchema } from '@graphql-tools/schema';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { resolvers, typeDefs } from './resolvers.ts';
import { createUpstreams } from './upstreams.ts';

/*
 * Mercurius as its documentation shows it, with `jit: 1`: operations are compiled after their first execution.
 */

const upstreams = createUpstreams();
const app = Fastify();
await app.register(mercurius, {
  schema: makeExecutableSchema({ typeDefs, resolvers }),
  context: () => ({ upstreams }),
  jit: 1,
});
console.log(`Mercurius is running at ${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`);
