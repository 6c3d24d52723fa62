import { KeyObject, sign } from 'node:crypto';
import { base64url, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { JwtSettings } from '../../src/config/authSettings.ts';
import { publicKey } from '../../src/config/publicKey.ts';
import { startServerOf } from './upstreams.ts';

export const ISSUER = 'https://issuer.example/';
export const AUDIENCE = 'switchboard';

/** Seconds since 1970, as in claims. */
export const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** The claims of a valid token. */
export const claims = () => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'dashboard',
  exp: secondsFromNow(600),
  scope: 'ems:read sources:read',
});

/** An issuer of tokens with one key. */
export async function createIssuer(alg = 'ES256', kid = 'key-1') {
  const pair = await generateKeyPair(alg, { extractable: true });
  const pem = await exportSPKI(pair.publicKey);
  const jwk: JWK = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' };
  return {
    pem,
    jwk,
    /** Accepts the tokens of this issuer. */
    jwt: { keys: publicKey.parse(pem), issuer: ISSUER, audience: AUDIENCE } satisfies JwtSettings,
    /** @param changes to the claims of a valid token; undefined removes a claim */
    sign: (changes: Readonly<Record<string, unknown>> = {}, header: Readonly<Record<string, unknown>> = {}) => {
      // As JSON, a claim that is undefined is left out.
      const payload = JSON.parse(JSON.stringify({ ...claims(), ...changes }));
      return new SignJWT(payload).setProtectedHeader({ alg, kid, ...header }).sign(pair.privateKey);
    },
    /** Signs what jose would not sign. For ES256 only. */
    signAnything: (header: object, payload: object) => {
      const content = `${encode({ alg, kid, ...header })}.${encode(payload)}`;
      const key = { key: KeyObject.from(pair.privateKey), dsaEncoding: 'ieee-p1363' } as const;
      return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
    },
  };
}

/** A part of a token. */
export const encode = (value: object) => base64url.encode(JSON.stringify(value));

/** The response of a JWKS endpoint; null: it closes the connection. */
type KeysResponse = { readonly status: number; readonly body: string; readonly location?: string } | null;

export const keysResponse = (...keys: readonly JWK[]): KeysResponse => ({
  status: 200,
  body: JSON.stringify({ keys }),
});

/** A JWKS endpoint, for one test. Change `response` to change its response. */
export async function startJwks(...keys: readonly JWK[]) {
  const endpoint = { response: keysResponse(...keys) };
  const { url, requests } = await startServerOf((_request, response) => {
    if (endpoint.response === null) {
      response.destroy();
      return;
    }
    const { status, body, location } = endpoint.response;
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  const jwt: JwtSettings = { keys: new URL('/keys?client=switchboard', url), issuer: ISSUER, audience: AUDIENCE };
  return { endpoint, requests, jwt };
}
