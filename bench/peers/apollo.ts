import type { AugmentedRequest } from '@apollo/datasource-rest';
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { CallRow, EmsRow, TelnyxRow, XRow } from '../benchmark/floor/rows.ts';
import { X_FIELDS } from './paths.ts';
import { type PeerContext, resolvers, typeDefs, type Upstreams } from './resolvers.ts';

/*
 * Apollo Server as its documentation shows it: startStandaloneServer, and a RESTDataSource for each REST API.
 */

const { EMS_URL = '', TELNYX_BASE_URL = '', TELNYX_API_KEY = '', X_BASE_URL = '', X_BEARER_TOKEN = '' } = process.env;

class EmsApi extends RESTDataSource {
  override baseURL = `${EMS_URL}/`;

  async connections() {
    // EMS sends JSON as text/plain.
    return JSON.parse(await this.get<string>('listConnections')).data as readonly EmsRow[];
  }
}

class TelnyxApi extends RESTDataSource {
  override baseURL = `${TELNYX_BASE_URL}/`;

  override willSendRequest(_path: string, request: AugmentedRequest) {
    request.headers['authorization'] = `Bearer ${TELNYX_API_KEY}`;
  }

  async connections(first: number) {
    const params = { 'page[number]': '1', 'page[size]': String(first), sort: '-created_at' };
    return (await this.get<{ data: readonly TelnyxRow[] }>('connections', { params })).data;
  }

  async activeCalls(connectionId: string, first: number) {
    const params = { 'page[limit]': String(first) };
    const path = `connections/${encodeURIComponent(connectionId)}/active_calls`;
    return (await this.get<{ data: readonly CallRow[] }>(path, { params })).data;
  }
}

class XApi extends RESTDataSource {
  override baseURL = `${X_BASE_URL}/2/`;

  override willSendRequest(_path: string, request: AugmentedRequest) {
    request.headers['authorization'] = `Bearer ${X_BEARER_TOKEN}`;
  }

  async connections() {
    const params = { status: 'all', max_results: '100', 'connection.fields': X_FIELDS };
    return (await this.get<{ data: readonly XRow[] }>('connections', { params })).data;
  }
}

const server = new ApolloServer<PeerContext>({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => {
    const { cache } = server;
    const ems = new EmsApi({ cache });
    const telnyx = new TelnyxApi({ cache });
    const x = new XApi({ cache });
    const upstreams: Upstreams = {
      emsConnections: () => ems.connections(),
      telnyxConnections: (first) => telnyx.connections(first),
      activeCalls: (connectionId, first) => telnyx.activeCalls(connectionId, first),
      xConnections: () => x.connections(),
    };
    return { upstreams };
  },
});
console.log(`Apollo Server is running at ${url}graphql`);
