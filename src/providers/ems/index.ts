import { commonSettings, httpUrl, type Provider } from '../provider.ts';
import { resolvers } from './resolvers.ts';
import { startEmsSandbox } from './sandbox.ts';
import { EmsSource } from './source.ts';

const settings = commonSettings.extend({
  /** Of the HTTP CLI, or of an apiProxy in front of it, with its path and its Basic credentials. */
  url: httpUrl,
});

/** EvoStream Media Server. */
export const ems: Provider = {
  name: 'EMS',
  nodeTypes: ['EmsConnection'],
  source: settings.transform((checked) => ({ name: checked.name, create: () => new EmsSource(checked) })),
  resolvers,

  variable: 'EMS_URL',
  fromEnvironment({ EMS_URL }) {
    if (EMS_URL === undefined) return [];
    const texts = EMS_URL.split(',').map((text) => text.trim());
    // Commas alone name no server: one that is wrong, rather than none, which would start the stand-ins.
    const servers = texts.some(Boolean) ? texts.filter(Boolean) : [''];
    return servers.map((server, index) => {
      const [, name, url] = /^([\w.-]+)=(.*)$/.exec(server) ?? [];
      const [fallback, variable] =
        servers.length === 1 ? ['ems', 'EMS_URL'] : [`ems-${index + 1}`, `EMS_URL, server ${index + 1}`];
      return {
        settings: { name: name ?? fallback, url: url ?? server },
        variables: { name: variable, url: variable },
      };
    });
  },

  async startSandbox() {
    const server = await startEmsSandbox();
    return {
      settings: { name: 'ems', url: server.url },
      summary: 'an EvoStream Media Server with publishers, players, pulls, pushes and file outputs',
      close: () => server.close(),
    };
  },
};
