import { startEmsMockServer } from '../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxMockServer } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXMockServer } from '../../src/providers/xstream/sandbox/server.ts';
import { emsWorld, telnyxWorld, xWorld } from '../worlds.ts';

/** Responses are cached for the whole run, because decoding them is not what is measured. */
const CACHED = { staleMs: 0, cacheBytes: 1_000_000_000 };
const HOUR_MS = 3_600_000;
const CALLS = 20;

/** A mock server of each provider with this many connections. One EMS publisher feeds all other streams. */
export async function startUpstreams(rows: number) {
  const ems = await startEmsMockServer({ world: emsWorld(rows) });
  const telnyx = await startTelnyxMockServer({ world: telnyxWorld(rows, CALLS) });
  const x = await startXMockServer({ world: xWorld(rows) });
  return {
    settings: [
      { provider: 'EMS', name: 'ems', url: ems.url, connectionsLifetimeMs: HOUR_MS, ...CACHED },
      {
        provider: 'TELNYX',
        name: 'telnyx',
        apiKey: sandboxApiKey,
        baseUrl: `${telnyx.url}/v2`,
        connectionsLifetimeMs: HOUR_MS,
        activeCallsLifetimeMs: HOUR_MS,
        ...CACHED,
      },
      {
        provider: 'X',
        name: 'x',
        bearerToken: sandboxBearerToken,
        baseUrl: x.url,
        connectionsLifetimeMs: HOUR_MS,
        ...CACHED,
      },
    ],
    close: async () => {
      await Promise.all([ems.close(), telnyx.close(), x.close()]);
    },
  };
}
