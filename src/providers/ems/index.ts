import { sourceOfVariables, variablesOf } from '../environment.ts';
import type { Provider } from '../provider.ts';
import { commonSettings, httpUrl, lifetimeSetting, wholeNumber } from '../settings.ts';
import { resolvers } from './resolvers.ts';
import { startEmsMockServer } from './sandbox/server.ts';
import { EmsSource } from './source.ts';

const settings = commonSettings.extend({
  /** The URL of the HTTP CLI, or of an apiProxy before it, with its path and its Basic credentials. */
  url: httpUrl,
  /** Less than 30 seconds: after that time EMS silently omits the connections of an edge process that does not respond. */
  timeoutMs: wholeNumber(1, 29_000, 10_000),
  /** Short, because connections change every second. Not zero, because EMS visits all its connections for each response. */
  connectionsLifetimeMs: lifetimeSetting(1_000),
  countsLifetimeMs: lifetimeSetting(1_000),
});

/** EvoStream Media Server. */
export const ems: Provider = {
  name: 'EMS',
  nodeTypes: ['EmsConnection'],
  // Filters, orders and pages are applied here.
  requestKey: ({ excludeNonNetworkProtocols = null }) => excludeNonNetworkProtocols,
  source: settings.transform((checked) => ({
    name: checked.name,
    create: (observer) => new EmsSource(checked, observer),
  })),
  resolvers,

  settings: Object.keys(settings.shape),
  prefix: 'EMS',
  sharesPrefix: false,
  foreignVariables: [],
  variable: 'EMS_URL',
  fromEnvironment(environment) {
    const names = Object.keys(settings.shape);
    const { EMS_URL } = environment;
    // If only other settings are set, this source has no URL, and that is reported.
    if (EMS_URL === undefined) return sourceOfVariables('ems', 'EMS', names, environment);
    const { url: _, ...variables } = variablesOf('EMS', names);
    const shared = Object.entries(variables).map(([setting, variable]) => [setting, environment[variable]]);
    const texts = EMS_URL.split(',').map((text) => text.trim());
    // Only commas: one server with an invalid URL is reported. With no server at all, the sandbox would start.
    const servers = texts.some(Boolean) ? texts.filter(Boolean) : [''];
    return servers.map((server, index) => {
      const [, name, url] = /^([\w.-]+)=(.*)$/.exec(server) ?? [];
      const [fallback, variable] =
        servers.length === 1 ? ['ems', 'EMS_URL'] : [`ems-${index + 1}`, `EMS_URL, server ${index + 1}`];
      return {
        settings: { ...Object.fromEntries(shared), name: name ?? fallback, url: url ?? server },
        variables: { ...variables, name: variable, url: variable },
      };
    });
  },

  async startSandbox() {
    const server = await startEmsMockServer();
    return {
      settings: { name: 'ems', url: server.url },
      summary: 'an EvoStream Media Server with publishers, players, pulls, pushes and file outputs',
      close: () => server.close(),
    };
  },
};
