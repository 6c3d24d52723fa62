import { expect, test } from 'vitest';
import { emsProtocol, emsStream } from '../../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

test('a connection has the streams of all protocols in its stack', async () => {
  const stack = [
    emsProtocol({ streams: [emsStream('first')] }),
    emsProtocol({ id: 2, type: 'RTSP', streams: [emsStream('second'), emsStream('third')] }),
  ];

  expect(await emsNodes([{ carrier: null, stack }], 'streams { name } stack { streams { name } }')).toEqual([
    {
      streams: [{ name: 'first' }, { name: 'second' }, { name: 'third' }],
      stack: [{ streams: [{ name: 'first' }] }, { streams: [{ name: 'second' }, { name: 'third' }] }],
    },
  ]);
});

test.each([
  // RTMP before its handshake, and MPEG-TS.
  ['absent', {}],
  // An idle RTSP connection.
  ['empty', { streams: [] }],
  ['null', { streams: null }],
])('a connection whose streams are %s has no streams', async (_what, members) => {
  const row = { carrier: null, stack: [emsProtocol({ type: 'ITS', ...members })] };

  expect(await emsNodes([row], 'streams { nativeId } stack { streams { nativeId } }')).toEqual([
    { streams: [], stack: [{ streams: [] }] },
  ]);
});

test('a stream has every field that EMS sends', async () => {
  const row = {
    ...emsStream('cam'),
    canDropFrames: true,
    inStreamUniqueId: 4,
    streamAlias: 'front',
    pageUrl: '',
    serverAgent: 'FMS',
  };

  const [{ streams }] = await emsNodes(
    [{ carrier: null, stack: [emsProtocol({ streams: [row] })] }],
    `streams {
      nativeId name type appName createdAt queriedAt declaredBitrateKbps inStreamNativeId outStreamNativeIds farIp farPort nearIp nearPort
      operation alias ingestPoint canDropFrames userAgent serverAgent pageUrl swfUrl tcUrl processId processType settings { kind }
      audio { codec bytes packets droppedBytes droppedPackets }
      video { codec bytes packets droppedBytes droppedPackets width height profile level }
    }`,
  );

  const track = { bytes: 81_337, packets: 855, droppedBytes: 1, droppedPackets: 2 };
  expect(streams).toEqual([
    {
      nativeId: '5',
      name: 'cam',
      type: 'INR',
      appName: 'evostreamms',
      createdAt: '2026-01-01T00:00:00.000Z',
      queriedAt: '2026-01-01T00:01:00.000Z',
      declaredBitrateKbps: 89,
      inStreamNativeId: '4',
      outStreamNativeIds: ['6', '7'],
      farIp: '192.0.2.7',
      farPort: 44_060,
      nearIp: '192.0.2.10',
      nearPort: 1935,
      operation: 'STANDARD',
      alias: 'front',
      ingestPoint: 'cam',
      canDropFrames: true,
      userAgent: 'FMLE/3.0',
      serverAgent: 'FMS',
      pageUrl: null,
      swfUrl: null,
      tcUrl: 'rtmp://192.0.2.10:1935/live',
      processId: 20_286,
      processType: 'origin',
      settings: null,
      audio: { ...track, codec: 'AAAC' },
      video: { ...track, codec: 'VH264', width: 160, height: 120, profile: 66, level: 11 },
    },
  ]);
});

test('a stream to files has neither addresses nor outgoing streams, and fields that EMS does not send are null', async () => {
  const file = {
    type: 'OFHLS',
    name: 'cam',
    uniqueId: 9,
    farIp: '',
    farPort: 0,
    nearIp: '',
    nearPort: 0,
    outStreamsUniqueIds: null,
  };

  const nodes = await emsNodes(
    [{ carrier: null, stack: [emsProtocol({ type: 'PT', streams: [{ ...file, connectionType: 99 }] })] }],
    'streams { nativeId type farIp farPort nearIp nearPort outStreamNativeIds inStreamNativeId operation createdAt audio { bytes } video { bytes } tcUrl }',
  );

  const unset = {
    farIp: null,
    farPort: null,
    nearIp: null,
    nearPort: null,
    inStreamNativeId: null,
    createdAt: null,
    tcUrl: null,
  };
  expect(nodes).toEqual([
    {
      streams: [
        { ...unset, nativeId: '9', type: 'OFHLS', outStreamNativeIds: [], operation: null, audio: null, video: null },
      ],
    },
  ]);
});
