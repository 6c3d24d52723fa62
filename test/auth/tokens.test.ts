import { createHmac } from 'node:crypto';
import { base64url, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { JwtSettings } from '../../src/config/authSettings.ts';
import { emsRow } from '../fixtures/ems.ts';
import { ANSWERED, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { claims, createIssuer, encode, secondsFromNow, startJwks } from '../support/issuer.ts';
import { startEms } from '../support/upstreams.ts';

type Issuer = Awaited<ReturnType<typeof createIssuer>>;

/** A token that is signed with HMAC and this secret. */
function signWithHmac(secret: string): string {
  const content = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode(claims())}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** The parts of a valid token, to put them together in another way. */
async function partsOf({ sign }: Issuer) {
  const [header = '', payload = '', signature = ''] = (await sign()).split('.');
  return { header, payload, signature };
}

type Forgery = readonly [
  title: string,
  reason: string,
  forge: (issuer: Issuer, attacker: Issuer) => string | Promise<string>,
];

const FORGERIES: readonly Forgery[] = [
  ['without a signature (alg none)', 'algorithm', () => new UnsecuredJWT(claims()).encode()],
  [
    'with alg none and the signature of another header',
    'algorithm',
    async (issuer) => {
      const { payload, signature } = await partsOf(issuer);
      return `${encode({ alg: 'none' })}.${payload}.${signature}`;
    },
  ],
  ['with alg None, in another case', 'algorithm', () => `${encode({ alg: 'None' })}.${encode(claims())}.`],
  ['signed with the PEM public key as an HS256 secret (key confusion)', 'algorithm', ({ pem }) => signWithHmac(pem)],
  [
    'signed with the public key without its last line break as an HS256 secret (key confusion)',
    'algorithm',
    ({ pem }) => signWithHmac(pem.trim()),
  ],
  [
    'signed with the JWK as an HS256 secret (key confusion)',
    'algorithm',
    ({ jwk }) => signWithHmac(JSON.stringify(jwk)),
  ],
  ['signed with an empty HS256 secret', 'algorithm', () => signWithHmac('')],
  ['without an algorithm', 'malformed', ({ signAnything }) => signAnything({ alg: undefined }, claims())],
  ['signed with another key', 'bad-signature', (_issuer, attacker) => attacker.sign()],
  [
    'with an empty signature',
    'bad-signature',
    async (issuer) => {
      const { header, payload } = await partsOf(issuer);
      return `${header}.${payload}.`;
    },
  ],
  [
    'with a signature of zeros',
    'bad-signature',
    async (issuer) => {
      const { header, payload } = await partsOf(issuer);
      return `${header}.${payload}.${base64url.encode(new Uint8Array(64))}`;
    },
  ],
  [
    'with a payload that was changed',
    'bad-signature',
    async (issuer) => {
      const { header, signature } = await partsOf(issuer);
      return `${header}.${encode({ ...claims(), scope: 'calls:control' })}.${signature}`;
    },
  ],
  [
    'with a header that was changed',
    'bad-signature',
    async (issuer) => {
      const { payload, signature } = await partsOf(issuer);
      return `${encode({ alg: 'ES256', kid: 'key-1', typ: 'JWT' })}.${payload}.${signature}`;
    },
  ],
  [
    'that brings its own key in its header (jwk)',
    'bad-signature',
    (_issuer, attacker) => attacker.sign({}, { jwk: attacker.jwk }),
  ],
  [
    'with a critical extension that is not known',
    'algorithm',
    ({ signAnything }) => signAnything({ crit: ['bound'], bound: true }, claims()),
  ],
  ['of another issuer', 'wrong-issuer', ({ sign }) => sign({ iss: 'https://issuer.example' })],
  ['without an issuer', 'wrong-issuer', ({ sign }) => sign({ iss: undefined })],
  ['for another audience', 'wrong-audience', ({ sign }) => sign({ aud: 'billing' })],
  ['for other audiences', 'wrong-audience', ({ sign }) => sign({ aud: ['billing', 'switchboard2'] })],
  ['without an audience', 'wrong-audience', ({ sign }) => sign({ aud: undefined })],
  ['that has expired', 'expired', ({ sign }) => sign({ exp: secondsFromNow(-40) })],
  ['that expired in 1970', 'expired', ({ sign }) => sign({ exp: 0 })],
  ['that never expires', 'no-expiry', ({ sign }) => sign({ exp: undefined })],
  ['whose expiry is a text', 'no-expiry', ({ signAnything }) => signAnything({}, { ...claims(), exp: '9999999999' })],
  ['that is not valid yet', 'not-yet-valid', ({ sign }) => sign({ nbf: secondsFromNow(40) })],
  ['without a subject', 'no-subject', ({ sign }) => sign({ sub: undefined })],
  ['with a blank subject', 'no-subject', ({ sign }) => sign({ sub: ' ' })],
  ['with a number as its subject', 'no-subject', ({ signAnything }) => signAnything({}, { ...claims(), sub: 7 })],
  ['with a subject that is too long', 'no-subject', ({ sign }) => sign({ sub: 'x'.repeat(256) })],
  ['whose payload is a list', 'malformed', ({ signAnything }) => signAnything({}, [claims()])],
  [
    'that is cut off',
    'malformed',
    async (issuer) => {
      const { header, payload } = await partsOf(issuer);
      return `${header}.${payload}`;
    },
  ],
  [
    'that is encrypted',
    'malformed',
    () => `${encode({ alg: 'dir', enc: 'A128GCM' })}..aaaaaaaaaaaaaaaa.aaaa.aaaaaaaaaa`,
  ],
  ['that is no JWT', 'malformed', () => 'hunter2-hunter2'],
];

const KEYS: readonly (readonly [string, (issuer: Issuer) => JwtSettings | Promise<JwtSettings>])[] = [
  ['a public key', ({ jwt }) => jwt],
  ['a JWKS endpoint', async ({ jwk }) => (await startJwks(jwk)).jwt],
];

describe.each(KEYS)('with %s, a token is rejected', (_keys, settingsOf) => {
  test.each(FORGERIES)('%s', async (_title, reason, forge) => {
    const issuer = await createIssuer();
    const token = await forge(issuer, await createIssuer());
    const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt: await settingsOf(issuer) }) });
    expect(await bearer(await issuer.sign())).toMatchObject(ANSWERED);

    const answer = await bearer(token);

    expect(answer).toMatchObject(UNAUTHENTICATED);
    // The same for every reason.
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="switchboard", error="invalid_token"');
    expect(answer.json.errors[0].message).toBe(
      'The credentials in the header authorization are not valid. Send a token (JWT) in the header authorization: Bearer ...',
    );
    expect(await linesWith('request rejected', 1)).toMatchObject([{ status: 401, code: 'UNAUTHENTICATED', reason }]);
  });
});

describe('with a JWKS endpoint, a token is rejected', () => {
  test('with a key ID that is unknown', async () => {
    const { jwk } = await createIssuer();
    const { jwt } = await startJwks(jwk);
    const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) });
    const attacker = await createIssuer('ES256', 'key-2');
    expect(await bearer(await attacker.sign())).toMatchObject(UNAUTHENTICATED);
    expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'unknown-key' }]);
  });

  test.each(['jku', 'x5u'])('with the address of other keys in its header (%s), which is not read', async (header) => {
    const { jwk } = await createIssuer();
    const attacker = await createIssuer();
    const { jwt } = await startJwks(jwk);
    const elsewhere = await startJwks(attacker.jwk);
    const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) });

    const token = await attacker.sign({}, { [header]: String(elsewhere.jwt.keys) });

    expect(await bearer(token)).toMatchObject(UNAUTHENTICATED);
    expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'bad-signature' }]);
    expect(elsewhere.requests).toEqual([]);
  });

  test('with a key that is for encryption, or for another algorithm', async () => {
    const issuer = await createIssuer('RS256');
    for (const key of [
      { ...issuer.jwk, use: 'enc' },
      { ...issuer.jwk, alg: 'PS256' },
    ]) {
      const { jwt } = await startJwks(key);
      const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) });
      expect(await bearer(await issuer.sign())).toMatchObject(UNAUTHENTICATED);
      expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'unknown-key' }]);
    }
  });
});

describe('a token is accepted', () => {
  test.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])('that is signed by %s', async (alg) => {
    const { jwt, jwk, sign } = await createIssuer(alg);
    for (const settings of [jwt, (await startJwks(jwk)).jwt]) {
      const { bearer } = await startAuthenticated({ auth: authWith({ jwt: settings }) });
      expect(await bearer(await sign())).toMatchObject(ANSWERED);
    }
  });

  test.each([
    ['for several audiences', () => ({ aud: ['billing', 'switchboard'] })],
    ['that expired less than 30 seconds ago, because clocks differ', () => ({ exp: secondsFromNow(-20) })],
    ['that becomes valid in less than 30 seconds, because clocks differ', () => ({ nbf: secondsFromNow(20) })],
    ['with other claims', () => ({ email: 'a@example.org', roles: { a: 1 }, iat: secondsFromNow(-5), jti: 'x' })],
  ])('%s', async (_title, changes) => {
    const { jwt, sign } = await createIssuer();
    const { bearer } = await startAuthenticated({ auth: authWith({ jwt }) });
    expect(await bearer(await sign(changes()))).toMatchObject(ANSWERED);
  });

  test('and its subject is the name of the caller', async () => {
    const { jwt, sign } = await createIssuer();
    const ems = await startEms([emsRow({ id: 1 })]);
    const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) }, ems.settings);
    await bearer(await sign({ sub: 'auth0|5f7c8ec7c33c6c004bbafe82' }));
    expect(await linesWith('operation', 1)).toMatchObject([{ caller: 'auth0|5f7c8ec7c33c6c004bbafe82' }]);
  });
});

describe('the scopes of a token', () => {
  test.each([
    [{ scope: 'sources:read' }, 200],
    [{ scope: 'openid  profile sources:read' }, 200],
    [{ scope: ['ems:read', 'sources:read'] }, 200],
    [{ scope: undefined, scp: ['sources:read'] }, 200],
    [{ scope: undefined, scp: 'x:read sources:read' }, 200],
    [{ scope: 'ems:read', scp: ['sources:read'] }, 403],
    [{ scope: 'ems:read' }, 403],
    [{ scope: '' }, 403],
    [{ scope: undefined }, 403],
    // Neither are these scopes.
    [{ scope: 'all' }, 403],
    [{ scope: 'sources:read2 SOURCES:READ sources:*' }, 403],
    [{ scope: { 'sources:read': true } }, 403],
    [{ scope: [['sources:read'], 7, null] }, 403],
  ])('%j decide what the caller may read', async (changes, status) => {
    const { jwt, sign } = await createIssuer();
    const { send } = await startAuthenticated({ auth: authWith({ jwt }) });
    const { status: received } = await send(`Bearer ${await sign(changes)}`, { path: '/metrics', method: 'GET' });
    expect(received).toBe(status);
  });
});
