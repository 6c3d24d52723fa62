import { expect, test } from 'vitest';
import { emsProtocol, emsStream } from '../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

test('a connection shows the streams of all of its stack', async () => {
  const stack = [
    emsProtocol({ streams: [emsStream('far')] }),
    emsProtocol({ id: 2, type: 'RTSP', streams: [emsStream('near 1'), emsStream('near 2')] }),
  ];

  expect(await emsNodes([{ carrier: null, stack }], 'streams { name } stack { streams { name } }')).toEqual([
    {
      streams: [{ name: 'far' }, { name: 'near 1' }, { name: 'near 2' }],
      stack: [{ streams: [{ name: 'far' }] }, { streams: [{ name: 'near 1' }, { name: 'near 2' }] }],
    },
  ]);
});

test.each([
  // RTMP before its handshake, and MPEG-TS.
  ['leaves out', {}],
  // An idle RTSP connection.
  ['empties', { streams: [] }],
  ['nulls', { streams: null }],
])('a connection whose streams EMS %s has none', async (_what, members) => {
  const row = { carrier: null, stack: [emsProtocol({ type: 'ITS', ...members })] };

  expect(await emsNodes([row], 'streams { nativeId } stack { streams { nativeId } }')).toEqual([
    { streams: [], stack: [{ streams: [] }] },
  ]);
});

test('a stream shows all that EMS says of it', async () => {
  const said = {
    ...emsStream('cam'),
    canDropFrames: true,
    inStreamUniqueId: 4,
    streamAlias: 'front',
    pageUrl: '',
    serverAgent: 'FMS',
  };

  const [{ streams }] = await emsNodes(
    [{ carrier: null, stack: [emsProtocol({ streams: [said] })] }],
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

test('a stream to files has no addresses, nobody it feeds, and what EMS leaves out of it is null', async () => {
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

  const nothing = {
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
        { ...nothing, nativeId: '9', type: 'OFHLS', outStreamNativeIds: [], operation: null, audio: null, video: null },
      ],
    },
  ]);
});
