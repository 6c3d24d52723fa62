import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { expect, test } from 'vitest';
import { ConnectionsDocument, EmsConnectionsDocument } from '../../../src/__generated__/operations.ts';
import { embeddedTypes } from '../../../src/client/embeddedTypes.ts';
import { CONNECTIONS_WITHOUT_X, startAll } from './upstreams.ts';

function clientOf(url: string): Client {
  const keys = Object.fromEntries(embeddedTypes.map((type) => [type, () => null]));
  const resolvers = { Query: { connections: relayPagination() } };
  return new Client({
    url,
    // Switchboard does not execute GET requests of browsers, because another site could send them.
    preferGetMethod: false,
    exchanges: [cacheExchange({ keys, resolvers }), fetchExchange],
  });
}

test('urql pages through connections into one list of graphcache', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  let after: string | null | undefined;
  let edges = 0;
  do {
    const { data, error } = await client.query(ConnectionsDocument, { first: 5, after });
    expect(error).toBeUndefined();
    edges = data?.connections.edges.length ?? 0;
    after = data?.connections.pageInfo.hasNextPage ? data.connections.pageInfo.endCursor : null;
  } while (after);
  expect(edges).toBe(CONNECTIONS_WITHOUT_X + 2);
});

test('urql returns the data of the other sources next to the error of the one that is down', async () => {
  const { url } = await startAll({ down: true });
  const { data, error } = await clientOf(url).query(ConnectionsDocument, {});
  expect(data?.connections.edges).toHaveLength(CONNECTIONS_WITHOUT_X);
  expect(error?.graphQLErrors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'x' } }]);
});

test('graphcache tells servers with the same native IDs apart', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const fromServer = await client.query(EmsConnectionsDocument, { first: 100 }, { requestPolicy: 'network-only' });
  const cached = await client.query(EmsConnectionsDocument, { first: 100 }, { requestPolicy: 'cache-only' });
  expect(cached.data).toEqual(fromServer.data);
  expect(cached.data?.emsConnections.edges).toHaveLength(6);
  for (const { node } of cached.data?.emsConnections.edges ?? []) {
    expect(node.name.split(' ')[0]).toBe(node.source.name);
  }
});
