import { describe, expect, test } from 'vitest';
import { hashApiKey, makeApiKey } from '../../src/config/apiKey.ts';
import { ANSWERED, apiKeyOf, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { createIssuer } from '../support/issuer.ts';

/** Two keys with letters of both cases at their ends. */
const GRAFANA = 'sb_Ab3kT9-qWzX2_mN7pLr5vYc8JhGf4DsE6uKi1oQtBnM';
const SUPPORT = 'sb_zZ9aAxX8bByY7cCwW6dDvV5eEuU4fFtT3gGsS2hHrR1';

const auth = authWith({
  apiKeys: [
    apiKeyOf('grafana', GRAFANA, new Set(['sources:read'])),
    apiKeyOf('support', SUPPORT, new Set(['ems:read'])),
  ],
});

describe('an API key', () => {
  test('that is configured is accepted, and its name is the name of the caller', async () => {
    const { bearer, linesWith } = await startAuthenticated({ auth });
    expect(await bearer(GRAFANA)).toMatchObject(ANSWERED);
    expect(await bearer(SUPPORT)).toMatchObject(ANSWERED);
    expect(await linesWith('operation', 2)).toMatchObject([{ caller: 'grafana' }, { caller: 'support' }]);
  });

  test.each([
    ['that is not configured', makeApiKey(), 'unknown-key'],
    ['whose last letter has another case', `${GRAFANA.slice(0, -1)}m`, 'unknown-key'],
    ['whose first letter has another case', GRAFANA.replace('Ab3', 'ab3'), 'unknown-key'],
    ['that is cut off', GRAFANA.slice(0, -1), 'malformed'],
    ['with a character more', `${GRAFANA}A`, 'malformed'],
    ['without its random part', 'sb_', 'malformed'],
    ['whose prefix has another case', GRAFANA.replace('sb_', 'SB_'), 'malformed'],
    ['of which the hash was sent', hashApiKey(GRAFANA).toString('hex'), 'malformed'],
  ])('%s is rejected', async (_title, key, reason) => {
    const { bearer, linesWith } = await startAuthenticated({ auth });
    expect(await bearer(key)).toMatchObject(UNAUTHENTICATED);
    expect(await linesWith('request rejected', 1)).toMatchObject([{ reason }]);
  });

  test('and a JWT can be configured together', async () => {
    const { jwt, sign } = await createIssuer();
    const { bearer, send } = await startAuthenticated({ auth: { ...auth, jwt } });
    expect(await bearer(GRAFANA)).toMatchObject(ANSWERED);
    expect(await bearer(await sign())).toMatchObject(ANSWERED);
    expect(await bearer(makeApiKey())).toMatchObject(UNAUTHENTICATED);
    expect(await bearer(await (await createIssuer()).sign())).toMatchObject(UNAUTHENTICATED);
    expect((await send(null)).json.errors[0].message).toBe(
      'Authentication is required. Send an API key or a token (JWT) in the header authorization: Bearer ...',
    );
  });

  test('is no token where only tokens are configured, and the other way round', async () => {
    const { jwt, sign } = await createIssuer();
    const withTokens = await startAuthenticated({ auth: authWith({ jwt }) });
    expect(await withTokens.bearer(GRAFANA)).toMatchObject(UNAUTHENTICATED);
    const withKeys = await startAuthenticated({ auth });
    expect(await withKeys.bearer(await sign())).toMatchObject(UNAUTHENTICATED);
  });
});
