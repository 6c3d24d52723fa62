import { sourceOfVariables } from '../environment.ts';
import type { Provider } from '../provider.ts';
import { commonSettings, httpUrl, lifetimeSetting, secret } from '../settings.ts';
import { resolvers } from './resolvers.ts';
import { sandboxBearerToken, startXMockServer } from './sandbox/server.ts';
import { XSource } from './source.ts';

const settings = commonSettings.extend({
  bearerToken: secret,
  /** Without the `/2` at the start of every path. */
  baseUrl: httpUrl.default('https://api.x.com'),
  /** X has rate-limit windows of 15 minutes, does not publish how many requests each allows, and may charge for them. */
  connectionsLifetimeMs: lifetimeSetting(30_000),
});

/** X: the streaming connections of a developer app. */
export const xstream: Provider = {
  name: 'X',
  nodeTypes: ['XStreamConnection'],
  requestKey: ({ status, endpoints, filter }) => [status, endpoints, Object(filter).active],
  source: settings.transform((checked) => ({
    name: checked.name,
    create: (observer) => new XSource(checked, observer),
  })),
  resolvers,

  settings: Object.keys(settings.shape),
  prefix: 'X',
  sharesPrefix: true,
  foreignVariables: [],
  variable: 'X_BEARER_TOKEN',
  fromEnvironment: (environment) => sourceOfVariables('x', 'X', Object.keys(settings.shape), environment),

  async startSandbox() {
    const server = await startXMockServer();
    return {
      settings: { name: 'x', bearerToken: sandboxBearerToken, baseUrl: server.url },
      summary: 'an X developer app whose streaming clients connect and disconnect',
      close: () => server.close(),
    };
  },
};
