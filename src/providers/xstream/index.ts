import { sourceOfVariables } from '../environment.ts';
import type { Provider } from '../provider.ts';
import { commonSettings, httpUrl, lifetimeSetting, secret } from '../settings.ts';
import { resolvers } from './resolvers.ts';
import { sandboxBearerToken, startXSandbox } from './sandbox/server.ts';
import { XSource } from './source.ts';

const settings = commonSettings.extend({
  bearerToken: secret,
  /** Without the `/2` of its paths. */
  baseUrl: httpUrl.default('https://api.x.com'),
  /** X counts calls in windows of 15 minutes, tells nobody how many are allowed, and may charge for each. */
  connectionsLifetimeMs: lifetimeSetting(30_000),
});

/** X, formerly Twitter: the streaming connections of a developer app. */
export const xstream: Provider = {
  name: 'X',
  nodeTypes: ['XStreamConnection'],
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
    const server = await startXSandbox();
    return {
      settings: { name: 'x', bearerToken: sandboxBearerToken, baseUrl: server.url },
      summary: 'an X developer app whose streaming clients come and go',
      close: () => server.close(),
    };
  },
};
