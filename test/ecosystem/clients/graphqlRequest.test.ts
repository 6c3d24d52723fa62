import { ClientError, GraphQLClient, type GraphQLResponse } from 'graphql-request';
import { expect, test } from 'vitest';
import { ConnectionsDocument, type ConnectionsQuery } from '../../../src/__generated__/operations.ts';
import { CONNECTIONS_WITHOUT_X, startAll } from './upstreams.ts';

test('graphql-request pages through a list with a typed document', async () => {
  const { url } = await startAll();
  const client = new GraphQLClient(url);
  const ids: string[] = [];
  let after: string | null | undefined;
  do {
    const { connections } = await client.request(ConnectionsDocument, { first: 5, after });
    ids.push(...connections.edges.map(({ node }) => node.id));
    after = connections.pageInfo.hasNextPage ? connections.pageInfo.endCursor : null;
  } while (after);
  expect(new Set(ids).size).toBe(CONNECTIONS_WITHOUT_X + 2);
  expect(ids).toHaveLength(CONNECTIONS_WITHOUT_X + 2);
});

test('graphql-request throws when a source is down, and the error has the data of the others', async () => {
  const { url } = await startAll({ down: true });
  const error = await new GraphQLClient(url).request(ConnectionsDocument, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ClientError);
  const { data, errors } = (error as ClientError).response as GraphQLResponse<ConnectionsQuery>;
  expect(data?.connections.edges).toHaveLength(CONNECTIONS_WITHOUT_X);
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'x' } }]);
});

test('with `errorPolicy: "all"`, graphql-request returns the data of the other sources', async () => {
  const { url } = await startAll({ down: true });
  const client = new GraphQLClient(url, { errorPolicy: 'all' });
  const { connections } = await client.request(ConnectionsDocument, {});
  expect(connections.edges).toHaveLength(CONNECTIONS_WITHOUT_X);
  expect(connections.outcomes.find(({ ok }) => !ok)).toMatchObject({
    source: { name: 'x' },
    problem: { code: 'UPSTREAM_UNAVAILABLE' },
  });
});
