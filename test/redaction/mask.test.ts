import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LENGTH, mask, type Style } from '../../src/redaction/mask.ts';
import { randomKeyShapes, secretKinds, secretOf, shapes, streamNameShapes } from '../secrets/shapes.ts';

const shown = (text: string, style: Style = 'text') => mask(text, style).shown;

const STYLES: readonly Style[] = ['text', 'name', 'streamName'];

describe.each(STYLES)('a %s without a secret is shown as it is', (style) => {
  test.each([
    '',
    'studio-a',
    'stage "east"',
    'fan-cam 😀',
    '日本語の名前',
    'naïve café ☕',
    'R&D',
    'AT&T',
    '50% off',
    'a%20b%2Fc',
    'Camera #3',
    'Room#3',
    '#1 cam',
    'cam #north',
    'C# tutorial',
    'Is this on?',
    'Really?!',
    'a = b',
    'gop=50 bitrate=5000',
    'compass=1',
    'EU; night',
    'x@y',
    'studio@home',
    'live @ home',
    'john@example.com',
    'Author: Bob',
    'Ice hockey: Finland - Sweden',
    'Session: Keynote',
    'key: C major',
    'Token ring',
    'Bearer of news',
    'password',
    '12:30 show',
    '2026-01-01T12:30:00Z',
    '203.0.113.9:51234',
    '[2001:db8::1]:443',
    'mp4:sintel.mp4',
    'rtmp://cdn.example:1935/live/cam1',
    'rtmp://cdn.example/live@home',
    'rtmp://cdn.example:1935/live@home',
    'rtmp://a1b2c3d4e5f6g7h8i9.cdn.example/live',
    'rtsp://10.0.0.5:554/Streaming/Channels/101',
    'rtsp://camera.example/h264Preview_01_main',
    'https://example.com/hook',
    '/srv/evostream/web/dash/cam1//audio/92000/',
    'recording-2026-01-01-camera12',
    '550e8400-e29b-41d4-a716-446655440000',
    'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg',
    'AgDIxmoRX6QMuaIj_uXRXnPAXP0QlNfXczRrZvZakpWxBlpw48KyZQ==',
    'FMLE/3.0 (compatible; Lavf59.27.100)',
    'LNX 9,0,124,2',
    'EvoStream Media Server (www.evostream.com) player',
    'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0',
    '__proto__',
    'a":nan,b\\',
    'x'.repeat(MAX_LENGTH),
  ])('%s', (text) => {
    expect(mask(text, style)).toEqual({ shown: text, secrets: [] });
  });
});

describe('in a text', () => {
  test.each([
    ['rtsp://bob:X@camera.example:554/cam2', 'rtsp://camera.example:554/cam2'],
    ['rtsp://X@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://bob:X/X?X#X:X@X X@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://token:X@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['rtsp://bob:1234@camera.example/cam2', 'rtsp://camera.example/cam2'],
    ['//bob:X@camera.example/cam2', '//camera.example/cam2'],
    ['bob:X@proxy.example:3128', 'proxy.example:3128'],
    ['redis://:X@cache.example', 'redis://cache.example'],
    ['a rtsp://bob:X@camera.example b', 'a rtsp://camera.example b'],
    // What follows the last `@` can be the host, or belong to the query or to what a label stands before.
    ['rtsp://bob:X@X/X?X@X', 'rtsp://***'],
    ['rtsp://bob:X@camera.example/cam2?X@X', 'rtsp://***'],
    ['{"uri":"rtsp://bob:X@camera.example","token":"X@X"}', '{"uri":"rtsp://***'],
  ])('user info is removed: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['rtmp://cdn.example/live?wert=X&user=X#session=X', 'rtmp://cdn.example/live?wert=***&user=***#session=***'],
    ['s1?X', 's1?***'],
    ['s1?X==', 's1?***'],
    ['s1?a=&b', 's1?***&***'],
    ['s1?4f2a=1', 's1?***'],
    ['s1#X', 's1#***'],
    ['s1?a=X b X', 's1?a=***'],
    ['rtmp://cdn.example/live;token=X/s1', 'rtmp://cdn.example/live;token=***'],
    ['s1%3Ftoken%3DX', 's1?token=***'],
    ['s1%25253Ftoken%25253DX', 's1?token=***'],
    ['?token=X', '?token=***'],
  ])('the values of a query are masked, and its names are shown: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['/user=X_password=X_channel=1.sdp', '/user=***_password=***_channel=1.sdp'],
    ['/user=X_password=X_channel=1_stream=0.sdp?real_stream', '/user=***_password=***_channel=1_stream=0.sdp***'],
    ['channel=1_password=X', 'channel=1_password=***'],
    ['password=X_channel=12345', 'password=***'],
    ['Gate pubUser=X pubPasswd=X', 'Gate pubUser=*** pubPasswd=***'],
    ['sdpCustParams: key=X', 'sdpCustParams: key=***'],
    ['cam streamkey=X', 'cam streamkey=***'],
    ['password=X/X X:X=X_X', 'password=***'],
    ['{"name":"cam","token":"X","a":1}', '{"name":"cam","token":"***'],
    ['{"pin":1234}', '{"pin":***'],
    ['Accept: */*\r\nAuthorization: Bearer X\r\nX-Api-Key: X', 'Accept: */*\r\nAuthorization: ***'],
    ['Cookie: a=X; b=X', 'Cookie: ***'],
    ['X-Key: X', 'X-Key: ***'],
    ['X-Hub-Signature: sha256=X', 'X-Hub-Signature: ***'],
    ['pass:X', 'pass:***'],
    ['curl/8.0 Bearer X2345678', 'curl/8.0 Bearer ***'],
    ['/live/token/X/cam1', '/live/token/***'],
  ])('everything behind a label is masked: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['https://cdn.example/live/550e8400-e29b-41d4-a716-446655440000/x', 'https://cdn.example/live/***/x'],
    ['rtmp://a.rtmp.example/live2/ab1d-2fgh-i3k4-5mn6-op7r', 'rtmp://a.rtmp.example/live2/***'],
    ['rtmp://cdn.example/d41d8cd98f00b204e9800998ecf8427e', 'rtmp://cdn.example/***'],
    ['https://cdn.example/e=1700000000,k=d41d8cd98f00b204e9800998ecf8427e', 'https://cdn.example/e=1700000000,k=***'],
  ])('keys in a path are masked: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['javascript:alert("X")', 'javascript:***'],
    ['JavaScript: alert("X")', 'JavaScript:***'],
    ['data:text/html,X', 'data:***'],
    ['metadata: X', 'metadata: X'],
  ])('scripts and data are masked: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe('in a name', () => {
  test.each<[string, string, string]>([
    ['rtsp://bob:X@camera.example/cam2', 'rtsp://***@camera.example/cam2', 'rtsp://***@camera.example/cam2'],
    ['s1?token=X', 's1?token=***', 's1?***'],
    ['s1;X', 's1;X', 's1;***'],
    ['s1#X', 's1#***', 's1#***'],
    [
      'live/550e8400-e29b-41d4-a716-446655440000',
      'live/550e8400-e29b-41d4-a716-446655440000',
      'live/550e8400-e29b-41d4-a716-446655440000',
    ],
  ])('user info is masked, and in the name of a stream the whole query: %s', (text, name, streamName) => {
    expect([shown(text, 'name'), shown(text, 'streamName')]).toEqual([name, streamName]);
  });
});

describe(`beyond ${MAX_LENGTH} characters`, () => {
  const long = 'x'.repeat(MAX_LENGTH);

  test.each(STYLES)('the rest of a %s is masked', (style) => {
    expect(mask(`${long}X`, style)).toEqual({ shown: `${long}***`, secrets: ['X'] });
  });

  test.each(STYLES)('user info of a %s is masked although its end is in the rest', (style) => {
    expect(shown(`rtsp://bob:X${long}@camera.example`, style)).toBe('rtsp://***');
    expect(shown(`bob:X${long}@camera.example`, style)).toBe('***');
  });

  test('half of a surrogate pair is replaced', () => {
    expect(shown(`${'x'.repeat(MAX_LENGTH - 1)}😀`)).toBe(`${'x'.repeat(MAX_LENGTH - 1)}\ufffd***`);
  });
});

test('no combination of secrets is shown', () => {
  const all = { ...shapes, ...randomKeyShapes };
  const part = fc.record({ shape: fc.constantFrom(...Object.keys(all)), kind: fc.constantFrom(...secretKinds) });
  // Without one of `=` and nothing, because a secret before `=` is a name, and one that is glued to a word is no secret place.
  const glue = fc.constantFrom(
    ' ',
    ', ',
    '/',
    '&',
    '"',
    '\n',
    '_',
    ';',
    '|',
    '{',
    '@',
    ':',
    '#',
    '?',
    '%20',
    '%2F',
    '.',
    '-',
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...STYLES),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      glue,
      (style, parts, between) => {
        const secrets: string[] = [];
        const tables = style === 'streamName' ? { ...all, ...streamNameShapes } : all;
        const text = parts
          .map(({ shape, kind }) =>
            tables[shape]?.(() => {
              const secret = secretOf(shape in randomKeyShapes ? 'key' : kind, secrets.length);
              secrets.push(secret);
              return secret;
            }),
          )
          .join(between);
        const masked = shown(text, style);
        expect(secrets.filter((secret) => masked.includes(secret))).toEqual([]);
      },
    ),
    { seed: 1, numRuns: 5_000 },
  );
});
