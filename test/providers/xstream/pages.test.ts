import type { RequestListener, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { xRow } from '../../fixtures/xstream.ts';
import { type SourceSettings, startSwitchboard } from '../../support/switchboard.ts';
import { startServerOf } from '../../support/upstreams.ts';

/*
 * X documents no order, so all pages are read. If one fails, the pages before it are kept and the failure is reported.
 */

const OUTCOMES = 'outcomes { ok stale omittedRows problem { code message retryable httpStatus vendorCode } }';
const LIST = `{ xStreamConnections(status: ALL) { totalCount ${OUTCOMES} } }`;
const NODE = 'query ($id: ID!) { node(id: $id) { ... on XStreamConnection { nativeId } } }';
const COMPLETE = { ok: true, stale: false, omittedRows: 0, problem: null };

/** An X app whose upstream handles requests like this. */
async function startXWith(handle: RequestListener, settings: Partial<SourceSettings> = {}) {
  const { url, requests } = await startServerOf(handle);
  const x = { name: 'x', bearerToken: 'token', baseUrl: url, ...settings, provider: 'X' };
  return { requests, settings: x, ...(await startSwitchboard(x)) };
}

/** The number of the requested page, from 1. It is also the page token. */
function pageOf(url = ''): number {
  return Number(new URL(url, 'http://x').searchParams.get('pagination_token') ?? 1);
}

/** Sends a page of rows. All pages but the last have the token of the next page. */
function sendPage(response: ServerResponse, page: number, pages: number, rows = [xRow(page)]): void {
  response.end(JSON.stringify({ data: rows, meta: page < pages ? { next_token: String(page + 1) } : {} }));
}

describe('pages', () => {
  test('with more rows than were requested count as the pages that they would fill', async () => {
    const rows = Array.from({ length: 5_000 }, () => ({}));
    const { query, requests } = await startXWith(({ url }, response) => sendPage(response, pageOf(url), 10, rows));

    const { data } = await query(LIST);

    expect(requests).toHaveLength(2);
    const problem = { code: 'UPSTREAM_MALFORMED', message: expect.stringContaining('more than 100 pages') };
    expect(data.xStreamConnections).toMatchObject({ totalCount: 10_000, outcomes: [{ ok: true, problem }] });
  });

  test('are requested with their page token, percent-encoded', async () => {
    const { query, requests } = await startXWith((_request, response) => {
      const meta = requests.length === 1 ? { next_token: 'a+b/c= &d' } : {};
      response.end(JSON.stringify({ data: [xRow(requests.length)], meta }));
    });

    const { data } = await query(LIST);

    expect(data.xStreamConnections).toEqual({ totalCount: 2, outcomes: [COMPLETE] });
    expect(requests.map(({ target }) => target.split('&pagination_token=')[1])).toEqual([
      undefined,
      'a%2Bb%2Fc%3D%20%26d',
    ]);
    expect(requests[1]?.target.startsWith(`${requests[0]?.target}&`)).toBe(true);
  });

  test('end at an empty page token', async () => {
    const { query, requests } = await startXWith((_request, response) =>
      response.end(JSON.stringify({ data: [xRow(1)], meta: { next_token: '' } })),
    );

    const { data } = await query(LIST);

    expect(data.xStreamConnections).toEqual({ totalCount: 1, outcomes: [COMPLETE] });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['the same page token every time', 2, 'repeated a page token', () => 'again'],
    ['page tokens that repeat in a cycle', 4, 'repeated a page token', (request: number) => `token ${request % 3}`],
    ['no end', 100, 'more than 100 pages', (request: number) => `token ${request}`],
  ])('with %s are read up to %i pages, and the rest is reported as missing', async (_what, count, reason, tokenOf) => {
    const { query, requests } = await startXWith((_request, response) => {
      const request = requests.length;
      response.end(JSON.stringify({ data: [xRow(request)], meta: { next_token: tokenOf(request) } }));
    });

    const { data, errors } = await query(LIST);

    const message = expect.stringContaining(reason);
    const problem = { code: 'UPSTREAM_MALFORMED', message, retryable: false, httpStatus: null, vendorCode: null };
    expect(data.xStreamConnections).toEqual({ totalCount: count, outcomes: [{ ...COMPLETE, problem }] });
    expect(errors).toMatchObject([
      { message, path: ['xStreamConnections'], extensions: { code: 'UPSTREAM_MALFORMED', source: 'x' } },
    ]);
    expect(requests).toHaveLength(count);
    // Every request succeeded.
    expect((await query('{ sources { status } }')).data).toEqual({ sources: [{ status: 'UP' }] });
  });
});

describe('a later page that fails', () => {
  const send = (status: number, body: unknown) => (response: ServerResponse) =>
    response.writeHead(status).end(JSON.stringify(body));
  const errors = [{ type: 'https://api.x.com/2/problems/resource-unavailable', title: 'SECRET', detail: 'SECRET' }];

  test.each<[string, Readonly<Record<string, unknown>>, (response: ServerResponse) => void]>([
    ['with status 429', { code: 'UPSTREAM_RATE_LIMITED', httpStatus: 429 }, send(429, 'SECRET')],
    ['with status 400', { code: 'UPSTREAM_REJECTED', httpStatus: 400 }, send(400, 'SECRET')],
    ['with status 403', { code: 'UPSTREAM_FORBIDDEN', httpStatus: 403 }, send(403, 'SECRET')],
    ['with status 503', { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 }, send(503, 'SECRET')],
    ['with a closed connection', { code: 'UPSTREAM_UNAVAILABLE', httpStatus: null }, (response) => response.destroy()],
    ['with a timeout', { code: 'UPSTREAM_TIMEOUT', httpStatus: null }, () => undefined],
    ['with text instead of JSON', { code: 'UPSTREAM_MALFORMED', httpStatus: 200 }, send(200, 'SECRET')],
    ['with unknown members', { code: 'UPSTREAM_MALFORMED', httpStatus: 200 }, send(200, { message: 'SECRET' })],
    [
      'with errors and no data',
      { code: 'UPSTREAM_REJECTED', httpStatus: 200, vendorCode: 'resource-unavailable' },
      send(200, { errors, meta: { result_count: 0 } }),
    ],
  ])('%s omits only its own and later connections, and is reported', async (_how, problem, fail) => {
    const { query, requests } = await startXWith(
      ({ url }, response) => (pageOf(url) === 3 ? fail(response) : sendPage(response, pageOf(url), 4)),
      { timeoutMs: 1_000 },
    );

    const answer = await query(LIST);

    const message = expect.stringMatching(/^Source "x" .*\. Only the first 2 pages were read\. /);
    expect(answer.data.xStreamConnections).toEqual({
      totalCount: 2,
      outcomes: [{ ...COMPLETE, problem: expect.objectContaining({ ...problem, message }) }],
    });
    expect(answer.errors).toMatchObject([
      { message, path: ['xStreamConnections'], extensions: { ...problem, provider: 'X', source: 'x' } },
    ]);
    expect(JSON.stringify(answer)).not.toContain('SECRET');
    expect(requests).toHaveLength(3);
  });

  test('fails the source if it is the first page', async () => {
    const { query } = await startXWith((_request, response) => response.writeHead(503).end());

    const { data } = await query(LIST);

    expect(data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false }] });
  });

  test('is retried up to `retries` times, once for all fields of an operation', async () => {
    const { query, requests } = await startXWith(
      ({ url }, response) =>
        pageOf(url) === 1 ? sendPage(response, 1, 2) : response.writeHead(503, { 'retry-after': '0' }).end(),
      { retries: 2 },
    );

    const { data, errors } = await query(
      `{ one: xStreamConnections { totalCount } two: xStreamConnections(last: 1) { totalCount nodes { name } } }`,
    );

    expect(data).toMatchObject({ one: { totalCount: 1 }, two: { totalCount: 1 } });
    expect(errors.map(({ path }) => path)).toEqual([['one'], ['two']]);
    expect(requests.map(({ target }) => pageOf(target))).toEqual([1, 2, 2, 2]);
  });

  test('with status 429 is not requested again, nor are the cached pages before it', async () => {
    const hundredRows = (page: number) => Array.from({ length: 100 }, (_, index) => xRow(page * 100 + index));
    const resetsAt = Math.floor(Date.now() / 1000) + 600;
    const { query, requests } = await startXWith(
      ({ url }, response) => {
        const page = pageOf(url);
        if (page === 16) response.writeHead(429, { 'x-rate-limit-reset': resetsAt }).end();
        else sendPage(response, page, 17, hundredRows(page));
      },
      { retries: 2, cacheBytes: 10_000_000 },
    );

    const answers = [await query(LIST), await query(LIST)];

    const problem = expect.objectContaining({ code: 'UPSTREAM_RATE_LIMITED', retryable: true });
    for (const { data, errors } of answers) {
      expect(data.xStreamConnections).toEqual({ totalCount: 1500, outcomes: [{ ...COMPLETE, problem }] });
      expect(errors).toMatchObject([{ extensions: { retryAt: new Date(resetsAt * 1000).toISOString() } }]);
    }
    expect(requests).toHaveLength(16);
  });

  test('is requested again by the next query', async () => {
    let isDown = true;
    const { query, requests } = await startXWith(
      ({ url }, response) => {
        const page = pageOf(url);
        if (page === 2 && isDown) response.writeHead(503).end();
        else sendPage(response, page, 3);
      },
      { cacheBytes: 1_000_000 },
    );
    await query(LIST);
    isDown = false;

    const { data, errors } = await query(LIST);

    expect(data.xStreamConnections).toEqual({ totalCount: 3, outcomes: [COMPLETE] });
    expect(errors).toEqual([]);
    expect(requests.map(({ target }) => pageOf(target))).toEqual([1, 2, 2, 3]);
  });

  test('takes precedence over errors that X reports with an earlier page', async () => {
    const { query } = await startXWith(({ url }, response) => {
      if (pageOf(url) === 1) response.end(JSON.stringify({ data: [xRow(1)], errors, meta: { next_token: '2' } }));
      else response.writeHead(503).end();
    });

    const { data } = await query(LIST);

    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: true, problem: { httpStatus: 503 } }]);
  });
});

describe('a node', () => {
  async function startTwoPages() {
    const state = { isDown: false };
    const started = await startXWith(({ url }, response) => {
      const page = pageOf(url);
      if (page === 2 && state.isDown) response.writeHead(503).end();
      else sendPage(response, page, 2);
    });
    const { nodes } = (await started.query('{ xStreamConnections { nodes { id } } }')).data.xStreamConnections;
    // The newest connection, which is listed first, is on the second page.
    const [second, first] = nodes.map(({ id }: { id: string }) => id);
    return { ...started, state, first, second };
  }

  test('on a page before the failed one is found', async () => {
    const { query, state, first } = await startTwoPages();
    state.isDown = true;

    expect(await query(NODE, { id: first })).toMatchObject({ data: { node: { nativeId: xRow(1)['id'] } }, errors: [] });
  });

  test('that may be on a page that failed is an error, not null', async () => {
    const { query, state, second } = await startTwoPages();
    state.isDown = true;

    const { data, errors } = await query(NODE, { id: second });

    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 } }]);
  });

  test('that is on no page is null, without an error', async () => {
    const { query, first } = await startTwoPages();
    const id = Buffer.from(Buffer.from(first, 'base64url').toString().replace(/1"\]$/, '7"]')).toString('base64url');

    expect(await query(NODE, { id })).toEqual({ data: { node: null }, errors: [], status: 200 });
  });
});
