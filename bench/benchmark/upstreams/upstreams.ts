import { startEmsMockServer } from '../../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxMockServer } from '../../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXMockServer } from '../../../src/providers/xstream/sandbox/server.ts';
import { emsWorld, telnyxWorld, xWorld } from '../../worlds.ts';
import { type Conditions, startReplay } from './replay.ts';

/** More than a page of W3, so that every page of calls has a next one. */
const CALLS = 12;

/** The upstreams of a run: a replay of the mock server of each provider, with this many connections each. */
export async function startUpstreams(connections: number) {
  const mocks = await Promise.all([
    startEmsMockServer({ world: emsWorld(connections) }),
    startTelnyxMockServer({ world: telnyxWorld(connections, CALLS) }),
    startXMockServer({ world: xWorld(connections) }),
  ]);
  const conditions: Conditions = { latencyMs: 0, failEvery: 0 };
  const [ems, telnyx, x] = await Promise.all([
    startReplay(mocks[0].url, conditions),
    startReplay(mocks[1].url, conditions),
    startReplay(mocks[2].url, conditions),
  ]);
  const replays = [ems, telnyx, x];
  return {
    /** Environment variables of Switchboard. The other servers read the same. */
    environment: {
      EMS_URL: ems.url,
      TELNYX_BASE_URL: `${telnyx.url}/v2`,
      TELNYX_API_KEY: sandboxApiKey,
      X_BASE_URL: x.url,
      X_BEARER_TOKEN: sandboxBearerToken,
    },
    conditions,
    counts: (): UpstreamCounts => ({
      requests: { ems: ems.requests, telnyx: telnyx.requests, x: x.requests },
      refused: replays.flatMap(({ refused }) => refused),
    }),
    close: async () => {
      await Promise.all([...replays, ...mocks].map((server) => server.close()));
    },
  };
}

export type Upstreams = Awaited<ReturnType<typeof startUpstreams>>;
export type UpstreamEnvironment = Upstreams['environment'];

/** What the upstreams have received since they started. */
export interface UpstreamCounts {
  readonly requests: { readonly ems: number; readonly telnyx: number; readonly x: number };
  /** Requests with a wrong path, parameter or credential. */
  readonly refused: readonly string[];
}
