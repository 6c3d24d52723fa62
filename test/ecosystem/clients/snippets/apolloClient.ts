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

const pages = relayStylePagination();

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
            connections: relayStylePagination(['filter', 'orderBy']),
            emsConnections: relayStylePagination(['filter', 'orderBy']),
            telnyxConnections: relayStylePagination(['filter', 'sort']),
            xStreamConnections: relayStylePagination(['status']),
          },
        },
        TelnyxConnection: { fields: { activeCalls: nullablePages } },
      },
    }),
  });
