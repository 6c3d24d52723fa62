// urql.ts
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { keys, schema } from 'switchboard/graphcache';

const resolvers = {
  Query: {
    connections: relayPagination(),
    emsConnections: relayPagination(),
    telnyxConnections: relayPagination(),
    xStreamConnections: relayPagination(),
  },
  TelnyxConnection: { activeCalls: relayPagination() },
};

export const createClient = (url: string) =>
  new Client({
    url,
    preferGetMethod: false, // Switchboard refuses GET requests that another site could have sent.
    exchanges: [cacheExchange({ schema, keys, resolvers }), fetchExchange],
  });
