import { closed } from '../fixtures/xstream.ts';
import { startX } from '../support/upstreams.ts';
import { testProvider } from './testProvider.ts';

testProvider({
  name: 'X',
  list: 'xStreamConnections',
  // Without it only the open ones are listed.
  listArguments: 'status: ALL',
  connectionType: 'XStreamConnection',
  sourceType: 'XSource',
  row: ({ nativeId, name, active, createdAt }) => ({
    id: nativeId,
    endpoint_name: name,
    connected_at: createdAt,
    client_ip: '203.0.113.10',
    ...(!active && closed),
  }),
  start: startX,
  answer: (rows) => JSON.stringify({ data: rows, meta: { result_count: rows.length } }),
  brokenRow: null,
  settings: (url, bearerToken) => ({ bearerToken, baseUrl: url }),
  path: '/2/connections',
  authorization: (secret) => `Bearer ${secret}`,
});
