import { describe, expect, test } from 'vitest';
import { emsProtocol, emsStream } from '../../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

/** The direction of a connection whose stack ends with this protocol, with these other members. */
async function directionOf(type: string, streamTypes: readonly string[] | undefined, members: object = {}) {
  const streams = streamTypes?.map((streamType, index) => ({
    ...emsStream('cam1'),
    type: streamType,
    uniqueId: index + 1,
  }));
  const stack = [emsProtocol({}), emsProtocol({ id: 2, type, ...(streams && { streams }) })];
  const [{ direction }] = await emsNodes([{ carrier: null, ...members, stack }], 'direction');
  return direction;
}

// The combinations of types that a running server listed.
describe('the direction follows from the streams for', () => {
  test.each([
    ['a publisher over RTMP', 'IR', 'INR', 'IN'],
    ['a player over RTMP', 'IR', 'ONR', 'OUT'],
    ['a publisher over RTSP', 'RTSP', 'INP', 'IN'],
    ['a player over RTSP', 'RTSP', 'ONP', 'OUT'],
    ['a LiveFLV receiver', 'ILFL', 'INLFLV', 'IN'],
    ['an HLS output', 'PT', 'OFHLS', 'OUT'],
    ['a recording', 'PT', 'OFRFLV', 'OUT'],
    ['an MPEG-TS pull', 'ITS', 'INS', 'IN'],
  ])('%s', async (_what, type, streamType, direction) => {
    expect(await directionOf(type, [streamType])).toBe(direction);
  });

  test('a pull over RTMP', async () => {
    const pullSettings = { uri: 'rtmp://origin.example/live/cam1', localStreamName: 'cam1' };
    expect(await directionOf('OR', ['INR'], { pullSettings })).toBe('IN');
  });

  test('a push over RTMP', async () => {
    const pushSettings = { targetUri: 'rtmp://cdn.example/live', localStreamName: 'cam1' };
    expect(await directionOf('OR', ['ONR'], { pushSettings })).toBe('OUT');
  });

  test('a connection with several streams in one direction', async () => {
    expect(await directionOf('IR', ['ONR', 'ONR', 'UNKNOWN'])).toBe('OUT');
  });

  test('a connection with streams in both directions, whose direction is null', async () => {
    expect(await directionOf('IR', ['INR', 'ONR'])).toBeNull();
  });
});

describe('without a stream, the direction follows from settings and protocol for', () => {
  test.each([
    ['a pull during its handshake', 'RTSP', { pullSettings: { uri: { fullUri: 'rtsp://camera.example/1' } } }, 'IN'],
    ['a push during its handshake', 'OR', { pushSettings: { targetUri: 'rtmp://cdn.example/live' } }, 'OUT'],
    ['an HLS output', 'PT', { hlsSettings: { localStreamName: 'cam1' } }, 'OUT'],
    ['a recording', 'PT', { recordSettings: { localStreamName: 'cam1' } }, 'OUT'],
    ['an MPEG-TS listener', 'ITS', { pullSettings: { uri: null } }, 'IN'],
    ['an idle MPEG-TS listener', 'ITS', {}, 'IN'],
    ['a LiveFLV receiver', 'ILFL', {}, 'IN'],
    ['an RTMP client that has not requested a stream yet', 'IR', {}, null],
    ['an RTSP client that has not requested a stream yet', 'RTSP', {}, null],
    ['a connection that an edge process opened', 'OR', {}, null],
    ['a pull without a URI', 'RTSP', { pullSettings: { uri: null } }, null],
    ['a pass-through connection', 'PT', {}, null],
  ])('%s', async (_what, type, members, direction) => {
    expect(await directionOf(type, undefined, members)).toBe(direction);
    expect(await directionOf(type, [], members)).toBe(direction);
  });
});

test.each([
  [128, 128],
  [0, null],
  [null, null],
])('a declared bit rate of %s is returned as %s', async (bandwidth, declaredBitrateKbps) => {
  const stack = [emsProtocol({ type: 'IR', streams: [{ ...emsStream('cam1'), bandwidth }] })];
  expect(await emsNodes([{ carrier: null, stack }], 'streams { declaredBitrateKbps }')).toEqual([
    { streams: [{ declaredBitrateKbps }] },
  ]);
});
