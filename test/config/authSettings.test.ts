import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { problemsOf } from '../support/configProblems.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';

const SHA256 = 'a1'.repeat(32);
const OTHER_SHA256 = 'b2'.repeat(32);
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const JWT_VARIABLES = { SWITCHBOARD_JWT_ISSUER: 'https://issuer.example/', SWITCHBOARD_JWT_AUDIENCE: 'switchboard' };

/** Writes a file that is deleted after the test, and returns its path. */
function writeText(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, text);
  return file;
}

/** The problems of a configuration file with this content. `FILE` replaces its path. */
function problemsIn(text: string, variables = {}, ...secrets: readonly string[]) {
  const file = writeText(text);
  return problemsOf({ SWITCHBOARD_CONFIG: file, ...variables }, ...secrets).map((problem) =>
    problem.replace(file, 'FILE'),
  );
}

const authOf = (text: string, variables = {}) => readConfig({ SWITCHBOARD_CONFIG: writeText(text), ...variables }).auth;

const SCOPES = 'ems:read, telnyx:read, x:read, addresses:read, calls:control, urls:read, sources:read';

describe('the configuration file', () => {
  test('can have several API keys, with their scopes', () => {
    const auth = authOf(`
      auth:
        apiKeys:
          - { name: grafana, sha256: "${SHA256}", scopes: ["ems:read", x:read] }
          - { name: operator, sha256: "${OTHER_SHA256.toUpperCase()}", scopes: all }
      sources: [{ provider: X, name: x, bearerToken: A }]`);
    expect(auth).toEqual({
      apiKeys: [
        { name: 'grafana', sha256: SHA256, scopes: new Set(['ems:read', 'x:read']) },
        { name: 'operator', sha256: OTHER_SHA256, scopes: null },
      ],
      jwt: null,
    });
  });

  test('can accept JWTs', () => {
    const auth = authOf(`
      auth:
        jwt: { jwksUrl: "https://issuer.example/keys?a=b", issuer: "https://issuer.example/", audience: switchboard }`);
    expect(auth).toEqual({
      apiKeys: [],
      jwt: {
        keys: new URL('https://issuer.example/keys?a=b'),
        issuer: 'https://issuer.example/',
        audience: 'switchboard',
      },
    });
  });

  test('can have credentials alone, for the sources of environment variables', () => {
    const text = `auth: { apiKeys: [{ name: a, sha256: "${SHA256}", scopes: all }] }`;
    const { sources, auth } = readConfig({ SWITCHBOARD_CONFIG: writeText(text), X_BEARER_TOKEN: 'AAAA' });
    expect(sources.map(({ name }) => name)).toEqual(['x']);
    expect(auth?.apiKeys).toHaveLength(1);
  });

  test('can refer to environment variables in its credentials', () => {
    const text = `
      auth:
        apiKeys: [{ name: "\${TEAM}", sha256: "\${HASH}", scopes: all }]
        jwt: { publicKey: "\${SWITCHBOARD_JWT_KEY}", issuer: "https://\${IDP}/", audience: "\${TEAM}" }`;
    const variables = { TEAM: 'video', HASH: SHA256, SWITCHBOARD_JWT_KEY: PEM, IDP: 'issuer.example' };
    expect(authOf(text, variables)).toMatchObject({
      apiKeys: [{ name: 'video', sha256: SHA256 }],
      jwt: { issuer: 'https://issuer.example/', audience: 'video', keys: { algorithms: ['ES256'] } },
    });
    expect(problemsIn(text, { ...variables, HASH: '', IDP: '' })).toEqual([
      'FILE: auth.apiKeys.0.sha256: the environment variable HASH is not set',
      'FILE: auth.jwt.issuer: the environment variable IDP is not set',
    ]);
  });

  test('adds its API keys to that of the environment variable', () => {
    const text = `auth: { apiKeys: [{ name: grafana, sha256: "${SHA256}", scopes: all }] }`;
    const auth = authOf(text, { SWITCHBOARD_API_KEY_SHA256: OTHER_SHA256 });
    expect(auth?.apiKeys.map(({ name }) => name)).toEqual(['default', 'grafana']);
  });

  test.each([
    // None of these must start without authentication.
    ['auth:', ['auth: must contain "apiKeys" or "jwt"']],
    ['auth: {}', ['auth: must contain "apiKeys" or "jwt"']],
    ['auth: hunter2', ['auth: must contain "apiKeys" or "jwt"']],
    ['auth: { apiKeys: [] }', ['auth.apiKeys: must contain at least one API key']],
    ['auth: { apiKeys: }', ['auth.apiKeys: must be a list']],
    ['auth: { apiKeys: hunter2 }', ['auth.apiKeys: must be a list']],
    [
      'auth: { apikeys: [] }',
      ['auth: unknown setting "apikeys". Did you mean "apiKeys"?', 'auth: must contain "apiKeys" or "jwt"'],
    ],
    ['auths: { apiKeys: [] }', ['unknown setting "auths". Did you mean "auth"?', 'sources: is missing']],
    ['auth: { jwt: }', ['auth.jwt.issuer: is missing', 'auth.jwt.audience: is missing']],
    [
      'auth: { apiKeys: [hunter2] }',
      [
        'auth.apiKeys.0.name: is missing',
        'auth.apiKeys.0.sha256: is missing',
        `auth.apiKeys.0.scopes: must be the word "all", or a list of these: ${SCOPES}`,
      ],
    ],
  ])('with %j is rejected', (text, problems) => {
    expect(problemsIn(text, {}, 'hunter2')).toEqual(problems.map((problem) => `FILE: ${problem}`));
  });

  test.each([
    ['scopes: ["ems:write"]', `scopes: must be the word "all", or a list of these: ${SCOPES}`],
    ['scopes: []', `scopes: must be the word "all", or a list of these: ${SCOPES}`],
    ['scopes: [all]', `scopes: must be the word "all", or a list of these: ${SCOPES}`],
    ['scopes: ems:read', `scopes: must be the word "all", or a list of these: ${SCOPES}`],
    ['scopes: all, key: hunter2', 'unknown setting "key"'],
    ['scopes: all, sha265: hunter2', 'unknown setting "sha265". Did you mean "sha256"?'],
  ])('with an API key with %j is rejected', (members, problem) => {
    const separator = problem.startsWith('unknown') ? ': ' : '.';
    expect(problemsIn(`auth: { apiKeys: [{ name: a, sha256: "${SHA256}", ${members} }] }`, {}, 'hunter2')).toEqual([
      `FILE: auth.apiKeys.0${separator}${problem}`,
    ]);
  });

  test.each(['hunter2', 'sb_Ab3kT9-qWzX2_mN7pLr5vYc8JhGf4DsE6uKi1oQtBnM', SHA256.slice(1), `${SHA256}0`])(
    'with the hash %s is rejected',
    (sha256) => {
      const text = `auth: { apiKeys: [{ name: a, sha256: "${sha256}", scopes: all }] }`;
      expect(problemsIn(text, {}, sha256)).toEqual([
        'FILE: auth.apiKeys.0.sha256: must be the SHA-256 hash of a key, which "switchboard make-key" prints: 64 hexadecimal digits',
      ]);
    },
  );

  test('with a name or a key twice is rejected', () => {
    const key = (name: string, sha256: string) => `{ name: ${name}, sha256: "${sha256}", scopes: all }`;
    expect(problemsIn(`auth: { apiKeys: [${key('a', SHA256)}, ${key('a', OTHER_SHA256)}] }`)).toEqual([
      'The API key name "a" is used more than once. Names of API keys must be unique.',
    ]);
    expect(problemsIn(`auth: { apiKeys: [${key('a', SHA256)}, ${key('b', SHA256)}] }`)).toEqual([
      'The same API key is configured more than once.',
    ]);
  });

  test('with JWT settings beside those of environment variables is rejected', () => {
    const text = 'auth: { jwt: { jwksUrl: "https://issuer.example/keys", issuer: a, audience: b } }';
    expect(problemsIn(text, { ...JWT_VARIABLES, SWITCHBOARD_JWT_PUBLIC_KEY: PEM })).toEqual([
      'JWT is configured by environment variables and by the file. Use only one.',
    ]);
  });
});

describe('environment variables', () => {
  test('can accept one API key, which may read everything', () => {
    expect(readConfig({ SWITCHBOARD_API_KEY_SHA256: ` ${SHA256} ` }).auth).toEqual({
      apiKeys: [{ name: 'default', sha256: SHA256, scopes: null }],
      jwt: null,
    });
  });

  test('can accept JWTs, with the keys of a JWKS endpoint', () => {
    const SWITCHBOARD_JWT_JWKS_URL = 'https://issuer.example/keys';
    expect(readConfig({ ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL }).auth).toEqual({
      apiKeys: [],
      jwt: { keys: new URL(SWITCHBOARD_JWT_JWKS_URL), issuer: 'https://issuer.example/', audience: 'switchboard' },
    });
  });

  test.each([
    ['PEM', () => PEM],
    ['PEM in one line, with \\n for line breaks', () => PEM.replaceAll('\n', '\\n')],
    ['a JWK', () => JSON.stringify(publicKey.export({ format: 'jwk' }))],
    ['the path of a PEM file', () => writeText(PEM)],
    ['the path of a JWK file', () => writeText(JSON.stringify(publicKey.export({ format: 'jwk' })))],
  ])('can accept JWTs, with a public key as %s', (_form, keyOf) => {
    const auth = readConfig({ ...JWT_VARIABLES, SWITCHBOARD_JWT_PUBLIC_KEY: keyOf() }).auth;
    const keys = auth?.jwt?.keys;
    if (keys === undefined || keys instanceof URL) throw new Error('There is no public key');
    expect(keys.key.equals(publicKey)).toBe(true);
    expect(keys.algorithms).toEqual(['ES256']);
  });

  test.each([
    ['rsa', { modulusLength: 2048 }, ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
    ['ec', { namedCurve: 'P-384' }, ['ES384']],
    ['ec', { namedCurve: 'P-521' }, ['ES512']],
    ['ed25519', {}, ['EdDSA', 'Ed25519']],
  ] as const)('accept only the algorithms of the key: %s %j', (type, options, algorithms) => {
    // biome-ignore lint/suspicious/noExplicitAny: the overloads do not take a union
    const pair = generateKeyPairSync(type as any, options as any) as unknown as { publicKey: typeof publicKey };
    const SWITCHBOARD_JWT_PUBLIC_KEY = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { auth } = readConfig({ ...JWT_VARIABLES, SWITCHBOARD_JWT_PUBLIC_KEY });
    expect(auth?.jwt?.keys).toMatchObject({ algorithms });
  });

  test('accept only the algorithm that a JWK names', () => {
    const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const SWITCHBOARD_JWT_PUBLIC_KEY = JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg: 'PS256' });
    const { auth } = readConfig({ ...JWT_VARIABLES, SWITCHBOARD_JWT_PUBLIC_KEY });
    expect(auth?.jwt?.keys).toMatchObject({ algorithms: ['PS256'] });
  });

  const MUST_VERIFY = 'must be RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519, for signatures';
  const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  test.each([
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }), 'must be a public key, not a private one'],
    ['a private JWK', JSON.stringify(privateKey.export({ format: 'jwk' })), 'must be a public key, not a private one'],
    ['a shared secret', '{"kty":"oct","k":"aHVudGVyMg"}', 'cannot be read as a PEM public key or a JWK'],
    ['a broken PEM', '-----BEGIN PUBLIC KEY-----\nhunter2', 'cannot be read as a PEM public key or a JWK'],
    ['a broken JWK', '{"kty":"EC","hunter2"', 'cannot be read as a PEM public key or a JWK'],
    ['a JWK set', '{"keys":[]}', 'cannot be read as a PEM public key or a JWK'],
    [
      'a missing file',
      '/no/such/hunter2',
      'must be a PEM public key, a JWK, or the path of a file with one, which can be read',
    ],
    ['a weak RSA key', weakRsa.export({ type: 'spki', format: 'pem' }), MUST_VERIFY],
    [
      'a key for encryption',
      JSON.stringify({ ...publicKey.export({ format: 'jwk' }), use: 'enc' }),
      'cannot be read as a PEM public key or a JWK',
    ],
    ['an HS256 key', JSON.stringify({ ...publicKey.export({ format: 'jwk' }), alg: 'HS256' }), MUST_VERIFY],
    [
      'a key of another kind',
      generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }),
      MUST_VERIFY,
    ],
  ])('reject %s as the public key', (_title, key, rule) => {
    expect(problemsOf({ ...JWT_VARIABLES, SWITCHBOARD_JWT_PUBLIC_KEY: String(key) }, 'hunter2')).toEqual([
      `SWITCHBOARD_JWT_PUBLIC_KEY: ${rule}`,
    ]);
  });

  const SAFE_URL = 'must be an https:// URL without a password; http:// only for loopback addresses';
  test.each([
    [{ SWITCHBOARD_API_KEY_SHA256: 'hunter2' }, [/^SWITCHBOARD_API_KEY_SHA256: must be the SHA-256 hash/]],
    [JWT_VARIABLES, ['SWITCHBOARD_JWT_JWKS_URL: is missing, and there is no public key either']],
    [
      { SWITCHBOARD_JWT_JWKS_URL: 'https://issuer.example/keys' },
      ['SWITCHBOARD_JWT_ISSUER: is missing', 'SWITCHBOARD_JWT_AUDIENCE: is missing'],
    ],
    [
      { ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL: 'https://issuer.example/keys', SWITCHBOARD_JWT_PUBLIC_KEY: PEM },
      ['SWITCHBOARD_JWT_JWKS_URL: must not be set together with a public key'],
    ],
    [{ ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL: 'hunter2' }, [`SWITCHBOARD_JWT_JWKS_URL: ${SAFE_URL}`]],
    [
      { ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL: 'http://issuer.example/keys' },
      [`SWITCHBOARD_JWT_JWKS_URL: ${SAFE_URL}`],
    ],
    [
      { ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL: 'https://a:hunter2@issuer.example/keys' },
      [`SWITCHBOARD_JWT_JWKS_URL: ${SAFE_URL}`],
    ],
    [{ ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL: 'file:///keys' }, [`SWITCHBOARD_JWT_JWKS_URL: ${SAFE_URL}`]],
    [
      { SWITCHBOARD_API_KEY_SHA265: 'hunter2' },
      ['Unknown environment variable SWITCHBOARD_API_KEY_SHA265. Did you mean SWITCHBOARD_API_KEY_SHA256?'],
    ],
    [
      { SWITCHBOARD_JWT_ISSUR: 'hunter2' },
      ['Unknown environment variable SWITCHBOARD_JWT_ISSUR. Did you mean SWITCHBOARD_JWT_ISSUER?'],
    ],
    [
      { RATE_LIMITS_PER_MINUTE: '5' },
      ['Unknown environment variable RATE_LIMITS_PER_MINUTE. Did you mean RATE_LIMIT_PER_MINUTE?'],
    ],
  ])('reject %j', (variables, problems) => {
    expect(problemsOf(variables, 'hunter2')).toEqual(
      problems.map((problem) => (typeof problem === 'string' ? problem : expect.stringMatching(problem))),
    );
  });

  test.each(['http://127.0.0.1:9000/keys', 'http://localhost:9000/keys', 'http://[::1]:9000/keys'])(
    'accept the JWKS URL %s, because nobody can change what it sends',
    (SWITCHBOARD_JWT_JWKS_URL) => {
      expect(problemsOf({ ...JWT_VARIABLES, SWITCHBOARD_JWT_JWKS_URL })).toEqual([]);
    },
  );
});

describe('without authentication', () => {
  const source = { X_BEARER_TOKEN: 'AAAA' };
  const mustBeLoopback = expect.stringMatching(
    /^HOST: must be a loopback address, because no authentication is configured .* ALLOW_UNAUTHENTICATED_ACCESS=on/,
  );

  test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'LOCALHOST', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])(
    'real sources can be served on %s',
    (HOST) => {
      expect(problemsOf({ ...source, HOST })).toEqual([]);
    },
  );

  test.each([
    '0.0.0.0',
    '::',
    '10.0.0.5',
    '192.168.1.2',
    'switchboard.example',
    '127.0.0.1.example',
    '2001:db8::1',
    '128.0.0.1',
  ])('real sources are not served on %s', (HOST) => {
    expect(problemsOf({ ...source, HOST })).toEqual([mustBeLoopback]);
  });

  test('they are if a setting allows it, or if authentication is configured', () => {
    const HOST = '0.0.0.0';
    expect(problemsOf({ ...source, HOST, ALLOW_UNAUTHENTICATED_ACCESS: 'on' })).toEqual([]);
    expect(problemsOf({ ...source, HOST, SWITCHBOARD_API_KEY_SHA256: SHA256 })).toEqual([]);
    expect(problemsOf({ ...source, HOST, ALLOW_UNAUTHENTICATED_ACCESS: 'off' })).toEqual([mustBeLoopback]);
    expect(problemsOf({ ...source, HOST, ALLOW_UNAUTHENTICATED_ACCESS: 'yes' })).toEqual([
      'ALLOW_UNAUTHENTICATED_ACCESS: must be on or off',
    ]);
  });

  test('the sandbox is served anywhere, because its data is mock data', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([]);
  });
});

describe('the rate limit', () => {
  test.each([
    [{}, null],
    [{ SWITCHBOARD_API_KEY_SHA256: SHA256 }, 600],
    [{ RATE_LIMIT_PER_MINUTE: '30' }, 30],
    [{ SWITCHBOARD_API_KEY_SHA256: SHA256, RATE_LIMIT_PER_MINUTE: '30' }, 30],
    [{ SWITCHBOARD_API_KEY_SHA256: SHA256, RATE_LIMIT_PER_MINUTE: '0' }, null],
  ])('with %j is %j operations per minute', (variables, limit) => {
    expect(readConfig(variables).access.operationsPerMinute).toBe(limit);
  });

  test.each(['-1', '1000001', '1.5', 'off'])('is not %s', (RATE_LIMIT_PER_MINUTE) => {
    expect(problemsOf({ RATE_LIMIT_PER_MINUTE })).toEqual([
      'RATE_LIMIT_PER_MINUTE: must be a whole number from 0 to 1000000',
    ]);
  });
});

describe('trusted proxies', () => {
  test.each([
    ['10.0.0.5', ['10.0.0.5']],
    [' 10.0.0.0/8 , ::1,fd00::/8,2001:db8::1/128', ['10.0.0.0/8', '::1', 'fd00::/8', '2001:db8::1/128']],
  ])('can be %s', async (TRUSTED_PROXIES, trustedProxies) => {
    const { access } = readConfig({ TRUSTED_PROXIES });
    expect(access.trustedProxies).toEqual(trustedProxies);
    // Fastify accepts them too.
    const telemetry = { log: createLog('silent'), metrics: createMetrics() };
    const server = await startServer({ ...DEFAULTS, access, sources: [], telemetry });
    await server.close();
  });

  test.each([
    'true',
    '1',
    'proxy.example',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0',
    '10.0.0.5:80',
    '10.0.0.5,,',
    'fe80::1%eth0',
    '10.0.0.0/8/8',
    'loopback',
  ])('cannot be %s', (TRUSTED_PROXIES) => {
    expect(problemsOf({ TRUSTED_PROXIES })).toEqual([
      'TRUSTED_PROXIES: must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
    ]);
  });

  test.each(['0.0.0.0/0', '::/0', '10.0.0.5,0.0.0.0/0'])('cannot be everyone: %s', (TRUSTED_PROXIES) => {
    expect(problemsOf({ TRUSTED_PROXIES })).toEqual(['TRUSTED_PROXIES: must not be a network of all addresses']);
  });
});

test('the metrics can be public', () => {
  expect(readConfig({ PUBLIC_METRICS: 'on' }).access.publicMetrics).toBe(true);
  expect(problemsOf({ PUBLIC_METRICS: 'yes' })).toEqual(['PUBLIC_METRICS: must be on or off']);
});
