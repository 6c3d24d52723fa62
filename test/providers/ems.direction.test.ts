import { describe, expect, test } from 'vitest';
import { emsProtocol, emsStream } from '../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

/** The direction of a connection with this near end and these members beside its stack. */
async function directionOf(near: string, streamTypes: readonly string[] | undefined, beside: object = {}) {
  const streams = streamTypes?.map((type, index) => ({ ...emsStream('cam1'), type, uniqueId: index + 1 }));
  const stack = [emsProtocol({}), emsProtocol({ id: 2, type: near, ...(streams && { streams }) })];
  const [{ direction }] = await emsNodes([{ carrier: null, ...beside, stack }], 'direction');
  return direction;
}

// As listed by a running server.
describe('the streams tell the direction of', () => {
  test.each([
    ['a publisher over RTMP', 'IR', 'INR', 'IN'],
    ['a player over RTMP', 'IR', 'ONR', 'OUT'],
    ['a publisher over RTSP', 'RTSP', 'INP', 'IN'],
    ['a player over RTSP', 'RTSP', 'ONP', 'OUT'],
    ['a LiveFLV receiver', 'ILFL', 'INLFLV', 'IN'],
    ['an HLS output', 'PT', 'OFHLS', 'OUT'],
    ['a recording', 'PT', 'OFRFLV', 'OUT'],
    ['an MPEG-TS pull', 'ITS', 'INS', 'IN'],
  ])('%s', async (_what, near, streamType, direction) => {
    expect(await directionOf(near, [streamType])).toBe(direction);
  });

  test('a pull over RTMP, which the server opened', async () => {
    const pullSettings = { uri: 'rtmp://origin.example/live/cam1', localStreamName: 'cam1' };
    expect(await directionOf('OR', ['INR'], { pullSettings })).toBe('IN');
  });

  test('a push over RTMP, which the server opened', async () => {
    const pushSettings = { targetUri: 'rtmp://cdn.example/live', localStreamName: 'cam1' };
    expect(await directionOf('OR', ['ONR'], { pushSettings })).toBe('OUT');
  });

  test('a connection with several streams one way', async () => {
    expect(await directionOf('IR', ['ONR', 'ONR', 'UNKNOWN'])).toBe('OUT');
  });

  test('none with streams both ways', async () => {
    expect(await directionOf('IR', ['INR', 'ONR'])).toBeNull();
  });
});

describe('without a stream', () => {
  test.each([
    ['a pull still in its handshake', 'RTSP', { pullSettings: { uri: { fullUri: 'rtsp://camera.example/1' } } }, 'IN'],
    ['a push still in its handshake', 'OR', { pushSettings: { targetUri: 'rtmp://cdn.example/live' } }, 'OUT'],
    ['an HLS output', 'PT', { hlsSettings: { localStreamName: 'cam1' } }, 'OUT'],
    ['a recording', 'PT', { recordSettings: { localStreamName: 'cam1' } }, 'OUT'],
    ['an MPEG-TS listener', 'ITS', { pullSettings: { uri: null } }, 'IN'],
    ['an idle MPEG-TS listener', 'ITS', {}, 'IN'],
    ['a LiveFLV receiver', 'ILFL', {}, 'IN'],
    ['an RTMP client that has asked for nothing yet', 'IR', {}, null],
    ['an RTSP client that has asked for nothing yet', 'RTSP', {}, null],
    ['what the server opened, of an edge process', 'OR', {}, null],
    ['settings of a pull from nowhere', 'RTSP', { pullSettings: { uri: null } }, null],
    ['a pass-through connection', 'PT', {}, null],
  ])('%s', async (_what, near, beside, direction) => {
    expect(await directionOf(near, undefined, beside)).toBe(direction);
    expect(await directionOf(near, [], beside)).toBe(direction);
  });
});

test.each([
  [128, 128],
  [0, null],
  [null, null],
])('a bit rate declared as %s is shown as %s', async (bandwidth, declaredBitrateKbps) => {
  const stack = [emsProtocol({ type: 'IR', streams: [{ ...emsStream('cam1'), bandwidth }] })];
  expect(await emsNodes([{ carrier: null, stack }], 'streams { declaredBitrateKbps }')).toEqual([
    { streams: [{ declaredBitrateKbps }] },
  ]);
});
