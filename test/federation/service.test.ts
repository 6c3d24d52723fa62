import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { readConfig } from '../../src/config.ts';
import { printFederatedSdl } from '../../src/graph/sdl.ts';
import { ANSWERED, apiKeyOf, authWith, startAuthenticated, UNAUTHENTICATED } from '../support/authenticated.ts';
import { problemsOf } from '../support/configProblems.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';

const SERVICE = '{ _service { sdl } }';
const NOT_SERVED = {
  message: 'The SDL of this subgraph is not served, but the requested query contained the field "_service".',
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
};

describe('_service', () => {
  test('has the federated SDL', async () => {
    const { query } = await startSwitchboardWith({ federation: {} });
    expect(await query(SERVICE)).toMatchObject({ data: { _service: { sdl: printFederatedSdl() } }, errors: [] });
  });

  test('has the SDL without node and nodes if they are left out', async () => {
    const { query } = await startSwitchboardWith({ federation: { nodeFields: false } });
    const { data } = await query(SERVICE);
    expect(data._service.sdl).toBe(printFederatedSdl({ nodeFields: false }));
    expect((await query('{ node(id: "x") { id } }')).errors).toMatchObject([
      { message: expect.stringContaining('Cannot query field "node"') },
    ]);
  });

  test('can be queried while introspection is off', async () => {
    const { query } = await startSwitchboardWith({ web: { introspection: 'off' }, federation: {} });
    expect((await query(SERVICE)).errors).toEqual([]);
    expect((await query('{ __schema { queryType { name } } }')).status).toBe(400);
  });

  test.each([SERVICE, '{ a: _service { __typename } }', '{ ...F } fragment F on Query { _service { sdl } }'])(
    'is refused if it is off: %s',
    async (document) => {
      const { query } = await startSwitchboardWith({ federation: { sdl: 'off' } });
      expect(await query(document)).toMatchObject({ data: null, status: 400, errors: [NOT_SERVED] });
      expect((await query('{ __schema { queryType { name } } }')).errors).toEqual([]);
    },
  );

  test('needs credentials like every operation, as a router or rover forwards them', async () => {
    const key = makeApiKey();
    const auth = authWith({ apiKeys: [apiKeyOf('router', key)] });
    const { send } = await startAuthenticated({ auth, federation: {} });
    expect(await send(null, { query: SERVICE })).toMatchObject(UNAUTHENTICATED);
    const { json } = await send(`Bearer ${key}`, { query: SERVICE });
    expect(json.data._service.sdl).toBe(printFederatedSdl());
  });
});

test('without federation, there are no fields and types for routers', async () => {
  const { query } = await startSwitchboardWith({});
  for (const document of [SERVICE, '{ _entities(representations: []) { __typename } }']) {
    expect((await query(document)).errors[0]?.message).toMatch(/^Cannot query field "_(?:service|entities)"/);
  }
  const { data } = await query('{ a: __type(name: "_Any") { name } b: __type(name: "_Entity") { name } }');
  expect(data).toEqual({ a: null, b: null });
});

describe("Apollo's federated tracing", () => {
  const ask = async (url: string) => {
    const { body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'apollo-federation-include-trace': 'ftv1' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    return body.json();
  };

  test('is off', async () => {
    const { url } = await startSwitchboardWith({ federation: {} });
    expect(await ask(url)).toEqual(ANSWERED.json);
  });

  test('adds a trace if it is on and a router asks for it', async () => {
    const { url, query } = await startSwitchboardWith({ federation: { tracing: 'on' } });
    expect(await ask(url)).toEqual({ ...ANSWERED.json, extensions: { ftv1: expect.any(String) } });
    expect(await query('{ __typename }')).not.toHaveProperty('extensions');
  });
});

describe('the settings', () => {
  test('are off, on with defaults, or as they are set', () => {
    expect(readConfig({}).federation).toBeNull();
    expect(readConfig({ FEDERATION: 'off' }).federation).toBeNull();
    expect(readConfig({ FEDERATION: 'on' }).federation).toEqual({
      nodeFields: true,
      accessDirectives: true,
      sdl: 'on',
      tracing: 'off',
    });
    expect(
      readConfig({
        FEDERATION: 'on',
        FEDERATION_NODE: 'off',
        FEDERATION_SCOPES: 'off',
        FEDERATION_SDL: 'off',
        FEDERATION_TRACING: 'on',
      }).federation,
    ).toEqual({ nodeFields: false, accessDirectives: false, sdl: 'off', tracing: 'on' });
  });

  test('serve the SDL by default if and only if introspection is on', () => {
    expect(readConfig({ FEDERATION: 'on', INTROSPECTION: 'off' }).federation?.sdl).toBe('off');
    expect(readConfig({ FEDERATION: 'on', INTROSPECTION: 'off', FEDERATION_SDL: 'on' }).federation?.sdl).toBe('on');
  });

  test('are refused without federation, where they would have no effect', () => {
    const settings = {
      FEDERATION_NODE: 'off',
      FEDERATION_SCOPES: 'on',
      FEDERATION_SDL: 'on',
      FEDERATION_TRACING: 'on',
    };
    const problems = Object.keys(settings).map((name) => `${name}: requires FEDERATION=on`);
    expect(problemsOf(settings)).toEqual(problems);
    expect(problemsOf({ ...settings, FEDERATION: 'off' })).toEqual(problems);
    expect(problemsOf({ FEDERATION: 'yes' })).toEqual(['FEDERATION: must be on or off']);
    expect(problemsOf({ FEDERATON: 'on' })).toEqual([
      'Unknown environment variable FEDERATON. Did you mean FEDERATION?',
    ]);
  });
});
