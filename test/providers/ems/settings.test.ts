import { describe, expect, test } from 'vitest';
import { emsJson, emsProtocol, emsRow, emsStream } from '../../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

const SETTINGS = 'settings { kind localStreamName uri targetUri parameters }';

/** The settings of a connection that has this member, with these parameters. */
async function settingsOf(parameters: unknown, member = 'pullSettings') {
  const [{ settings }] = await emsNodes([{ ...emsRow({ id: 1 }), [member]: parameters }], SETTINGS);
  return settings;
}

test.each([
  ['pullSettings', 'PULL'],
  ['pushSettings', 'PUSH'],
  ['hlsSettings', 'HLS'],
  ['hdsSettings', 'HDS'],
  ['mssSettings', 'MSS'],
  ['dashSettings', 'DASH'],
  ['recordSettings', 'RECORD'],
])('%s are of kind %s, on a connection and on a stream', async (member, kind) => {
  const parameters = { configId: 6, keepAlive: true, localStreamName: 'cam', groupName: '' };
  const stack = [emsProtocol({ type: 'PT', streams: [{ ...emsStream('cam'), [member]: parameters }] })];

  const nodes = await emsNodes([{ carrier: null, stack, [member]: parameters }], `${SETTINGS} streams { ${SETTINGS} }`);

  const settings = { kind, localStreamName: 'cam', uri: null, targetUri: null, parameters };
  expect(nodes).toEqual([{ settings, streams: [{ settings }] }]);
});

test('a connection that was not made by a command has no settings', async () => {
  expect(await emsNodes([emsRow({ id: 1 })], SETTINGS)).toEqual([{ settings: null }]);
});

test.each([
  // MPEG-TS listeners have these.
  ['a uri of null', { uri: null }],
  ['no parameters', {}],
])('settings with %s are not null', async (_what, parameters) => {
  expect(await settingsOf(parameters)).toEqual({
    kind: 'PULL',
    localStreamName: null,
    uri: null,
    targetUri: null,
    parameters,
  });
});

/** EMS lists the URI of a connection as an object of its parts, which include the credentials. */
function uriObject(plain: string, withCredentials: string) {
  return {
    document: 'cam2',
    documentWithFullParameters: 'cam2?token=SECRET',
    fullParameters: 'token=SECRET',
    fullUri: plain,
    fullUriWithAuth: withCredentials,
    host: 'camera.example',
    originalUri: withCredentials,
    parameters: { token: 'SECRET' },
    password: 'SECRET',
    port: 554,
    scheme: 'rtsp',
    userName: 'SECRET',
  };
}

describe.each([
  ['uri', 'pullSettings'],
  ['targetUri', 'pushSettings'],
])('%s', (member, settings) => {
  test('as an object is returned as a string, without credentials', async () => {
    const uri = uriObject(
      'rtsp://camera.example:554/cam2?token=SECRET',
      'rtsp://SECRET:SECRET@camera.example:554/cam2',
    );

    const answer = await settingsOf({ [member]: uri }, settings);

    const text = 'rtsp://camera.example:554/cam2?token=***';
    expect(answer).toMatchObject({ [member]: text, parameters: { [member]: text } });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  test('as an object without a full URI contains no credentials', async () => {
    const { fullUri: _, originalUri: __, ...parts } = uriObject('', '');

    const answer = await settingsOf({ [member]: { ...parts, fullDocumentPath: '/cam2' } }, settings);

    const text = 'rtsp://camera.example:554/cam2';
    expect(answer).toMatchObject({ [member]: text, parameters: { [member]: text } });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  test('as an object without a host is masked', async () => {
    const answer = await settingsOf({ [member]: { password: 'SECRET', parts: ['SECRET'] } }, settings);

    expect(answer).toMatchObject({ [member]: '***', parameters: { [member]: '***' } });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  test.each([
    ['rtmp://198.51.100.4:1935/live/cam1', 'rtmp://198.51.100.4:1935/live/cam1'],
    ['rtsp://SECRET:SECRET@198.51.100.4:554/cam2', 'rtsp://198.51.100.4:554/cam2'],
    ['rtsp://SECRET@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://SECRET:SEC@SECRET@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://SECRET:SEC/SECRET@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://SECRET:SEC?SEC#SECRET@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://SECRET:a SECRET@camera.example/cam2', 'rtsp://camera.example/cam2'],
    [
      'rtmp://cdn.example/live?user=SECRET&token=SECRET#session=SECRET',
      'rtmp://cdn.example/live?user=***&token=***#session=***',
    ],
    ['rtmp://cdn.example/live@home', 'rtmp://cdn.example/live@home'],
    ['rtmp://cdn.example:1935/live@home', 'rtmp://cdn.example:1935/live@home'],
  ])('%s is returned as %s', async (uri, text) => {
    expect(await settingsOf({ [member]: uri }, settings)).toMatchObject({
      [member]: text,
      parameters: { [member]: text },
    });
  });
});

test('parameters that are not known to be harmless are masked, unless they are empty', async () => {
  const answer = await settingsOf({
    userName: 'SECRET',
    password: 'SECRET',
    sdpCustParams: 'key=SECRET',
    targetStreamName: 'SECRET',
    zugangscode: 'SECRET',
    pincode: 123_456,
    isUnlockedBySECRET: true,
    nested: [{ deeper: { password: 'SECRET' } }],
    unused: '',
    unknown: null,
    configId: 9_007_199_254_740_993n,
    keepAlive: true,
    rangeEnd: -1,
  });

  expect(answer.parameters).toEqual({
    userName: '***',
    password: '***',
    sdpCustParams: '***',
    targetStreamName: '***',
    zugangscode: '***',
    pincode: '***',
    isUnlockedBySECRET: '***',
    nested: '***',
    unused: '',
    unknown: null,
    configId: '9007199254740993',
    keepAlive: true,
    rangeEnd: -1,
  });
});

test('parameters are known by their command: the same name is masked for another one', async () => {
  expect((await settingsOf({ drmType: 'none', sourceType: 'live' }, 'hlsSettings')).parameters).toEqual({
    drmType: 'none',
    sourceType: '***',
  });
  expect((await settingsOf({ drmType: 'none', sourceType: 'live' }, 'pullSettings')).parameters).toEqual({
    drmType: '***',
    sourceType: 'live',
  });
});

test.each(['_callback', '_private', '', 'a b', 'key=SECRET', 'SECRET-1', '4f2a9c', 'a1B2c3D4e5F6g7H8', 'x'.repeat(33)])(
  'a parameter is left out if its name is internal or no plausible name: "%s"',
  async (name) => {
    expect((await settingsOf({ [name]: 'SECRET', keepAlive: true })).parameters).toEqual({ keepAlive: true });
  },
);

test('the texts of known parameters contain no credentials', async () => {
  const answer = await settingsOf({
    httpProxy: 'bob:SECRET@proxy.example:3128',
    tcUrl: 'rtmp://SECRET:SECRET@cdn.example/live?auth=SECRET',
    swfUrl: { host: 'SECRET' },
    emulateUserAgent: 'EvoStream Media Server (www.evostream.com) player',
    sourceType: ['live', { SECRET: 'SECRET' }],
  });

  expect(answer.parameters).toEqual({
    httpProxy: 'proxy.example:3128',
    tcUrl: 'rtmp://cdn.example/live?auth=***',
    swfUrl: '***',
    emulateUserAgent: 'EvoStream Media Server (www.evostream.com) player',
    sourceType: ['live', '***'],
  });
});

test('a stream has the same redacted name in the parameters, in their fields and in the stream', async () => {
  const name = 's1?token=SECRET';
  const row = {
    carrier: null,
    stack: [emsProtocol({ streams: [{ ...emsStream(name), streamAlias: name }] })],
    hlsSettings: { localStreamName: name, localStreamNames: [name], groupName: name },
  };

  const [node] = await emsNodes(
    [row],
    'name streams { name alias ingestPoint } settings { localStreamName parameters }',
  );

  const redacted = node.name;
  expect(redacted).toMatch(/^s1\?\*\*\*[0-9a-f]{6}$/);
  expect(node).toEqual({
    name: redacted,
    streams: [{ name: redacted, alias: redacted, ingestPoint: redacted }],
    settings: {
      localStreamName: redacted,
      parameters: { localStreamName: redacted, localStreamNames: [redacted], groupName: redacted },
    },
  });
});

test('the URLs of a stream contain no credentials', async () => {
  const urls = {
    tcUrl: 'rtmp://SECRET:SECRET@cdn.example/live?auth=SECRET',
    swfUrl: 'http://cdn.example/player.swf?key=SECRET',
    pageUrl: 'https://SECRET:SECRET@www.example/watch?session=SECRET',
    pullSettings: { uri: 'rtsp://SECRET:SECRET@camera.example/cam', password: 'SECRET' },
  };
  const row = { carrier: null, stack: [emsProtocol({ streams: [{ ...emsStream('cam'), ...urls }] })] };

  expect(await emsNodes([row], 'streams { tcUrl swfUrl pageUrl settings { uri parameters } }')).toEqual([
    {
      streams: [
        {
          tcUrl: 'rtmp://cdn.example/live?auth=***',
          swfUrl: 'http://cdn.example/player.swf?key=***',
          pageUrl: 'https://www.example/watch?session=***',
          settings: {
            uri: 'rtsp://camera.example/cam',
            parameters: { uri: 'rtsp://camera.example/cam', password: '***' },
          },
        },
      ],
    },
  ]);
});

test('a parameter named __proto__ is omitted like all private ones, and does not set a prototype', async () => {
  const parameters = {
    PLACE: { localStreamName: 'polluted', uri: 'polluted' },
    inner: { PLACE: { fullUri: 'polluted' } },
  };
  const rows = [{ ...emsRow({ id: 1 }), pullSettings: parameters }];

  const nodes = await emsNodes(() => Buffer.from(emsJson(rows).replaceAll('PLACE', '__proto__')), SETTINGS);

  const noFields = { localStreamName: null, uri: null, targetUri: null };
  expect(nodes).toEqual([{ settings: { kind: 'PULL', ...noFields, parameters: { inner: '***' } } }]);
});
