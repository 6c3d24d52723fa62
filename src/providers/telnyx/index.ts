import { sourceOfVariables } from '../environment.ts';
import type { Provider } from '../provider.ts';
import { commonSettings, httpUrl, lifetimeSetting, secret } from '../settings.ts';
import { resolvers } from './resolvers.ts';
import { sandboxApiKey, startTelnyxMockServer } from './sandbox/server.ts';
import { TelnyxSource } from './source.ts';

const settings = commonSettings.extend({
  apiKey: secret,
  /** Includes `/v2`. */
  baseUrl: httpUrl.default('https://api.telnyx.com/v2'),
  /** Connections change rarely, but a user who has just changed one expects to see the change. */
  connectionsLifetimeMs: lifetimeSetting(5_000),
  /** Calls start and end every second, and their durations are in seconds. */
  activeCallsLifetimeMs: lifetimeSetting(1_000),
});

/** Telnyx voice. */
export const telnyx: Provider = {
  name: 'TELNYX',
  nodeTypes: ['TelnyxConnection', 'ActiveCall'],
  requestKey: ({ filter, sort, orderBy }) => [filter, sort, orderBy],
  source: settings.transform((checked) => ({
    name: checked.name,
    create: (observer) => new TelnyxSource(checked, observer),
  })),
  resolvers,

  settings: Object.keys(settings.shape),
  prefix: 'TELNYX',
  sharesPrefix: false,
  // https://github.com/team-telnyx/telnyx-node reads these.
  foreignVariables: [
    'TELNYX_CLIENT_ID',
    'TELNYX_CLIENT_SECRET',
    'TELNYX_CUSTOM_HEADERS',
    'TELNYX_LOG',
    'TELNYX_PUBLIC_KEY',
  ],
  variable: 'TELNYX_API_KEY',
  fromEnvironment: (environment) => sourceOfVariables('telnyx', 'TELNYX', Object.keys(settings.shape), environment),

  async startSandbox() {
    const server = await startTelnyxMockServer();
    return {
      settings: { name: 'telnyx', apiKey: sandboxApiKey, baseUrl: `${server.url}/v2` },
      summary: 'a Telnyx account with trunks, applications and their active calls',
      close: () => server.close(),
    };
  },
};
