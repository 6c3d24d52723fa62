import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { emsProtocol, emsStream, epoch } from '../../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { xRow } from '../../fixtures/xstream.ts';
import { type Switchboard, startSwitchboard } from '../../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../../support/upstreams.ts';

export const CALLS = 7;

/** Connections with the same native IDs on every server, and names that tell the servers apart. */
function emsRows(server: string): readonly MockRow[] {
  return [1, 2, 3].map((id) => ({
    carrier: { id, type: 'IOHT_TCP_CARRIER', farIP: '192.0.2.1', rx: id, tx: server.length },
    stack: [
      emsProtocol({ id, creationTimestamp: epoch + id, streams: [{ ...emsStream(`${server} ${id}`), uniqueId: id }] }),
    ],
  }));
}

/**
 * Switchboard with all providers. Two EMS servers and two Telnyx accounts use the same native IDs.
 *
 * @param down whether X responds with HTTP 503
 */
export async function startAll({ down = false } = {}): Promise<Switchboard> {
  const rows = [1, 2, 3].map((number) => telnyxRow(number));
  const calls = new Map([[telnyxId(1), Array.from({ length: CALLS }, (_, index) => callRow(index + 1))]]);
  const x = down ? await startDownX() : await startX([xRow(1), xRow(2)]);
  const upstreams = [
    await startEms(emsRows('fra'), 'fra'),
    await startEms(emsRows('ams'), 'ams'),
    await startTelnyx(rows, calls, 'support'),
    await startTelnyx(rows, calls, 'sales'),
    x,
  ];
  return startSwitchboard(...upstreams.map(({ settings }) => settings));
}

/** The number of connections of `startAll`, without those of X. */
export const CONNECTIONS_WITHOUT_X = 12;

async function startDownX() {
  const { url } = await startServerOf((_request, response) => {
    response.writeHead(503).end();
  });
  return { settings: { provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url } };
}
