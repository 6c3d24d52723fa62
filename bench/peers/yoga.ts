import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createSchema, createYoga } from 'graphql-yoga';
import { resolvers, typeDefs } from './resolvers.ts';
import { createUpstreams } from './upstreams.ts';

/*
 * GraphQL Yoga as its documentation shows it, with the plugin for graphql-jit.
 */

const upstreams = createUpstreams();
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: { upstreams },
  plugins: [useGraphQlJit()],
  logging: 'error',
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  console.log(`GraphQL Yoga is running at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
});
