import { expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { emsProtocol, emsStream } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

/** A row of a connection with one stream. */
function row(id: number, stream: MockRow, type = 'IR'): MockRow {
  return { carrier: null, stack: [emsProtocol({}), emsProtocol({ id, type, streams: [stream] })] };
}

function publisher(id: number, uniqueId: number, outStreamsUniqueIds: readonly number[] | null): MockRow {
  return row(id, { ...emsStream('cam1'), uniqueId, outStreamsUniqueIds });
}

/** `connectionType` is 0 for a stream that a client opened, 2 for a push, and 3 to 7 for outputs to files. */
function output(id: number, uniqueId: number, inStreamUniqueId: number, type = 'ONR', connectionType = 0): MockRow {
  const { outStreamsUniqueIds: _, ...stream } = emsStream('cam1');
  return row(id, { ...stream, type, uniqueId, inStreamUniqueId, connectionType });
}

const LINKS = `nativeId streams {
  nativeId viewerCount inStreamNativeId outStreamNativeIds connection { nativeId }
  inStream { nativeId connection { nativeId } } outStreams { nativeId connection { nativeId } }
}`;

/** The only stream of each connection, by the connection's ID. */
async function streamsOf(rows: readonly MockRow[]): Promise<Readonly<Record<string, unknown>>> {
  const nodes: { nativeId: string; streams: unknown[] }[] = await emsNodes(rows, LINKS);
  return Object.fromEntries(nodes.map(({ nativeId, streams }) => [nativeId, streams[0]]));
}

const streamOn = (stream: number, connection: number) => ({
  nativeId: String(stream),
  connection: { nativeId: String(connection) },
});

// As listed by a running server: a publisher with players over RTSP and RTMP, a push, and outputs to files.
test('an incoming stream has its outgoing streams, each with its connection, and counts the viewers among them', async () => {
  const streams = await streamsOf([
    publisher(345, 5, [6, 8, 14, 15, 21]),
    output(361, 6, 5, 'ONP'),
    output(371, 8, 5),
    output(408, 14, 5, 'ONR', 2),
    output(415, 15, 5, 'OFHLS', 3),
    output(437, 21, 5, 'OFRFLV', 7),
  ]);

  expect(streams['345']).toEqual({
    ...streamOn(5, 345),
    viewerCount: 2,
    inStreamNativeId: null,
    inStream: null,
    outStreamNativeIds: ['6', '8', '14', '15', '21'],
    outStreams: [streamOn(6, 361), streamOn(8, 371), streamOn(14, 408), streamOn(15, 415), streamOn(21, 437)],
  });
  for (const [stream, connection] of [
    [6, 361],
    [8, 371],
    [14, 408],
    [15, 415],
    [21, 437],
  ] as const) {
    expect(streams[connection]).toEqual({
      ...streamOn(stream, connection),
      viewerCount: 0,
      inStreamNativeId: '5',
      inStream: streamOn(5, 345),
      outStreamNativeIds: [],
      outStreams: [],
    });
  }
});

test('a linked stream that is not in the listing is null or omitted, but its ID is returned', async () => {
  const streams = await streamsOf([publisher(1, 5, [6, 99]), output(2, 6, 5), output(3, 7, 98)]);

  expect(streams).toMatchObject({
    1: { outStreamNativeIds: ['6', '99'], outStreams: [streamOn(6, 2)], viewerCount: 1 },
    3: { inStreamNativeId: '98', inStream: null },
  });
});

test('an outgoing stream that is listed twice counts as one viewer', async () => {
  const streams = await streamsOf([publisher(1, 5, [6, 6]), output(2, 6, 5)]);
  expect(streams['1']).toMatchObject({ outStreams: [streamOn(6, 2)], viewerCount: 1 });
});

test('a stream without outgoing streams has no viewers', async () => {
  const streams = await streamsOf([publisher(1, 5, null)]);
  expect(streams['1']).toMatchObject({ outStreamNativeIds: [], outStreams: [], viewerCount: 0, inStream: null });
});

test('streams of different servers are never linked, even if their IDs are the same', async () => {
  const one = await startEms([publisher(1, 5, [6]), output(2, 6, 5)], 'one');
  const other = await startEms([publisher(1, 5, [6, 7]), output(3, 6, 5), output(4, 7, 5)], 'other');
  const { query } = await startSwitchboard(one.settings, other.settings);

  const { data } = await query(
    `{ emsConnections { nodes { source { name } streams { viewerCount outStreams { connection { nativeId source { name } } } } } } }`,
  );

  const outputsOf = (source: string, ids: readonly string[]) => ({
    viewerCount: ids.length,
    outStreams: ids.map((nativeId) => ({ connection: { nativeId, source: { name: source } } })),
  });
  expect(data.emsConnections.nodes).toEqual(
    expect.arrayContaining([
      { source: { name: 'one' }, streams: [outputsOf('one', ['2'])] },
      { source: { name: 'other' }, streams: [outputsOf('other', ['3', '4'])] },
    ]),
  );
});

test('links make no additional request, even to 5,000 streams', async () => {
  const viewers = Array.from({ length: 5000 }, (_, index) => index + 10);
  const rows = [publisher(1, 5, viewers), ...viewers.map((id) => output(id, id, 5))];
  const { settings, requests } = await startEms(rows);
  const { query } = await startSwitchboard(settings);

  const { data, errors } = await query(`{ emsConnections(first: 250, filter: { direction: OUT }) {
    nodes { streams { inStream { viewerCount connection { nativeId } } } }
  } }`);

  expect(errors).toEqual([]);
  expect(requests).toHaveLength(1);
  const inStream = { viewerCount: 5000, connection: { nativeId: '1' } };
  expect(data.emsConnections.nodes).toEqual(Array(250).fill({ streams: [{ inStream }] }));
});
