import type { RequestListener, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { startSwitchboard } from '../support/switchboard.ts';
import { listField, manyFacts, type ProviderUnderTest, settingsAt } from './providerUnderTest.ts';
import { credential, expectNoSecrets, respondWithError, startSecretive, vendorText } from './secretiveUpstream.ts';

/** Nothing can listen on port 0. */
const UNREACHABLE = 'http://127.0.0.1:0';

const PROBLEM = 'problem { code message retryable retryAt httpStatus vendorCode }';

/** Reading from failing upstreams. */
export function testFailing(provider: ProviderUnderTest): void {
  const { list } = provider;
  const everything = `{ ${listField(provider)} { nodes { id } outcomes { ok source { name } ${PROBLEM} } } }`;
  const startWith = (handle: RequestListener, settings = {}) => startSecretive(provider, handle, settings);

  /** The answer when the only source fails: no connections, and the problem in its outcome and in `errors`. */
  function failedWith(problem: Readonly<Record<string, unknown>>) {
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

  test('a source that is down omits only its own connections', async () => {
    const healthy = await provider.start(manyFacts(3).map(provider.row), 'healthy');
    const { query } = await startSwitchboard(settingsAt(provider, UNREACHABLE, credential), healthy.settings);

    const { data, errors } = expectNoSecrets(
      provider,
      await query(
        `{ ${listField(provider)} { totalCount nodes { nativeId source { name } } outcomes { ok source { name } ${PROBLEM} } } }`,
      ),
    );

    const code = 'UPSTREAM_UNAVAILABLE';
    const problem = { code, retryable: true, retryAt: null, httpStatus: null, vendorCode: null };
    expect(data[list]).toEqual({
      totalCount: 3,
      nodes: Array(3).fill({ nativeId: expect.any(String), source: { name: 'healthy' } }),
      outcomes: [
        { ok: false, source: { name: 'main' }, problem: { ...problem, message: expect.stringContaining('"main"') } },
        { ok: true, source: { name: 'healthy' }, problem: null },
      ],
    });
    expect(errors).toMatchObject([{ path: [list], extensions: { code, provider: provider.name, source: 'main' } }]);
  });

  test('an ID of a source that is down is an error at its own path only', async () => {
    const rows = manyFacts(1).map(provider.row);
    const [healthy, failing] = [await provider.start(rows, 'healthy'), await provider.start(rows, 'main')];
    const before = await startSwitchboard(failing.settings, healthy.settings);
    const { nodes } = (await before.query(`{ ${listField(provider)} { nodes { id source { name } } } }`)).data[list];
    const idOf = (name: string) => nodes.find((node: { source: { name: string } }) => node.source.name === name).id;
    const { query } = await startSwitchboard(settingsAt(provider, UNREACHABLE, credential), healthy.settings);

    const { data, errors } = expectNoSecrets(
      provider,
      await query('query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }', {
        id: idOf('main'),
        ids: [idOf('healthy'), idOf('main')],
      }),
    );

    expect(data).toEqual({ node: null, nodes: [{ id: idOf('healthy') }, null] });
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
  ])('HTTP %i becomes %s', async (status, code, retryable) => {
    const { query } = await startWith((_request, response) => respondWithError(response, status));

    expect(await query(everything)).toEqual(failedWith({ code, httpStatus: status, retryable }));
  });

  test('a redirect is not followed, because its target would receive the credentials', async () => {
    const { query, requests } = await startWith((_request, response) => {
      response.setHeader('location', '/elsewhere');
      respondWithError(response, 302);
    });

    expect(await query(everything)).toEqual(
      failedWith({ code: 'UPSTREAM_MALFORMED', httpStatus: 302, retryable: false }),
    );
    expect(requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
  });

  test('an exhausted rate limit has a retryAt, from a Retry-After date', async () => {
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', 'Wed, 21 Oct 2037 07:28:00 GMT');
      respondWithError(response, 429);
    });

    const problem = { code: 'UPSTREAM_RATE_LIMITED', retryable: true, httpStatus: 429 };
    expect(await query(everything)).toEqual(
      failedWith({ ...problem, retryAt: expect.stringMatching(/^2037-10-21T07:28:00/) }),
    );
  });

  test.each([
    'soon',
    // More seconds than a date can represent.
    '9'.repeat(20),
  ])('a 429 with an invalid Retry-After of %s blocks the source for 10 seconds', async (value) => {
    const earliest = Date.now() + 10_000;
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', value);
      respondWithError(response, 429);
    });

    const { data } = await query(everything);

    const { problem } = data[list].outcomes[0];
    expect(problem).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryable: true, httpStatus: 429 });
    expect(Date.parse(problem.retryAt)).toBeGreaterThanOrEqual(earliest);
    expect(Date.parse(problem.retryAt)).toBeLessThanOrEqual(Date.now() + 10_000);
  });

  test('an exhausted rate limit has a retryAt, from Retry-After seconds', async () => {
    const { query } = await startWith((_request, response) => {
      response.setHeader('retry-after', '3600');
      respondWithError(response, 429);
    });
    const earliest = Date.now() + 3_600_000;

    const { data } = await query(everything);

    const retryAt = Date.parse(data[list].outcomes[0].problem.retryAt);
    expect(retryAt).toBeGreaterThanOrEqual(earliest);
    expect(retryAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });

  test.each([
    // Short enough for a JSON parser to quote it in its message.
    ['is not JSON', vendorText],
    ['is incomplete JSON', `{"data":[ "${vendorText}"`],
    ['is HTML', `<!doctype html><html><body>${vendorText}</body></html>`],
    ['is empty', ''],
    ['is null', 'null'],
    ['is an array', `["${vendorText}"]`],
    ['has a string in place of the rows', `{"data":"${vendorText}","status":"SUCCESS","meta":{}}`],
  ])('a response body that %s is malformed', async (_what, body) => {
    const { query } = await startWith((_request, response) => response.end(body));

    expect(await query(everything)).toEqual(
      failedWith({ code: 'UPSTREAM_MALFORMED', httpStatus: 200, retryable: false }),
    );
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['closes the connection without a response', (response) => response.destroy()],
    [
      'closes the connection in the middle of the body',
      (response) => {
        response.writeHead(200, { 'content-length': 10_000 });
        response.write(provider.listingBody([]), () => response.destroy());
      },
    ],
  ])('an upstream that %s is unavailable', async (_what, respond) => {
    const { query } = await startWith((_request, response) => respond(response));

    expect(await query(everything)).toEqual(
      failedWith({ code: 'UPSTREAM_UNAVAILABLE', retryable: true, httpStatus: null }),
    );
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['never responds', () => undefined],
    ['never completes the body', (response) => response.write(provider.listingBody([]))],
  ])('a request to an upstream that %s ends at its timeout', async (_what, respond) => {
    const { query } = await startWith((_request, response) => respond(response), { timeoutMs: 100 });
    const start = performance.now();

    expect(await query(everything)).toEqual(
      failedWith({ code: 'UPSTREAM_TIMEOUT', retryable: true, httpStatus: null }),
    );
    // Less than the default timeout of 10 seconds, and long enough for a busy machine.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a row that cannot be read is omitted and reported', async () => {
    const [first, second] = manyFacts(2).map(provider.row);
    const { query } = await startWith((_request, response) =>
      response.end(provider.listingBody([first, provider.brokenRow, second])),
    );

    const { data, errors } = await query(everything);

    const problem = { code: 'UPSTREAM_MALFORMED', retryable: false, message: expect.stringContaining('1 row') };
    expect(data[list].nodes).toHaveLength(2);
    expect(data[list].outcomes).toMatchObject([{ ok: true, problem }]);
    expect(errors).toMatchObject([{ path: [list], extensions: { code: 'UPSTREAM_MALFORMED', source: 'main' } }]);
  });

  test('an unknown source is rejected without an upstream request', async () => {
    const { query, requests } = await startWith((_request, response) => response.end(provider.listingBody([])));

    const { data, errors } = await query(`{ ${listField(provider, 'sources: ["main", "unknown"]')} { totalCount } }`);

    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        path: [list],
        message: expect.stringContaining('"unknown"'),
        extensions: { code: 'BAD_USER_INPUT', argument: 'sources' },
      },
    ]);
    expect(requests).toEqual([]);
  });
}
