/*
 * What counts as a secret place. A text that is a name and nothing else (`studio-a`, or a key that someone uses as a name) is not
 * one, because nothing shows that it is a secret. Everything here is a place that vendors and their users put secrets into.
 */

/** Makes a secret that occurs nowhere else. Each call makes another one. */
export type NewSecret = () => string;

/** A text with secrets. */
type Shape = (secret: NewSecret) => string;

/** In any text: names, URLs, user agents, tags, reasons. */
export const shapes: Readonly<Record<string, Shape>> = {
  'user info': (s) => `rtmp://${s()}:${s()}@cdn.example:1935/live`,
  'user without a password': (s) => `rtsp://${s()}@camera.example/cam2`,
  'user info of any scheme': (s) => `dmpegtsudp+x://bob:${s()}@camera.example:10000`,
  'user info without a scheme': (s) => `${s()}:${s()}@proxy.example:3128`,
  'user info after two slashes': (s) => `//bob:${s()}@camera.example/cam2`,
  'user info after backslashes': (s) => `http:\\\\bob:${s()}@camera.example\\cam2`,
  'user info after one slash': (s) => `https:/bob:${s()}@camera.example/cam2`,
  'user info after no slash': (s) => `https:bob:${s()}@camera.example/cam2`,
  'user info with unescaped characters': (s) =>
    `rtsp://bob:${s()}/${s()}?${s()}#${s()}:${s()}@${s()} ${s()}@camera.example/cam2`,
  'user info without a scheme, with unescaped characters': (s) => `bob:${s()}@${s()}:${s()}@camera.example`,
  'user info in a sentence': (s) => `pulled from rtsp://bob:${s()}@camera.example/cam2 by hand`,
  'percent-encoded user info': (s) => `rtsp%3A%2F%2Fbob%3A${s()}%40camera.example%2Fcam2`,
  'query value': (s) => `s1?token=${s()}`,
  'values of unknown query names': (s) => `rtmp://cdn.example/live?wert=${s()}&x[0]=${s()}`,
  'query without a value': (s) => `s1?${s()}`,
  'second query item without a value': (s) => `s1?a=1&${s()}`,
  'query with base64': (s) => `s1?${s()}==`,
  'query value with unescaped characters': (s) => `s1?token=${s()} ${s()}?${s()}=${s()}`,
  'percent-encoded query': (s) => `s1%3Ftoken%3D${s()}`,
  'query encoded twice': (s) => `s1%253Ftoken%253D${s()}`,
  fragment: (s) => `s1#${s()}`,
  'fragment value': (s) => `https://www.example/watch#session=${s()}`,
  'path parameter': (s) => `rtmp://cdn.example/live;token=${s()}/s1;auth=${s()}`,
  'pairs in a path': (s) => `rtsp://camera.example/user=${s()}_password=${s()}_channel=1.sdp`,
  'pairs in a path, with a query': (s) => `/user=${s()}_password=${s()}_channel=1_stream=0.sdp?real_stream`,
  'pairs in a name': (s) => `Gate pubUser=${s()} pubPasswd=${s()}`,
  'pair with unescaped characters': (s) => `cam password=${s()}/${s()} ${s()}:${s()}=${s()}_${s()}`,
  'pair after a label': (s) => `sdpCustParams: key=${s()}`,
  'percent-encoded pair': (s) => `cam password%3D${s()}`,
  JSON: (s) => `{"name":"cam","token":"${s()}","more":{"apiKey":"${s()}"}}`,
  'JSON with single quotes': (s) => `[{'password': '${s()}'}]`,
  'JSON in JSON': (s) => `{"state":"{\\"secret\\":\\"${s()}\\"}"}`,
  'header list': (s) => `Accept: */*\r\nAuthorization: Bearer ${s()}\r\nX-Api-Key: ${s()}\r\n`,
  'basic authorization': (s) => `Authorization: Basic ${s()}==`,
  'digest authorization': (s) => `Proxy-Authorization: Digest username="${s()}", response="${s()}"`,
  cookies: (s) => `Cookie: sid=${s()}; theme=${s()}`,
  'bearer token': (s) => `curl/8.0 Bearer ${s()}`,
  'token as a path segment': (s) => `rtmp://cdn.example/live/token/${s()}`,
  script: (s) => `javascript:fetch('${s()}')`,
  'data URL': (s) => `data:text/plain,${s()}`,
};

/** In the name of a stream, everything from the first `?`, `#` or `;` on is a secret. */
export const streamNameShapes: Readonly<Record<string, Shape>> = {
  ...shapes,
  'path parameter without a value': (s) => `s1;${s()}`,
};

/** In URLs, keys can be segments of the path. This secret is long and random. */
export const randomKeyShapes: Readonly<Record<string, Shape>> = {
  'key in a path': (s) => `https://hooks.example/services/T000/B000/${s()}`,
  'key in a path of a stream': (s) => `rtmp://cdn.example:1935/live2/${s()}`,
};

/** A long random key, and what people use as passwords. */
export const secretKinds = ['key', 'word', 'digits', 'capitals'] as const;

const LETTERS = 'bcdfghjkmn';

/** The secret with this number. */
export function secretOf(kind: (typeof secretKinds)[number], number: number): string {
  const digits = String(number).padStart(6, '0');
  const letters = [...digits].map((digit) => LETTERS.charAt(Number(digit))).join('');
  switch (kind) {
    case 'key':
      return [...letters].map((letter, index) => `${digits[index]}${letter}${letter.toUpperCase()}`).join('x');
    case 'word':
      return `zq${letters}vw`;
    case 'digits':
      return `90817${digits}`;
    case 'capitals':
      return `QXZ${letters.toUpperCase()}`;
  }
}

/** All secrets in a text, whatever their case: cursors have names in lower case. The digits of a fraction in a metric are none. */
const SECRET = /\d[b-n]{2}(?:x\d[b-n]{2}){5}|zq[b-n]{6}vw|(?<!\d\.\d*)90817\d{6}|qxz[b-n]{6}/gi;

/** The secrets that somebody can read in a text: as it is, percent-decoded, and with its base64 decoded. */
export function secretsIn(text: string): ReadonlySet<string> {
  const readable = new Set([text]);
  // The set grows while it is iterated.
  for (const one of readable) {
    for (const form of [percentDecoded(one), ...base64In(one)]) readable.add(form);
  }
  return new Set([...readable].flatMap((one) => one.match(SECRET) ?? []));
}

function percentDecoded(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (byte) => String.fromCharCode(Number.parseInt(byte.slice(1), 16)));
}

/** Texts in base64 or base64url, such as IDs, cursors and client states. */
function base64In(text: string): readonly string[] {
  return (text.match(/[\w+/-]{8,}/g) ?? [])
    .map((word) => Buffer.from(word, 'base64').toString('latin1'))
    .filter((decoded) => /^[\x20-\x7e\s]+$/.test(decoded));
}
