import { type Client, gql } from '@urql/core';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  ConnectionsDocument,
  EmsConnectionsDocument,
  TelnyxConnectionCallsDocument,
  TelnyxConnectionsDocument,
} from '../../../src/__generated__/operations.ts';
import { createClient } from './snippets/urql.ts';
import { CALLS, CONNECTIONS_WITHOUT_X, startAll } from './upstreams.ts';

interface Backwards {
  readonly connections: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string };
  };
}

/** The test fails if graphcache has something to complain about. */
function clientOf(url: string): Client {
  const complaints = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];
  onTestFinished(() => {
    for (const complaint of complaints) {
      expect(complaint).not.toHaveBeenCalled();
      complaint.mockRestore();
    }
  });
  return createClient(url);
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

test('urql pages through connections from the end', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const query = gql<Backwards>`
    query ($before: String) {
      connections(last: 5, before: $before) {
        edges { node { id } }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  `;
  const ids = (data?: Backwards) => data?.connections.edges.map(({ node }) => node.id);
  let list: string[] | undefined;
  let before: string | undefined;
  do {
    const { data } = await client.query(query, { before });
    list = ids(data);
    before = data?.connections.pageInfo.hasPreviousPage ? data.connections.pageInfo.startCursor : undefined;
  } while (before !== undefined);
  const { data: forwards } = await client.query(
    gql<Backwards>`{ connections(first: 100) { edges { node { id } } } }`,
    {},
  );
  expect(list).toEqual(ids(forwards));
});

test('urql pages through the active calls of one connection', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const { data: list } = await client.query(TelnyxConnectionsDocument, {});
  const busy = list?.telnyxConnections.edges.find(({ node }) => node.activeCalls?.totalCount === CALLS)?.node;
  let after: string | null | undefined;
  let calls = 0;
  do {
    const { data } = await client.query(TelnyxConnectionCallsDocument, { id: busy?.id ?? '', first: 3, after });
    const page = data?.node?.__typename === 'TelnyxConnection' ? data.node.activeCalls : undefined;
    calls = page?.edges.length ?? 0;
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(calls).toBe(CALLS);
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
