import type { RequestListener, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { startSwitchboard } from '../support/switchboard.ts';
import { listField, manyFacts, type ProviderUnderTest, settingsAt } from './providerUnderTest.ts';
import { credential, hiding, refuse, startSecretive, words } from './secretiveUpstream.ts';

/** Nothing can listen there. */
const NOWHERE = 'http://127.0.0.1:0';

const PROBLEM = 'problem { code message retryable retryAt httpStatus vendorCode }';

/** Reading from upstreams that are not well. */
export function testFailing(provider: ProviderUnderTest): void {
  const { list } = provider;
  const everything = `{ ${listField(provider)} { nodes { id } outcomes { ok source { name } ${PROBLEM} } } }`;
  const startWith = (handle: RequestListener, settings = {}) => startSecretive(provider, handle, settings);

  /** What the list says when its only source fails: nothing but why, in its outcome and in `errors`. */
  function failed(problem: Readonly<Record<string, unknown>>) {
    const { code, ...details } = problem;
    const source = { source: { name: 'main' } };
    return {
      data: { [list]: { nodes: [], outcomes: [{ ok: false, ...source, problem: expect.objectContaining(problem) }] } },
      errors: [
        {
          message: expect.stringContaining('"main"'),
          path: [list],
          locations: expect.anything(),
          extensions: expect.objectContaining({ code, provider: provider.name, source: 'main', ...details }),
        },
      ],
      status: 200,
    };
  }

  test('a source that is down costs its own connections only', async () => {
    const well = await provider.start(manyFacts(3).map(provider.row), 'well');
    const { query } = await startSwitchboard(settingsAt(provider, NOWHERE, credential), well.settings);

    const { data, errors } = hiding(
      provider,
      await query(
        `{ ${listField(provider)} { totalCount nodes { nativeId source { name } } outcomes { ok source { name } ${PROBLEM} } } }`,
      ),
    );

    const code = 'UPSTREAM_UNAVAILABLE';
    const problem = { code, retryable: true, retryAt: null, httpStatus: null, vendorCode: null };
    expect(data[list]).toEqual({
      totalCount: 3,
      nodes: Array(3).fill({ nativeId: expect.any(String), source: { name: 'well' } }),
      outcomes: [
        { ok: false, source: { name: 'main' }, problem: { ...problem, message: expect.stringContaining('"main"') } },
        { ok: true, source: { name: 'well' }, problem: null },
      ],
    });
    expect(errors).toMatchObject([{ path: [list], extensions: { code, provider: provider.name, source: 'main' } }]);
  });

  test('an id of a source that is down is an error at that id, and nowhere else', async () => {
    const rows = manyFacts(1).map(provider.row);
    const [well, ill] = [await provider.start(rows, 'well'), await provider.start(rows, 'main')];
    const before = await startSwitchboard(ill.settings, well.settings);
    const { nodes } = (await before.query(`{ ${listField(provider)} { nodes { id source { name } } } }`)).data[list];
    const idOf = (name: string) => nodes.find((node: { source: { name: string } }) => node.source.name === name).id;
    const { query } = await startSwitchboard(settingsAt(provider, NOWHERE, credential), well.settings);

    const { data, errors } = hiding(
      provider,
      await query('query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }', {
        id: idOf('main'),
        ids: [idOf('well'), idOf('main')],
      }),
    );

    expect(data).toEqual({ node: null, nodes: [{ id: idOf('well') }, null] });
    expect(errors.map((error) => error.path)).toEqual(expect.arrayContaining([['node'], ['nodes', 1]]));
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual([
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
  });

  test.each([
    [401, 'UPSTREAM_UNAUTHENTICATED', false],
    [402, 'UPSTREAM_REJECTED', false],
    [403, 'UPSTREAM_FORBIDDEN', false],
    [404, 'UPSTREAM_REJECTED', false],
    [429, 'UPSTREAM_RATE_LIMITED', true],
    [500, 'UPSTREAM_UNAVAILABLE', true],
    [503, 'UPSTREAM_UNAVAILABLE', true],
  ])('HTTP %i is %s', async (status, code, retryable) => {
    const { query } = await startWith((_request, response) => refuse(response, status));

    expect(await query(everything)).toEqual(failed({ code, httpStatus: status, retryable }));
  });

  test('a redirect is not followed, credentials and all', async () => {
    const { query, requests } = await startWith((_request, response) => {
      response.setHeader('location', '/elsewhere');
      refuse(response, 302);
    });

    expect(await query(everything)).toEqual(failed({ code: 'UPSTREAM_MALFORMED', httpStatus: 302, retryable: false }));
    expect(requests.filter(({ path: asked }) => asked.includes('elsewhere'))).toEqual([]);
  });

  test('a spent rate limit says when to come back, as a date', async () => {
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', 'Wed, 21 Oct 2037 07:28:00 GMT');
      refuse(response, 429);
    });

    const problem = { code: 'UPSTREAM_RATE_LIMITED', retryable: true, httpStatus: 429 };
    expect(await query(everything)).toEqual(
      failed({ ...problem, retryAt: expect.stringMatching(/^2037-10-21T07:28:00/) }),
    );
  });

  test.each([
    'soon',
    // More seconds than a date can hold.
    '9'.repeat(20),
  ])('a 429 whose Retry-After is %s holds the source back for 10 seconds', async (value) => {
    const earliest = Date.now() + 10_000;
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', value);
      refuse(response, 429);
    });

    const { data } = await query(everything);

    const { problem } = data[list].outcomes[0];
    expect(problem).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryable: true, httpStatus: 429 });
    expect(Date.parse(problem.retryAt)).toBeGreaterThanOrEqual(earliest);
    expect(Date.parse(problem.retryAt)).toBeLessThanOrEqual(Date.now() + 10_000);
  });

  test('a spent rate limit says when to come back, in seconds from now', async () => {
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', '3600');
      refuse(response, 429);
    });
    const earliest = Date.now() + 3_600_000;

    const { data } = await query(everything);

    const retryAt = Date.parse(data[list].outcomes[0].problem.retryAt);
    expect(retryAt).toBeGreaterThanOrEqual(earliest);
    expect(retryAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });

  test.each([
    // Short enough for a parser's message to quote it whole.
    ['is no JSON', words],
    ['is half of it', `{"data":[ "${words}"`],
    ['is a page for people', `<!doctype html><html><body>${words}</body></html>`],
    ['is empty', ''],
    ['is null', 'null'],
    ['is a list', `["${words}"]`],
    ['has something else for rows', `{"data":"${words}","status":"SUCCESS","meta":{}}`],
  ])('an answer that %s is malformed', async (_what, body) => {
    const { query } = await startWith((_request, response) => response.end(body));

    expect(await query(everything)).toEqual(failed({ code: 'UPSTREAM_MALFORMED', httpStatus: 200, retryable: false }));
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['closes without a word', (response) => response.destroy()],
    [
      'breaks off in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-length': 10_000 });
        response.write(provider.answer([]), () => response.destroy());
      },
    ],
  ])('an upstream that %s is unavailable', async (_what, answer) => {
    const { query } = await startWith((_request, response) => answer(response));

    expect(await query(everything)).toEqual(
      failed({ code: 'UPSTREAM_UNAVAILABLE', retryable: true, httpStatus: null }),
    );
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['never answers', () => undefined],
    ['never ends its answer', (response) => response.write(provider.answer([]))],
  ])('an upstream that %s is given up in time', async (_what, answer) => {
    const { query } = await startWith((_request, response) => answer(response), { timeoutMs: 100 });
    const start = performance.now();

    expect(await query(everything)).toEqual(failed({ code: 'UPSTREAM_TIMEOUT', retryable: true, httpStatus: null }));
    // Far from the 10 seconds that are the default, and far enough from 100 ms for a busy machine.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a row that cannot be read costs that row, and is said', async () => {
    const [first, second] = manyFacts(2).map(provider.row);
    const { query } = await startWith((_request, response) =>
      response.end(provider.answer([first, provider.brokenRow, second])),
    );

    const { data, errors } = await query(everything);

    const problem = { code: 'UPSTREAM_MALFORMED', retryable: false, message: expect.stringContaining('1 row') };
    expect(data[list].nodes).toHaveLength(2);
    expect(data[list].outcomes).toMatchObject([{ ok: true, problem }]);
    expect(errors).toMatchObject([{ path: [list], extensions: { code: 'UPSTREAM_MALFORMED', source: 'main' } }]);
  });

  test('a source that does not exist is the caller’s mistake', async () => {
    const { query, requests } = await startWith((_request, response) => response.end(provider.answer([])));

    const { data, errors } = await query(`{ ${listField(provider, 'sources: ["main", "nowhere"]')} { totalCount } }`);

    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        path: [list],
        message: expect.stringContaining('"nowhere"'),
        extensions: { code: 'BAD_USER_INPUT', argument: 'sources' },
      },
    ]);
    expect(requests).toEqual([]);
  });
}
