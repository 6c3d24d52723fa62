import { commonSettings, httpUrl, type Provider, secret, sourceOfVariables } from '../provider.ts';
import { resolvers } from './resolvers.ts';
import { sandboxBearerToken, startXSandbox } from './sandbox.ts';
import { XSource } from './source.ts';

const settings = commonSettings.extend({
  bearerToken: secret,
  /** Without the `/2` of its paths. */
  baseUrl: httpUrl.default('https://api.x.com'),
});

/** X, formerly Twitter: the streaming connections of a developer app. */
export const xstream: Provider = {
  name: 'X',
  nodeTypes: ['XStreamConnection'],
  source: settings.transform((checked) => ({ name: checked.name, create: () => new XSource(checked) })),
  resolvers,

  variable: 'X_BEARER_TOKEN',
  fromEnvironment: (environment) =>
    sourceOfVariables('x', { bearerToken: 'X_BEARER_TOKEN', baseUrl: 'X_BASE_URL' }, environment),

  async startSandbox() {
    const server = await startXSandbox();
    return {
      settings: { name: 'x', bearerToken: sandboxBearerToken, baseUrl: server.url },
      summary: 'an X developer app whose streaming clients come and go',
      close: () => server.close(),
    };
  },
};
