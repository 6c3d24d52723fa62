import { gql, type TypedDocumentNode } from '@apollo/client';
import { filter, firstValueFrom } from 'rxjs';
import { expect, test } from 'vitest';
import {
  ConnectionsDocument,
  EmsConnectionsDocument,
  TelnyxConnectionCallsDocument,
  type TelnyxConnectionCallsQuery,
  TelnyxConnectionsDocument,
} from '../../../src/__generated__/operations.ts';
import { createClient as clientOf } from './snippets/apolloClient.ts';
import { CALLS, CONNECTIONS_WITHOUT_X, startAll } from './upstreams.ts';

test('Apollo Client pages through connections into one list of its cache', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const query = client.watchQuery({ query: ConnectionsDocument, variables: { first: 5 }, errorPolicy: 'all' });
  const subscription = query.subscribe(() => undefined);
  const { data } = await firstValueFrom(query.pipe(filter(({ loading }) => !loading)));
  let pageInfo = data?.connections?.pageInfo;
  while (pageInfo?.hasNextPage) {
    const next = await query.fetchMore({ variables: { after: pageInfo.endCursor } });
    pageInfo = next.data?.connections.pageInfo;
  }
  const all = client.readQuery({ query: ConnectionsDocument, variables: { first: 5 } });
  subscription.unsubscribe();
  expect(new Set(all?.connections.edges.map(({ node }) => node.id)).size).toBe(CONNECTIONS_WITHOUT_X + 2);
});

test('Apollo Client pages through connections from the end', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const query = client.watchQuery<Backwards>({
    query: gql`
      query ($before: String) {
        connections(last: 5, before: $before) {
          edges { cursor node { id } }
          pageInfo { hasPreviousPage startCursor hasNextPage endCursor }
        }
      }
    `,
  });
  const subscription = query.subscribe(() => undefined);
  await firstValueFrom(query.pipe(filter(({ loading }) => !loading)));
  let pageInfo = client.readQuery<Backwards>(query.options)?.connections.pageInfo;
  while (pageInfo?.hasPreviousPage) {
    pageInfo = (await query.fetchMore({ variables: { before: pageInfo.startCursor } })).data?.connections.pageInfo;
  }
  const all = client.readQuery<Backwards>(query.options);
  subscription.unsubscribe();
  const { data: forwards } = await clientOf(url).query({ query: ConnectionsDocument, variables: { first: 100 } });
  expect(all?.connections.edges.map(({ node }) => node.id)).toEqual(
    forwards?.connections.edges.map(({ node }) => node.id),
  );
});

test('Apollo Client pages through the active calls of one connection', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const { data: list } = await client.query({ query: TelnyxConnectionsDocument });
  const busy = list?.telnyxConnections.edges.find(({ node }) => node.activeCalls?.totalCount === CALLS)?.node;
  const variables = { id: busy?.id ?? '', first: 3 };
  const query = client.watchQuery({
    query: TelnyxConnectionCallsDocument,
    variables,
  });
  const subscription = query.subscribe(() => undefined);
  await firstValueFrom(query.pipe(filter(({ loading }) => !loading)));
  let pageInfo = pageInfoOf(client.readQuery({ query: TelnyxConnectionCallsDocument, variables }));
  while (pageInfo?.hasNextPage) {
    const { data: page } = await query.fetchMore({ variables: { after: pageInfo.endCursor } });
    pageInfo = pageInfoOf(page);
  }
  const all = client.readQuery({ query: TelnyxConnectionCallsDocument, variables });
  subscription.unsubscribe();
  const calls = all?.node?.__typename === 'TelnyxConnection' ? all.node.activeCalls : undefined;
  expect(calls?.totalCount).toBe(CALLS);
  expect(new Set(calls?.edges.map(({ node }) => node.id)).size).toBe(CALLS);
});

test('Apollo Client throws the data of the other sources away by default', async () => {
  const { url } = await startAll({ down: true });
  await expect(clientOf(url).query({ query: ConnectionsDocument })).rejects.toThrow('"x"');
});

test('with `errorPolicy: "all"`, Apollo Client shows the other sources and the error of the one that is down', async () => {
  const { url } = await startAll({ down: true });
  const { data, error } = await clientOf(url).query({ query: ConnectionsDocument, errorPolicy: 'all' });
  expect(data?.connections.edges).toHaveLength(CONNECTIONS_WITHOUT_X);
  expect(error).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'x' } }] });
});

test('the cache of Apollo Client keeps lists with different arguments apart', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const query: TypedDocumentNode<EmsNames> = gql`
    query ($sources: [String!]) {
      emsConnections(sources: $sources) { edges { cursor node { id name } } }
    }
  `;
  for (const name of ['fra', 'ams']) await client.query({ query, variables: { sources: [name] } });
  const cached = client.readQuery({ query, variables: { sources: ['fra'] } });
  const names = cached?.emsConnections.edges.map(({ node }) => node.name);
  expect(names?.sort()).toEqual(['fra 1', 'fra 2', 'fra 3']);
});

test('the cache of Apollo Client tells servers with the same native IDs apart', async () => {
  const { url } = await startAll();
  const client = clientOf(url);
  const { data } = await client.query({ query: EmsConnectionsDocument, variables: { first: 100 } });
  const cached = client.readQuery({ query: EmsConnectionsDocument, variables: { first: 100 } });
  expect(cached).toEqual(data);
  for (const { node } of cached?.emsConnections.edges ?? []) expect(node.name.split(' ')[0]).toBe(node.source.name);
  expect(cached?.emsConnections.edges).toHaveLength(6);
});

interface EmsNames {
  readonly emsConnections: { readonly edges: readonly { readonly node: { readonly name: string } }[] };
}

interface Backwards {
  readonly connections: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string };
  };
}

function pageInfoOf(data: TelnyxConnectionCallsQuery | null | undefined) {
  return data?.node?.__typename === 'TelnyxConnection' ? data.node.activeCalls?.pageInfo : undefined;
}
