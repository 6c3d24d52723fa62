import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { ANSWERED, apiKeyOf, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { stopClock } from '../support/clock.ts';
import { claims, createIssuer, encode, keysResponse, startJwks } from '../support/issuer.ts';
import { startServerOf } from '../support/upstreams.ts';

const UNAVAILABLE = {
  status: 503,
  headers: { 'retry-after': '10' },
  json: {
    errors: [
      {
        message:
          'Tokens cannot be checked at the moment, because the keys of their issuer cannot be read. Try again later.',
        extensions: { code: 'AUTHENTICATION_UNAVAILABLE' },
      },
    ],
  },
};

const NOT_READ = 'The keys of the token issuer cannot be read: ';

/** Starts Switchboard with an issuer whose keys are at a JWKS endpoint. */
async function start() {
  const issuer = await createIssuer();
  const { endpoint, requests, jwt } = await startJwks(issuer.jwk);
  const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) });
  return { endpoint, requests, bearer, linesWith, issuer };
}

describe('the keys of a JWKS endpoint', () => {
  test('are read once for many tokens, with the query of its URL', async () => {
    const { requests, bearer, issuer } = await start();
    expect(requests).toEqual([]);
    const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => issuer.sign({ sub })));
    for (const answer of await Promise.all(tokens.map(bearer))) expect(answer).toMatchObject(ANSWERED);
    expect(requests.map(({ target }) => target)).toEqual(['/keys?client=switchboard']);
  });

  test('are read again for an unknown key, at most every 30 seconds', async () => {
    const { pass } = stopClock();
    const { endpoint, requests, bearer, issuer } = await start();
    await bearer(await issuer.sign());
    const next = await createIssuer('ES256', 'key-2');
    endpoint.response = keysResponse(issuer.jwk, next.jwk);

    pass(29);
    expect(await bearer(await next.sign())).toMatchObject(UNAUTHENTICATED);
    expect(requests).toHaveLength(1);
    pass(2);
    expect(await bearer(await next.sign())).toMatchObject(ANSWERED);
    expect(await bearer(await issuer.sign())).toMatchObject(ANSWERED);
    for (const kid of ['a', 'b', 'c'])
      expect(await bearer(await next.sign({}, { kid }))).toMatchObject(UNAUTHENTICATED);
    expect(requests).toHaveLength(2);
  });

  test('are refreshed after five minutes, so that a key that was removed is not accepted any more', async () => {
    const { pass } = stopClock();
    const { endpoint, bearer, linesWith, issuer } = await start();
    await bearer(await issuer.sign());
    endpoint.response = keysResponse((await createIssuer('ES256', 'key-2')).jwk);

    pass(299);
    expect(await bearer(await issuer.sign())).toMatchObject(ANSWERED);
    pass(2);
    expect(await bearer(await issuer.sign())).toMatchObject(UNAUTHENTICATED);
    expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'unknown-key' }]);
  });

  test('are used for an hour while they cannot be refreshed', async () => {
    const { pass } = stopClock();
    const { endpoint, bearer, linesWith, issuer } = await start();
    await bearer(await issuer.sign());
    endpoint.response = { status: 500, body: 'hunter2' };

    pass(3590);
    expect(await bearer(await issuer.sign())).toMatchObject(ANSWERED);
    await linesWith(`${NOT_READ}HTTP 500`, 1);
    pass(20);
    expect(await bearer(await issuer.sign())).toMatchObject(UNAVAILABLE);
  });
});

describe('while the keys cannot be read', () => {
  test.each([
    [null, 'UND_ERR_SOCKET'],
    [{ status: 500, body: 'hunter2' }, 'HTTP 500'],
    // Redirects are not followed.
    [{ status: 302, body: '', location: '/elsewhere' }, 'HTTP 302'],
    [{ status: 200, body: '<html>hunter2' }, 'the response is not a JSON Web Key Set'],
    [{ status: 200, body: '{"keys":{}}' }, 'the response is not a JSON Web Key Set'],
    [{ status: 200, body: `{"keys":[],"x":"${'x'.repeat(1_048_576)}"}` }, 'UND_ERR_RES_EXCEEDED_MAX_SIZE'],
  ])('because the endpoint responds with %j, tokens are answered with 503', async (response, reason) => {
    const { endpoint, bearer, linesWith, issuer } = await start();
    endpoint.response = response;

    expect(await bearer(await issuer.sign())).toMatchObject(UNAVAILABLE);

    const rejected = { status: 503, code: 'AUTHENTICATION_UNAVAILABLE', reason: 'keys-unavailable' };
    expect(await linesWith('request rejected', 1)).toMatchObject([rejected]);
    expect(await linesWith(NOT_READ + reason, 1)).toMatchObject([{ level: 'warn' }]);
  });

  test('one request is sent every ten seconds, whatever clients send, and its failure is logged once', async () => {
    const { pass } = stopClock();
    const { endpoint, requests, bearer, linesWith, issuer } = await start();
    endpoint.response = { status: 502, body: '' };

    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => issuer.sign({}, { kid: `${index}` })));
    for (const answer of await Promise.all(tokens.map(bearer))) expect(answer).toMatchObject(UNAVAILABLE);
    pass(9);
    expect(await bearer(await issuer.sign())).toMatchObject(UNAVAILABLE);

    expect(requests).toHaveLength(1);
    await linesWith(`${NOT_READ}HTTP 502`, 1);

    endpoint.response = keysResponse(issuer.jwk);
    pass(2);
    expect(await bearer(await issuer.sign())).toMatchObject(ANSWERED);
    expect(requests).toHaveLength(2);
  });

  test('because the endpoint does not respond, tokens are answered with 503 after five seconds', async () => {
    const issuer = await createIssuer();
    const { url } = await startServerOf(() => undefined);
    const { bearer, linesWith } = await startAuthenticated({
      auth: authWith({ jwt: { ...issuer.jwt, keys: new URL(url) } }),
    });
    expect(await bearer(await issuer.sign())).toMatchObject(UNAVAILABLE);
    await linesWith(`${NOT_READ}TimeoutError`, 1);
  });

  test('API keys are accepted', async () => {
    const { jwt, endpoint } = await startJwks();
    endpoint.response = null;
    const key = makeApiKey();
    const { bearer } = await startAuthenticated({ auth: { apiKeys: [apiKeyOf('grafana', key)], jwt } });
    expect(await bearer(key)).toMatchObject(ANSWERED);
  });
});

test('a key of the issuer that is too weak is not used', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const { jwt } = await startJwks({ ...publicKey.export({ format: 'jwk' }), kty: 'RSA' });
  const content = `${encode({ alg: 'RS256' })}.${encode(claims())}`;
  const signature = sign('sha256', Buffer.from(content), privateKey).toString('base64url');
  const { bearer, linesWith } = await startAuthenticated({ auth: authWith({ jwt }) });
  expect(await bearer(`${content}.${signature}`)).toMatchObject(UNAUTHENTICATED);
  expect(await linesWith('request rejected', 1)).toMatchObject([{ reason: 'unusable-key' }]);
});
