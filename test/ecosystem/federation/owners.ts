import { buildSchema, graphql } from 'graphql';
import { onTestFinished } from 'vitest';
import { startMockServer } from '../../../src/sandbox/mockServer.ts';

/** The SDL of another team's subgraph. It knows who owns a connection, whatever its provider. */
export const OWNERS_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject", "@shareable"])

  type Connection @key(fields: "id") @interfaceObject {
    id: ID!
    owner: String
  }

  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  type ConnectionsOfTeam {
    nodes: [Connection]!
    pageInfo: PageInfo!
  }

  type Query {
    connectionsOfTeam: ConnectionsOfTeam!
  }
`;

/** What the subgraph executes. */
const schema = buildSchema(`
  ${OWNERS_SDL.replace(/extend schema.*/, '').replaceAll(/ @\w+(?:\(.*?\))?/g, '')}
  scalar _Any
  union _Entity = Connection
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`);

/** Starts the subgraph for one test. `ids` are the connections of its team. */
export async function startOwners(ids: readonly string[]): Promise<{ readonly url: string }> {
  const connection = (id: string) => ({ __typename: 'Connection', id, owner: `owner of ${id}` });
  const pageInfo = { hasNextPage: false, hasPreviousPage: false };
  const rootValue = {
    connectionsOfTeam: { nodes: ids.map(connection), pageInfo },
    _entities: ({ representations }: { representations: { id: string }[] }) =>
      representations.map(({ id }) => connection(id)),
  };
  const server = await startMockServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const result = await graphql({ schema, rootValue, source: body.query, variableValues: body.variables });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  });
  onTestFinished(() => server.close());
  return { url: `${server.url}/graphql` };
}
