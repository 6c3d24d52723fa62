import { emsRow, emsStream, epoch } from '../test/fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../test/fixtures/telnyx.ts';
import { xRow } from '../test/fixtures/xstream.ts';

/*
 * What the mock servers of the benchmarks contain. No two connections have the same creation time, so that every server can sort
 * them without breaking ties.
 */

const MINUTE_MS = 60_000;

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** An EMS with this many connections. One publisher feeds all other streams. */
export function emsWorld(connections: number) {
  const rows = numbersTo(connections).map((id) => (id === 1 ? publisher(connections) : viewer(id)));
  return { connections: () => rows, connectionsCount: () => connections, connectionsCountLimit: 0 };
}

/** A Telnyx account with this many connections, each with this many active calls. */
export function telnyxWorld(connections: number, calls: number) {
  const rows = numbersTo(connections).map((number) => telnyxRow(number));
  const callsById = new Map(
    numbersTo(connections).map((number) => [
      telnyxId(number),
      Array.from({ length: calls }, (_, call) => callRow(number * 100 + call)),
    ]),
  );
  return { connections: () => rows, activeCalls: (id: string) => callsById.get(id) ?? null };
}

/** An X app with this many open connections. */
export function xWorld(connections: number) {
  const rows = numbersTo(connections).map((number) =>
    xRow(number, { connected_at: new Date(epoch + number * MINUTE_MS + 20_000).toISOString() }),
  );
  return { connections: () => rows };
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
  const row = emsRow({ id, createdAt: epoch + id * MINUTE_MS + 40_000, stream: null });
  const stack = (row['stack'] as object[]).map((protocol, index, all) =>
    index === all.length - 1 ? { ...protocol, streams: [stream] } : protocol,
  );
  return { ...row, stack };
}
