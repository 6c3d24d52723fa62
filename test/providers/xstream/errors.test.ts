import { describe, expect, test } from 'vitest';
import { xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startServerOf } from '../../support/upstreams.ts';

const LIST = `{ xStreamConnections {
  totalCount nodes { nativeId } outcomes { ok problem { code retryable retryAt httpStatus vendorCode } }
} }`;

/** An X app whose upstream always sends this response. */
async function startResponding(body: object, status = 200, headers: Readonly<Record<string, string>> = {}) {
  const { url } = await startServerOf((_request, response) =>
    response.writeHead(status, headers).end(JSON.stringify(body)),
  );
  const { query } = await startSwitchboard({ provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url });
  return { list: () => query(LIST) };
}

describe('a response with status 200', () => {
  test.each([
    ['no members', {}],
    ['no data', { meta: { result_count: 0 } }],
    ['data null', { data: null }],
    ['no data and an empty list of errors', { errors: [] }],
  ])('with %s is an empty list', async (_what, body) => {
    const { list } = await startResponding(body);

    const { data, errors } = await list();

    expect(errors).toEqual([]);
    expect(data.xStreamConnections).toEqual({ totalCount: 0, nodes: [], outcomes: [{ ok: true, problem: null }] });
  });

  const problems = 'https://api.x.com/2/problems';
  const forbidden = { code: 'UPSTREAM_FORBIDDEN', vendorCode: 'not-authorized-for-field' };
  const errorLists = [
    ['a field', [{ type: `${problems}/not-authorized-for-field`, title: 'to-hide', detail: 'to-hide' }], forbidden],
    // Until version 2.166 of X's specification.
    [
      'a field, with the old host',
      [{ type: 'https://api.twitter.com/2/problems/not-authorized-for-field', title: 'to-hide' }],
      forbidden,
    ],
    [
      'a resource, by status',
      [{ type: `${problems}/resource-unavailable`, title: 'to-hide', status: 403 }],
      { code: 'UPSTREAM_FORBIDDEN', vendorCode: 'resource-unavailable' },
    ],
    ['nothing specific', [{ title: 'to-hide', type: 'about:blank' }], { code: 'UPSTREAM_REJECTED', vendorCode: null }],
    ['an unknown type', [{ type: `${problems}/new` }, { type: 'x' }], { code: 'UPSTREAM_REJECTED', vendorCode: 'new' }],
    ['plain text', ['to-hide'], { code: 'UPSTREAM_REJECTED', vendorCode: null }],
  ] as const;

  test.each(errorLists)(
    'with data and errors about %s keeps the data and reports the errors',
    async (_what, errorList, problem) => {
      const { list } = await startResponding({ data: [xRow(1)], errors: errorList });

      const answer = await list();

      expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 1, outcomes: [{ ok: true, problem }] });
      expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
      expect(JSON.stringify(answer)).not.toContain('to-hide');
    },
  );

  test.each(errorLists)('with errors about %s and no data is a failure', async (_what, errorList, problem) => {
    const { list } = await startResponding({ errors: errorList });

    const answer = await list();

    expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false, problem }] });
    expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
    expect(JSON.stringify(answer)).not.toContain('to-hide');
  });

  test.each([{ message: 'maintenance' }, { status: 'ok' }])('with body %j is not an empty list', async (body) => {
    const { list } = await startResponding(body);

    expect((await list()).errors).toMatchObject([{ extensions: { code: 'UPSTREAM_MALFORMED' } }]);
  });
});

describe('a failed response', () => {
  const credits = { account_id: 1_553_086_854_915_936_300, title: 'CreditsDepleted', detail: 'to-hide' };
  const blank = { title: 'to-hide', detail: 'to-hide', type: 'about:blank' };

  test.each([
    [402, { ...credits, type: 'https://api.twitter.com/2/problems/credits' }, 'UPSTREAM_REJECTED', 'credits'],
    [
      402,
      { title: 'to-hide', status: 402, type: 'https://api.x.com/2/problems/credits-depleted' },
      'UPSTREAM_REJECTED',
      'credits-depleted',
    ],
    [429, { ...blank, status: 429 }, 'UPSTREAM_RATE_LIMITED', null],
    [429, { errors: [{ code: 88, message: 'to-hide' }] }, 'UPSTREAM_RATE_LIMITED', '88'],
    [
      429,
      {
        errors: [{ code: 88, message: 'to-hide' }],
        type: 'https://api.x.com/2/problems/rate-limit-exceeded',
        title: 'to-hide',
      },
      'UPSTREAM_RATE_LIMITED',
      'rate-limit-exceeded',
    ],
    [401, { ...blank, status: 401 }, 'UPSTREAM_UNAUTHENTICATED', null],
    [
      403,
      { title: 'to-hide', type: 'https://api.twitter.com/2/problems/unsupported-authentication' },
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
      { title: 'to-hide', type: 'https://api.x.com/2/problems/invalid-request' },
      'UPSTREAM_REJECTED',
      'invalid-request',
    ],
    [400, { type: 'https://api.x.com/2/problems/new?because=to-hide' }, 'UPSTREAM_REJECTED', null],
    [400, { code: 'to-hide, and more to-hide' }, 'UPSTREAM_REJECTED', null],
    [503, { code: 131, message: 'to-hide' }, 'UPSTREAM_UNAVAILABLE', '131'],
  ])('with status %i and body %j is %s with vendor code %s', async (httpStatus, body, code, vendorCode) => {
    const { list } = await startResponding(body, httpStatus);

    const answer = await list();

    const problem = { code, httpStatus, vendorCode };
    expect(answer.data.xStreamConnections).toMatchObject({ totalCount: 0, outcomes: [{ ok: false, problem }] });
    expect(answer.errors).toMatchObject([{ path: ['xStreamConnections'], extensions: problem }]);
    expect(JSON.stringify(answer)).not.toContain('to-hide');
  });

  test.each([
    ['2037-10-21T07:28:00.000Z', 429, { 'x-rate-limit-reset': '2139722880' }],
    // `Retry-After` is more specific than the reset of the window.
    [
      '2037-10-21T07:28:01.000Z',
      429,
      { 'x-rate-limit-reset': '2139722880', 'retry-after': 'Wed, 21 Oct 2037 07:28:01 GMT' },
    ],
    // Every response has the header; it is a reason to wait only if the rate limit is exhausted.
    [null, 503, { 'x-rate-limit-reset': '2139722880' }],
  ])('can be retried at %s after status %i with headers %j', async (retryAt, status, headers) => {
    const { list } = await startResponding({}, status, headers);

    const { data } = await list();

    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: { retryAt, httpStatus: status } }]);
  });

  // The last value is more than a date can hold.
  test.each(['soon', '', '9007199254740991'])(
    'with status 429 and a reset of %j can be retried 10 s later',
    async (reset) => {
      const { list } = await startResponding({}, 429, { 'x-rate-limit-reset': reset });
      const earliest = Date.now() + 10_000;

      const { data } = await list();

      const retryAt = Date.parse(data.xStreamConnections.outcomes[0].problem.retryAt);
      expect(retryAt).toBeGreaterThanOrEqual(earliest);
      expect(retryAt).toBeLessThanOrEqual(Date.now() + 10_000);
    },
  );
});
