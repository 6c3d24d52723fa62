import { commonSettings, httpUrl, type Provider, secret, sourceOfVariables } from '../provider.ts';
import { resolvers } from './resolvers.ts';
import { sandboxApiKey, startTelnyxSandbox } from './sandbox.ts';
import { TelnyxSource } from './source.ts';

const settings = commonSettings.extend({
  apiKey: secret,
  /** With its `/v2`. */
  baseUrl: httpUrl.default('https://api.telnyx.com/v2'),
});

/** Telnyx voice. */
export const telnyx: Provider = {
  name: 'TELNYX',
  nodeTypes: ['TelnyxConnection', 'ActiveCall'],
  source: settings.transform((checked) => ({ name: checked.name, create: () => new TelnyxSource(checked) })),
  resolvers,

  variable: 'TELNYX_API_KEY',
  fromEnvironment: (environment) =>
    sourceOfVariables('telnyx', { apiKey: 'TELNYX_API_KEY', baseUrl: 'TELNYX_BASE_URL' }, environment),

  async startSandbox() {
    const server = await startTelnyxSandbox();
    return {
      settings: { name: 'telnyx', apiKey: sandboxApiKey, baseUrl: `${server.url}/v2` },
      summary: 'a Telnyx account with trunks, applications and the calls on them',
      close: () => server.close(),
    };
  },
};
