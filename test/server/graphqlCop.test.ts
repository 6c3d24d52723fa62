import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';

/*
 * The checks of graphql-cop (https://github.com/dolevf/graphql-cop), each as it sends it.
 */

const TYPENAME = 'query cop { __typename }';

async function start(web: Parameters<typeof startSwitchboardWith>[0]['web'] = {}) {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboardWith({ web }, ems.settings);
  const send = async (path: string, options: Parameters<typeof request>[1]) => {
    const { statusCode, headers, body } = await request(new URL(path, url), options);
    return { status: statusCode, headers, text: await body.text() };
  };
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ems, send, post };
}

describe('denial of service:', () => {
  test('101 aliases are rejected', async () => {
    const { post } = await start();
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}: __typename`);
    const { text } = await post({ query: `query cop { ${aliases.join(' ')} }`, operationName: 'cop' });
    expect(text).toContain('The query has 101 aliases, more than the limit of 100.');
    expect(text).not.toContain('"data"');
  });

  test('a field that is selected 500 times is answered once', async () => {
    const { post } = await start();
    const { text } = await post({ query: `query cop { ${'__typename \n'.repeat(500)} }`, operationName: 'cop' });
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
  });

  test('circular introspection is rejected', async () => {
    const { post } = await start();
    const circle = 'fields { type { fields { type { fields { type { fields { type { name } } } } } } } }';
    const { text } = await post({ query: `query cop { __schema { types { ${circle} } } }`, operationName: 'cop' });
    expect(text).toContain('Maximum introspection depth exceeded');
    expect(text).not.toContain('"data"');
  });

  test('batched queries are rejected', async () => {
    const { post } = await start();
    const { status, text } = await post(Array.from({ length: 10 }, () => ({ query: TYPENAME, operationName: 'cop' })));
    expect(status).toBe(400);
    expect(text).not.toContain('"data"');
  });

  test('circular fragments are rejected', async () => {
    const { post } = await start();
    const { text } = await post({
      query: 'query cop { ...A } fragment A on Query { __typename ...B } fragment B on Query { __typename ...A }',
    });
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect(text).not.toContain('"data"');
  });

  test('unknown directives are rejected, however many', async () => {
    const { post } = await start();
    const { text } = await post({ query: `query cop { __typename ${'@aa'.repeat(10)} }` });
    expect(text).toContain('Unknown directive');
    expect(text).not.toContain('"data"');
  });
});

describe('cross-site request forgery:', () => {
  test('a query by GET that a browser sends without asking is rejected', async () => {
    const { send } = await start();
    const { status, text } = await send(`/graphql?query=${encodeURIComponent(TYPENAME)}`, {});
    expect(status).toBe(400);
    expect(text).not.toContain('"data"');
  });

  test.each(['mutation cop { __typename }', 'subscription cop { __typename }'])(
    '%s by GET is rejected',
    async (query) => {
      const { send } = await start();
      for (const headers of [{}, { 'apollo-require-preflight': '1' }, { 'content-type': 'application/json' }]) {
        const { text } = await send(`/graphql?query=${encodeURIComponent(query)}`, { headers });
        expect(JSON.parse(text)).toMatchObject({ errors: [{}] });
        expect(text).not.toContain('"data"');
      }
    },
  );

  test('a query by GET changes nothing and is not cached', async () => {
    const { send, ems } = await start();
    const { headers, text } = await send('/graphql?query={connections{totalCount}}', {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(text).toContain('"totalCount":1');
    expect(headers['cache-control']).toBe('no-store');
    expect(ems.requests.map(({ path }) => path)).toEqual([expect.stringMatching(/^\/list/i)]);
  });

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'a form with the type %s is rejected',
    async (type) => {
      const { post } = await start();
      for (const body of [`query=${encodeURIComponent(TYPENAME)}`, JSON.stringify({ query: TYPENAME })]) {
        const { status, text } = await post(body, { 'content-type': type });
        expect([400, 415]).toContain(status);
        expect(text).not.toContain('"data"');
      }
    },
  );
});

describe('information:', () => {
  test('introspection can be turned off', async () => {
    const { post } = await start({ introspection: 'off' });
    const { text } = await post({ query: 'query cop { __schema { types { name fields { name } } } }' });
    expect(JSON.parse(text)).not.toHaveProperty('data');
  });

  test('no fields are suggested without introspection', async () => {
    const { post } = await start({ introspection: 'off' });
    const { text } = await post({ query: 'query cop { __schema { directive } conections { totalCount } }' });
    expect(JSON.parse(text).errors).not.toEqual([]);
    expect(text).not.toContain('Did you mean');
  });

  test.each(['/', '/graphql', '/graphiql', '/playground', '/console', '/altair', '/v1/graphql', '/api/graphql'])(
    'no page is served on %s without the explorer',
    async (path) => {
      const { send } = await start({ explorer: 'off' });
      const { status, text } = await send(path, { headers: { accept: 'text/html' } });
      expect(status).toBe(404);
      expect(text).not.toMatch(/graphiql|playground|sandbox|<html/i);
    },
  );

  test('no traces are in an answer', async () => {
    const { post } = await start();
    const { text } = await post(
      { query: TYPENAME, extensions: { tracing: true } },
      { 'x-apollo-tracing': '1', 'apollo-federation-include-trace': 'ftv1', 'apollo-query-plan-experimental': '1' },
    );
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
  });

  test.each([
    ['an empty document', { query: 'query cop {' }],
    ['an unknown field', { query: 'query cop { colour }' }],
    ['an invalid argument', { query: 'query cop { connections(first: -1) { totalCount } }' }],
    [
      'an invalid variable',
      { query: 'query cop($n: Int) { connections(first: $n) { totalCount } }', variables: { n: {} } },
    ],
    ['no query', {}],
    ['invalid JSON', '{"query":'],
  ])('the error of %s reveals nothing of the process', async (_mistake, body) => {
    const { post } = await start();
    const { text } = await post(body);
    expect(JSON.parse(text).errors).not.toEqual([]);
    expect(text).not.toMatch(/exception|stacktrace|node_modules|\.[jt]s\b|at \w+ \(/i);
  });
});
