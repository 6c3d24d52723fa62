import { commonSettings, httpUrl, type Provider, secret } from '../provider.ts';
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

  fromEnvironment({ TELNYX_API_KEY, TELNYX_BASE_URL }) {
    if (!TELNYX_API_KEY && !TELNYX_BASE_URL) return [];
    return [
      {
        settings: { name: 'telnyx', apiKey: TELNYX_API_KEY, ...(TELNYX_BASE_URL && { baseUrl: TELNYX_BASE_URL }) },
        variables: { apiKey: 'TELNYX_API_KEY', baseUrl: 'TELNYX_BASE_URL' },
      },
    ];
  },

  async startSandbox() {
    const server = await startTelnyxSandbox();
    return {
      settings: { name: 'telnyx', apiKey: sandboxApiKey, baseUrl: `${server.url}/v2` },
      summary: 'a Telnyx account with trunks, applications and the calls on them',
      close: () => server.close(),
    };
  },
};
