import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const LIST = `{ xStreamConnections {
  totalCount nodes { nativeId } outcomes { ok problem { code retryable retryAt httpStatus vendorCode } }
} }`;

/** An app whose X does that. */
async function startWith(handle: RequestListener) {
  const { url, requests } = await startServerOf(handle);
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url });
  return { requests, list: () => query(LIST) };
}

/** An app whose X always answers so. */
function startAnswering(body: object, status = 200, headers: Readonly<Record<string, string>> = {}) {
  return startWith((_request, response) => response.writeHead(status, headers).end(JSON.stringify(body)));
}

describe('of an answer of 200', () => {
  test.each([
    ['no member at all', {}],
    ['no data', { meta: { result_count: 0 } }],
    ['data null', { data: null }],
    ['no data and no errors in a list of them', { errors: [] }],
  ])('%s is an empty list', async (_what, body) => {
    const { list } = await startAnswering(body);

    const { data, errors } = await list();

    expect(errors).toEqual([]);
    expect(data.xStreamConnections).toEqual({ totalCount: 0, nodes: [], outcomes: [{ ok: true, problem: null }] });
  });

  const problems = 'https://api.x.com/2/problems';
  const forbidden = { code: 'UPSTREAM_FORBIDDEN', vendorCode: 'not-authorized-for-field' };
  const errorLists = [
    ['a field', [{ type: `${problems}/not-authorized-for-field`, title: 'words', detail: 'words' }], forbidden],
    // Until version 2.166 of X's specification.
    [
      'a field, on the old host',
      [{ type: 'https://api.twitter.com/2/problems/not-authorized-for-field', title: 'words' }],
      forbidden,
    ],
    [
      'a resource, by status',
      [{ type: `${problems}/resource-unavailable`, title: 'words', status: 403 }],
      { code: 'UPSTREAM_FORBIDDEN', vendorCode: 'resource-unavailable' },
    ],
    [
      'nothing in particular',
      [{ title: 'words', type: 'about:blank' }],
      { code: 'UPSTREAM_REJECTED', vendorCode: null },
    ],
    ['something new', [{ type: `${problems}/new` }, { type: 'x' }], { code: 'UPSTREAM_REJECTED', vendorCode: 'new' }],
    ['words alone', ['words'], { code: 'UPSTREAM_REJECTED', vendorCode: null }],
  ] as const;

  test.each(errorLists)('errors about %s cost nothing beside data', async (_what, errorList, problem) => {
    const { list } = await startAnswering({ data: [xRow(1)], errors: errorList });

    const answer = await list();

    expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 1, outcomes: [{ ok: true, problem }] });
    expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
    expect(JSON.stringify(answer)).not.toContain('words');
  });

  test.each(errorLists)('errors about %s without data are a failure', async (_what, errorList, problem) => {
    const { list } = await startAnswering({ errors: errorList });

    const answer = await list();

    expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false, problem }] });
    expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
    expect(JSON.stringify(answer)).not.toContain('words');
  });
});

describe('a refusal', () => {
  const credits = { account_id: 1_553_086_854_915_936_300, title: 'CreditsDepleted', detail: 'words' };
  const blank = { title: 'words', detail: 'words', type: 'about:blank' };

  test.each([
    [402, { ...credits, type: 'https://api.twitter.com/2/problems/credits' }, 'UPSTREAM_REJECTED', 'credits'],
    [
      402,
      { title: 'words', status: 402, type: 'https://api.x.com/2/problems/credits-depleted' },
      'UPSTREAM_REJECTED',
      'credits-depleted',
    ],
    [429, { ...blank, status: 429 }, 'UPSTREAM_RATE_LIMITED', null],
    [429, { errors: [{ code: 88, message: 'words' }] }, 'UPSTREAM_RATE_LIMITED', '88'],
    [
      429,
      {
        errors: [{ code: 88, message: 'words' }],
        type: 'https://api.x.com/2/problems/rate-limit-exceeded',
        title: 'words',
      },
      'UPSTREAM_RATE_LIMITED',
      'rate-limit-exceeded',
    ],
    [401, { ...blank, status: 401 }, 'UPSTREAM_UNAUTHENTICATED', null],
    [
      403,
      { title: 'words', type: 'https://api.twitter.com/2/problems/unsupported-authentication' },
      'UPSTREAM_FORBIDDEN',
      'unsupported-authentication',
    ],
    [
      403,
      { title: 'SpendCapReached', reset_date: '2026-05-13', type: 'https://api.x.com/2/problems/credits' },
      'UPSTREAM_FORBIDDEN',
      'credits',
    ],
    [
      400,
      { title: 'words', type: 'https://api.x.com/2/problems/invalid-request' },
      'UPSTREAM_REJECTED',
      'invalid-request',
    ],
    [400, { type: 'https://api.x.com/2/problems/new?because=words' }, 'UPSTREAM_REJECTED', null],
    [400, { code: 'words, and more words' }, 'UPSTREAM_REJECTED', null],
    [503, { code: 131, message: 'words' }, 'UPSTREAM_UNAVAILABLE', '131'],
  ])('of %i with %j is %s, vendor code %s', async (httpStatus, body, code, vendorCode) => {
    const { list } = await startAnswering(body, httpStatus);

    const answer = await list();

    // After a 429 the source is held back, even if X does not say when to retry.
    const retryAt = httpStatus === 429 && code === 'UPSTREAM_RATE_LIMITED' ? expect.any(String) : null;
    const problem = { code, httpStatus, vendorCode, retryAt };
    expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false, problem }] });
    expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: problem }]);
    expect(JSON.stringify(answer)).not.toContain('words');
  });

  test.each([
    ['2037-10-21T07:28:00.000Z', 429, { 'x-rate-limit-reset': '2139722880' }],
    // What the whole of HTTP knows comes before what X has of its own.
    [
      '2037-10-21T07:28:01.000Z',
      429,
      { 'x-rate-limit-reset': '2139722880', 'retry-after': 'Wed, 21 Oct 2037 07:28:01 GMT' },
    ],
    [expect.any(String), 429, { 'x-rate-limit-reset': 'soon' }],
    [expect.any(String), 429, { 'x-rate-limit-reset': '' }],
    // More than a date can hold.
    [expect.any(String), 429, { 'x-rate-limit-reset': '9007199254740991' }],
    // Every answer has the header, but there is nothing to wait for.
    [null, 503, { 'x-rate-limit-reset': '2139722880' }],
  ])('may be put again at %s by HTTP %i with %j', async (retryAt, status, headers) => {
    const { list } = await startAnswering({}, status, headers);

    const { data } = await list();

    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: { retryAt, httpStatus: status } }]);
  });
});

describe('pages', () => {
  test('are asked for by the token, percent-encoded', async () => {
    const { list, requests } = await startWith((_request, response) => {
      const meta = requests.length === 1 ? { next_token: 'a+b/c= &d' } : {};
      response.end(JSON.stringify({ data: [xRow(requests.length)], meta }));
    });

    const { data } = await list();

    expect(data.xStreamConnections.totalCount).toBe(2);
    expect(requests.map(({ target }) => target.split('&pagination_token=')[1])).toEqual([
      undefined,
      'a%2Bb%2Fc%3D%20%26d',
    ]);
    expect(requests[1]?.target.startsWith(`${requests[0]?.target}&`)).toBe(true);
  });

  test('end where a token is empty', async () => {
    const { list, requests } = await startAnswering({ data: [xRow(1)], meta: { next_token: '' } });

    const { data, errors } = await list();

    expect(errors).toEqual([]);
    expect(data.xStreamConnections.totalCount).toBe(1);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['is always the same', 2, () => 'again'],
    ['comes round again', 4, (call: number) => `token ${call % 3}`],
    ['never ends', 100, (call: number) => `token ${call}`],
  ])('whose token %s are no list: the source fails after %i calls', async (_what, calls, tokenOf) => {
    const { list, requests } = await startWith((_request, response) => {
      const call = requests.length;
      response.end(JSON.stringify({ data: [xRow(call)], meta: { next_token: tokenOf(call) } }));
    });

    const { data, errors } = await list();

    const problem = { code: 'UPSTREAM_MALFORMED', retryable: false };
    expect(data.xStreamConnections).toMatchObject({ totalCount: 0, nodes: [], outcomes: [{ ok: false, problem }] });
    expect(errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
    expect(requests).toHaveLength(calls);
  });

  test('that fail on the way fail the list: half of it would pass for all', async () => {
    const { list, requests } = await startWith((_request, response) => {
      if (requests.length > 1) response.writeHead(500).end();
      else response.end(JSON.stringify({ data: [xRow(1)], meta: { next_token: 'second' } }));
    });

    const { data } = await list();

    const problem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 500 };
    expect(data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false, problem }] });
  });
});
