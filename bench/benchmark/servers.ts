import { fileURLToPath } from 'node:url';
import { hashApiKey, makeApiKey } from '../../src/config/apiKey.ts';

/** How to start a server that is measured. */
export interface ServerKind {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Run with Node.js. */
  readonly file: string;
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether answers may come from a cache. */
  readonly warm: boolean;
  /** Whether it needs the packages in `bench/peers`. */
  readonly isPeer: boolean;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** No response is served from the cache, but identical requests in flight are still coalesced. */
const COLD = {
  EMS_CONNECTIONS_LIFETIME_MS: '0',
  TELNYX_CONNECTIONS_LIFETIME_MS: '0',
  TELNYX_ACTIVE_CALLS_LIFETIME_MS: '0',
  X_CONNECTIONS_LIFETIME_MS: '0',
};

/** Each operation is executed. */
const WITHOUT_REUSE = { ANSWER_CACHE_BYTES: '0' };

const API_KEY = makeApiKey();
const WITH_AUTHENTICATION = {
  SWITCHBOARD_API_KEY_SHA256: hashApiKey(API_KEY).toString('hex'),
  // The load comes from one caller.
  RATE_LIMIT_PER_MINUTE: '1000000',
};

/** As in the image and the systemd unit. */
const NODE_ARGUMENTS = ['--max-semi-space-size=8'];

/** What can be turned off without losing a feature of the answers. */
const BARE = { LOG_LEVEL: 'silent', METRICS: 'off' };

function switchboard(
  name: string,
  title: string,
  environment: ServerKind['environment'],
  options: Partial<ServerKind> = {},
): ServerKind {
  const warm = !('TELNYX_CONNECTIONS_LIFETIME_MS' in environment);
  // What the package and the image run.
  const file = path('../../dist/start.js');
  return {
    name,
    title,
    file,
    nodeArguments: NODE_ARGUMENTS,
    environment: { PORT: '0', ...environment },
    headers: {},
    warm,
    isPeer: false,
    ...options,
  };
}

function floor(name: string, title: string, cacheMs: number): ServerKind {
  return {
    name,
    title,
    file: path('floor/process.ts'),
    nodeArguments: [],
    environment: { CACHE_MS: String(cacheMs) },
    headers: {},
    warm: cacheMs > 0,
    isPeer: false,
  };
}

function peer(name: string, title: string, file: string, environment: ServerKind['environment'] = {}): ServerKind {
  return {
    name,
    title,
    file: path(`../peers/${file}`),
    nodeArguments: [],
    environment,
    headers: {},
    warm: false,
    isPeer: true,
  };
}

const authenticated = { headers: { authorization: `Bearer ${API_KEY}` } };

export const SERVERS: readonly ServerKind[] = [
  floor('floor', 'Floor: node:http and undici, no GraphQL', 0),
  floor('floor-cached', 'Floor with a cache of 1 s', 1_000),
  switchboard('switchboard', 'Switchboard, cold', COLD),
  switchboard('switchboard-warm', 'Switchboard, warm', {}),
  switchboard('switchboard-warm-no-reuse', 'Switchboard, warm, no reuse of finished answers', WITHOUT_REUSE),
  switchboard('switchboard-auth', 'Switchboard with API key, cold', { ...COLD, ...WITH_AUTHENTICATION }, authenticated),
  switchboard('switchboard-auth-warm', 'Switchboard with API key, warm', WITH_AUTHENTICATION, authenticated),
  switchboard('switchboard-bare', 'Switchboard without log and metrics, cold', { ...COLD, ...BARE }),
  peer('apollo', 'Apollo Server with RESTDataSource, as documented', 'apollo.ts'),
  peer('yoga-fetch', 'GraphQL Yoga with jit, on fetch', 'yoga.ts', { UPSTREAM_CLIENT: 'fetch' }),
  peer('yoga-undici', "GraphQL Yoga with jit, on the floor's client", 'yoga.ts', { UPSTREAM_CLIENT: 'undici' }),
  peer('mercurius-fetch', 'Mercurius with jit, on fetch', 'mercurius.ts', { UPSTREAM_CLIENT: 'fetch' }),
  peer('mercurius-undici', "Mercurius with jit, on the floor's client", 'mercurius.ts', { UPSTREAM_CLIENT: 'undici' }),
];

/** Switchboard in another checkout, to compare with. It must have been built. */
export function baseline(folder: string): readonly ServerKind[] {
  const options = { file: `${folder}/dist/start.js` };
  return [
    switchboard('baseline', 'Baseline, cold', COLD, options),
    switchboard('baseline-warm', 'Baseline, warm', {}, options),
  ];
}
