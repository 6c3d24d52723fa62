import { describe, expect, test } from 'vitest';
import { withoutCredentialsInText } from '../../src/providers/ems/redaction.ts';
import { emsJson, emsProtocol, emsRow, emsStream } from '../fixtures/ems.ts';
import { emsNodes } from './emsNodes.ts';

const SETTINGS = 'settings { kind localStreamName uri targetUri parameters }';

/** What the graph shows of a command's parameters. */
async function shown(parameters: unknown, member = 'pullSettings') {
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

test('a connection that no command made has no settings', async () => {
  expect(await emsNodes([emsRow({ id: 1 })], SETTINGS)).toEqual([{ settings: null }]);
});

test.each([
  // MPEG-TS listeners have it.
  ['a stub', { uri: null }],
  ['nothing', {}],
])('settings of %s are settings all the same', async (_what, parameters) => {
  expect(await shown(parameters)).toEqual({
    kind: 'PULL',
    localStreamName: null,
    uri: null,
    targetUri: null,
    parameters,
  });
});

/** As EMS shows a URI beside the stack: in pieces, the credentials among them. */
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
  test('of pieces is shown as text, without credentials', async () => {
    const uri = uriObject(
      'rtsp://camera.example:554/cam2?token=SECRET',
      'rtsp://SECRET:SECRET@camera.example:554/cam2',
    );

    const answer = await shown({ [member]: uri }, settings);

    const text = 'rtsp://camera.example:554/cam2?token=***';
    expect(answer).toMatchObject({ [member]: text, parameters: { [member]: text } });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  test('of pieces without a whole gives nothing away either', async () => {
    const { fullUri: _, originalUri: __, ...pieces } = uriObject('', '');

    const answer = await shown({ [member]: pieces }, settings);

    expect(answer).toMatchObject({ [member]: null, parameters: { [member]: { host: 'camera.example', port: 554 } } });
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
  ])('%s is shown as %s', async (uri, text) => {
    expect(await shown({ [member]: uri }, settings)).toMatchObject({
      [member]: text,
      parameters: { [member]: text },
    });
  });
});

test('no parameter gives a credential away', async () => {
  const answer = await shown({
    _callback: { session: 'SECRET' },
    _private: 'SECRET',
    userName: 'SECRET',
    password: 'SECRET',
    httpProxy: 'SECRET:SECRET@proxy.example:3128',
    tcUrl: 'rtmp://SECRET:SECRET@cdn.example/live?auth=SECRET',
    nested: [{ deeper: { password: 'SECRET', swfUrl: 'http://cdn.example/player.swf?key=SECRET' } }],
    emulateUserAgent: 'EvoStream Media Server (www.evostream.com) player',
    configId: 9_007_199_254_740_993n,
  });

  expect(answer.parameters).toEqual({
    httpProxy: 'proxy.example:3128',
    tcUrl: 'rtmp://cdn.example/live?auth=***',
    nested: [{ deeper: { swfUrl: 'http://cdn.example/player.swf?key=***' } }],
    emulateUserAgent: 'EvoStream Media Server (www.evostream.com) player',
    configId: '9007199254740993',
  });
});

test('the URLs of a stream give no credential away', async () => {
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
          settings: { uri: 'rtsp://camera.example/cam', parameters: { uri: 'rtsp://camera.example/cam' } },
        },
      ],
    },
  ]);
});

// Any publisher may send 64 KiB of such text, and what takes time here stands in the way of everybody.
test.each([
  ['question marks', '?'.repeat(200_000)],
  ['letters', `${'a'.repeat(200_000)}@`],
  ['half credentials', `@${'a://b:c'.repeat(50_000)}`],
])('a URL of nothing but %s takes no time', (_what, url) => {
  const start = performance.now();

  withoutCredentialsInText(url);

  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a parameter named __proto__ is left out as all private ones are, and is no prototype', async () => {
  const parameters = {
    PLACE: { localStreamName: 'polluted', uri: 'polluted' },
    inner: { PLACE: { fullUri: 'polluted' } },
  };
  const rows = [{ ...emsRow({ id: 1 }), pullSettings: parameters }];

  const nodes = await emsNodes(() => Buffer.from(emsJson(rows).replaceAll('PLACE', '__proto__')), SETTINGS);

  const nothing = { localStreamName: null, uri: null, targetUri: null };
  expect(nodes).toEqual([{ settings: { kind: 'PULL', ...nothing, parameters: { inner: {} } } }]);
});
