import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { ANSWERED, apiKeyOf, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { stopClock } from '../support/clock.ts';
import { createIssuer } from '../support/issuer.ts';

const [KEY, OTHER] = [makeApiKey(), makeApiKey()];
const auth = authWith({ apiKeys: [apiKeyOf('grafana', KEY), apiKeyOf('support', OTHER)] });

const limitHeaders = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after'].map((name) => headers[name]);

describe('the rate limit of a caller', () => {
  test('is in the headers of each answer, and more operations are answered with 429', async () => {
    const { pass } = stopClock();
    const { bearer, send, linesWith } = await startAuthenticated({ auth, access: { operationsPerMinute: 2 } });

    const first = await bearer(KEY);
    expect(first).toMatchObject(ANSWERED);
    expect(limitHeaders(first)).toEqual(['2', '1', '60', undefined]);
    pass(15);
    // Whatever the operation is.
    expect(limitHeaders(await send(`Bearer ${KEY}`, { query: '{' }))).toEqual(['2', '0', '45', undefined]);

    // Also for clients that accept only application/json.
    const tooMany = await send(`Bearer ${KEY}`, { headers: { accept: 'application/json' } });
    expect(tooMany).toMatchObject({
      status: 429,
      json: {
        errors: [
          {
            message: 'More than 2 operations in one minute. Try again in 45 seconds.',
            extensions: { code: 'RATE_LIMITED' },
          },
        ],
      },
    });
    expect(limitHeaders(tooMany)).toEqual(['2', '0', '45', '45']);
    expect(await linesWith('request rejected', 1)).toMatchObject([
      { status: 429, code: 'RATE_LIMITED', caller: 'grafana', address: '127.0.0.1' },
    ]);

    // Requests that were rejected do not postpone the end of the minute.
    pass(46);
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
  });

  test('is its own: by key and by subject', async () => {
    const { jwt, sign } = await createIssuer();
    const both = { ...auth, jwt };
    const { bearer } = await startAuthenticated({ auth: both, access: { operationsPerMinute: 1 } });
    // The subject has the name of the key.
    const [token, again, other] = await Promise.all(
      ['grafana', 'grafana', 'b'].map((sub) => sign({ sub, jti: Math.random() })),
    );
    for (const credentials of [KEY, OTHER, token, other]) {
      expect(await bearer(credentials ?? '')).toMatchObject(ANSWERED);
    }
    for (const credentials of [KEY, OTHER, again]) expect((await bearer(credentials ?? '')).status).toBe(429);
  });

  test('does not count requests without credentials, health probes and metrics', async () => {
    const { bearer, send } = await startAuthenticated({ auth, access: { operationsPerMinute: 1 } });
    for (const path of ['/health/live', '/metrics']) await send(`Bearer ${KEY}`, { path, method: 'GET' });
    const rejected = await send(null);
    expect(rejected).toMatchObject(UNAUTHENTICATED);
    expect(limitHeaders(rejected)).toEqual([undefined, undefined, undefined, undefined]);
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
  });

  test('is that of its address where authentication is not configured', async () => {
    const { send } = await startAuthenticated({ access: { operationsPerMinute: 1 } });
    expect(await send(null)).toMatchObject(ANSWERED);
    // Other credentials do not make another caller.
    expect((await send(`Bearer ${KEY}`)).status).toBe(429);
  });

  test('does not exist by default where authentication is not configured', async () => {
    const { send } = await startAuthenticated({});
    expect(limitHeaders(await send(null))).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the address of a client', () => {
  /** The statuses of operations with these X-Forwarded-For headers. One operation per minute is answered for each address. */
  async function statusesOf(trustedProxies: readonly string[], ...forwarded: readonly string[]) {
    const { send } = await startAuthenticated({ access: { operationsPerMinute: 1, trustedProxies } });
    const statuses: number[] = [];
    for (const header of forwarded) {
      statuses.push((await send(null, { headers: { 'x-forwarded-for': header } })).status);
    }
    return statuses;
  }

  test('is not read from X-Forwarded-For', async () => {
    expect(await statusesOf([], '10.0.0.1', '10.0.0.2')).toEqual([200, 429]);
    expect(await statusesOf(['10.0.0.0/8', '::1'], '10.0.0.1', '10.0.0.2')).toEqual([200, 429]);
  });

  test('is read from it if a trusted proxy sends it', async () => {
    expect(await statusesOf(['127.0.0.1'], '192.0.2.1', '192.0.2.2', '192.0.2.1')).toEqual([200, 200, 429]);
  });

  test('is the last one that is not a trusted proxy, because the others are what the client sent', async () => {
    const proxies = ['127.0.0.0/8', '10.0.0.0/8'];
    expect(
      await statusesOf(proxies, '192.0.2.1, 10.0.0.9', '198.51.100.1, 192.0.2.1', '127.0.0.1, 192.0.2.1, 10.1.1.1'),
    ).toEqual([200, 429, 429]);
  });

  test('counts by /64 network for IPv6', async () => {
    const addresses = [
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0DB8:1:2:0:0:0:3',
      '2001:db8:1:3::1',
    ];
    expect(await statusesOf(['127.0.0.1'], ...addresses)).toEqual([200, 429, 429, 200]);
    const short = ['::1', '0:0:0:0::2', '1::', '1:0:0:1::', '64:ff9b::192.0.2.1', '64:ff9b::c000:202'];
    expect(await statusesOf(['127.0.0.1'], ...short)).toEqual([200, 429, 200, 200, 200, 429]);
  });

  test('is the same for IPv4 in both forms', async () => {
    expect(await statusesOf(['127.0.0.1'], '192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.2')).toEqual([
      200, 429, 200,
    ]);
  });

  test('is that of the proxy if the proxy sends no address', async () => {
    expect(await statusesOf(['127.0.0.1'], 'unknown', '_hidden', 'x'.repeat(5000), '')).toEqual([200, 429, 429, 429]);
  });
});

describe('failed logins', () => {
  test('are answered with 429 after 60 in a minute from one address', async () => {
    const { pass } = stopClock();
    const { bearer, send, linesWith } = await startAuthenticated({
      auth,
      access: { trustedProxies: ['127.0.0.1'] },
    });
    for (let count = 0; count < 60; count += 1) expect(await bearer(makeApiKey())).toMatchObject(UNAUTHENTICATED);

    const tooMany = await bearer(makeApiKey());

    expect(tooMany).toMatchObject({
      status: 429,
      headers: { 'retry-after': '60' },
      json: {
        errors: [
          {
            message: 'More than 60 failed logins in one minute. Try again in 60 seconds.',
            extensions: { code: 'RATE_LIMITED' },
          },
        ],
      },
    });
    expect((await linesWith('request rejected', 61)).at(-1)).toMatchObject({
      status: 429,
      code: 'RATE_LIMITED',
      address: '127.0.0.1',
    });
    // A key that is right is not tried either: an attacker would learn that it is.
    expect((await bearer(KEY)).status).toBe(429);
    // Other addresses are not affected.
    expect(await send(`Bearer ${KEY}`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).toMatchObject(ANSWERED);
    pass(61);
    expect(await bearer(OTHER)).toMatchObject(ANSWERED);
  });

  test('do not lock out callers of the same address that have logged in before', async () => {
    const { bearer } = await startAuthenticated({ auth });
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
    for (let count = 0; count < 61; count += 1) await bearer(makeApiKey());
    expect((await bearer(makeApiKey())).status).toBe(429);
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
  });

  test('do not include requests without credentials', async () => {
    const { bearer, send } = await startAuthenticated({ auth });
    for (let count = 0; count < 61; count += 1) expect((await send(null)).status).toBe(401);
    expect(await bearer(KEY)).toMatchObject(ANSWERED);
  });

  test('count for a token that was valid before', async () => {
    const { pass } = stopClock();
    const { jwt, sign } = await createIssuer();
    const { bearer } = await startAuthenticated({ auth: authWith({ jwt }) });
    const token = await sign();
    expect(await bearer(token)).toMatchObject(ANSWERED);
    pass(3600);
    for (let count = 0; count < 60; count += 1) expect(await bearer(token)).toMatchObject(UNAUTHENTICATED);
    expect((await bearer(token)).status).toBe(429);
  });
});
