import { startEmsMockServer } from '../../src/providers/ems/sandbox/server.ts';
import { sandboxApiKey, startTelnyxMockServer } from '../../src/providers/telnyx/sandbox/server.ts';
import { sandboxBearerToken, startXMockServer } from '../../src/providers/xstream/sandbox/server.ts';
import { emsRow, emsStream } from '../../test/fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../../test/fixtures/telnyx.ts';
import { xRow } from '../../test/fixtures/xstream.ts';

/** Responses are cached for the whole run, because decoding them is not what is measured. */
const CACHED = { staleMs: 0, cacheBytes: 1_000_000_000 };
const HOUR_MS = 3_600_000;
const CALLS = 20;

/** A mock server of each provider with this many connections. One EMS publisher feeds all other streams. */
export async function startUpstreams(rows: number) {
  const numbers = Array.from({ length: rows }, (_, index) => index + 1);
  const emsRows = numbers.map((id) => (id === 1 ? publisher(rows) : viewer(id)));
  const telnyxRows = numbers.map((number) => telnyxRow(number));
  const calls = new Map(
    numbers.map((number) => [
      telnyxId(number),
      Array.from({ length: CALLS }, (_, call) => callRow(number * 100 + call)),
    ]),
  );
  const xRows = numbers.map((number) => xRow(number));
  const ems = await startEmsMockServer({
    world: { connections: () => emsRows, connectionsCount: () => rows, connectionsCountLimit: 0 },
  });
  const telnyx = await startTelnyxMockServer({
    world: { connections: () => telnyxRows, activeCalls: (id: string) => calls.get(id) ?? null },
  });
  const x = await startXMockServer({ world: { connections: () => xRows } });
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

function publisher(viewers: number) {
  const outStreamsUniqueIds = Array.from({ length: viewers - 1 }, (_, index) => index + 2);
  return withStream(1, { ...emsStream('studio'), uniqueId: 1, outStreamsUniqueIds });
}

function viewer(id: number) {
  return withStream(id, {
    ...emsStream('studio'),
    uniqueId: id,
    type: 'ONR',
    inStreamUniqueId: 1,
    outStreamsUniqueIds: null,
  });
}

function withStream(id: number, stream: object) {
  const row = emsRow({ id, stream: null });
  const stack = (row['stack'] as object[]).map((protocol, index, all) =>
    index === all.length - 1 ? { ...protocol, streams: [stream] } : protocol,
  );
  return { ...row, stack };
}
