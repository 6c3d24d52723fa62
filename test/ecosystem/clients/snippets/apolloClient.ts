// apolloClient.ts
import {
  ApolloClient,
  type FieldMergeFunction,
  type FieldPolicy,
  type FieldReadFunction,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import possibleTypes from 'switchboard/possibleTypes';

// A list of its own for each filter and order, whatever the page.
const paging = ['first', 'after', 'last', 'before'];
const pages = relayStylePagination((args) =>
  Object.keys(args ?? {})
    .sort()
    .filter((name) => !paging.includes(name)),
);

// `activeCalls` is null for a connection that cannot have calls. `relayStylePagination` alone takes that for "not read yet".
const nullablePages: FieldPolicy = {
  ...pages,
  read: (existing, options) => existing && (pages.read as FieldReadFunction)(existing, options),
  merge: (existing, incoming, options) => incoming && (pages.merge as FieldMergeFunction)(existing, incoming, options),
};

export const createClient = (uri: string) =>
  new ApolloClient({
    link: new HttpLink({ uri }),
    cache: new InMemoryCache({
      ...possibleTypes,
      typePolicies: {
        Query: {
          fields: {
            connections: pages,
            emsConnections: pages,
            telnyxConnections: pages,
            xStreamConnections: pages,
          },
        },
        TelnyxConnection: { fields: { activeCalls: nullablePages } },
      },
    }),
  });
