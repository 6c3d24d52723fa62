import type { AccessSettings } from '../../src/config/accessSettings.ts';
import type { DocumentSettings } from '../../src/config/documentSettings.ts';
import type { FederationSettings } from '../../src/config/federationSettings.ts';
import type { LimitSettings } from '../../src/config/limitSettings.ts';
import type { WebSettings } from '../../src/config/webSettings.ts';

/** The default settings of a server, as `readConfig({})` returns them, on a free port. */
const limits: LimitSettings = {
  maxCost: 75_000,
  maxAnswerBytes: 16_777_216,
  maxUpstreamRequests: 300,
  answerCacheBytes: 16_777_216,
};
const web: WebSettings = {
  allowedHosts: [],
  corsOrigins: [],
  introspection: 'on',
  explorer: undefined,
  persistedQueries: 'off',
  metrics: 'on',
  maxConnections: 1_000,
  maxConnectionsPerClient: 250,
};
const access: AccessSettings = { trustedProxies: [], operationsPerMinute: null, publicMetrics: false };
const documents: DocumentSettings = { manifest: null, trustedOnly: false };
/** Of a subgraph, as `readConfig({ FEDERATION: 'on' })` returns them. */
export const FEDERATION: FederationSettings = { nodeFields: true, accessDirectives: true, sdl: 'on', tracing: 'off' };
export const DEFAULTS = {
  host: '127.0.0.1',
  port: 0,
  operationTimeoutMs: 30_000,
  auth: null,
  access,
  limits,
  web,
  documents,
  federation: null,
};
