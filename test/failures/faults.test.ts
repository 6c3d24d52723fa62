import { describe, expect, test } from 'vitest';
import {
  closesConnection,
  type Fault,
  HTML,
  neverResponds,
  refusesConnections,
  resetsConnection,
  responds,
  sendsEndlessBody,
  sendsRetryAfter,
  telnyxEndlessPages,
  telnyxError,
  telnyxRateLimit,
  tricklesBody,
  truncatesBody,
  VENDOR_TEXT,
  xRateLimit,
} from '../support/faults.ts';
import { ems, resultOf, type Target, telnyxCalls, telnyxList, x } from '../support/faultTargets.ts';

/*
 * What a client gets while one upstream has a fault. Each row runs against each target in a graph of its own, whose other
 * sources are healthy; `resultOf` checks what must hold for every fault. Retries have their default, so a request is sent up to
 * three times.
 */

type Row = readonly [what: string, result: string, fault: Fault, settings?: Readonly<Record<string, unknown>>];

const SHORT_TIMEOUT = { timeoutMs: 1_000 };

const EVERYWHERE: readonly Row[] = [
  ['refuses connections', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', refusesConnections],
  ['resets the connection', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', resetsConnection],
  ['closes the connection without a response', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', closesConnection],
  ['closes the connection in the middle of the body', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', truncatesBody],
  ['never responds', 'UPSTREAM_TIMEOUT, retryable; 1 request', neverResponds, SHORT_TIMEOUT],
  ['sends its body byte by byte', 'UPSTREAM_TIMEOUT, retryable; 1 request', tricklesBody, SHORT_TIMEOUT],

  ['returns HTTP 500', 'UPSTREAM_UNAVAILABLE (HTTP 500), retryable; 3 requests', responds(500)],
  [
    'returns HTTP 502 with HTML from a proxy',
    'UPSTREAM_UNAVAILABLE (HTTP 502), retryable; 3 requests',
    responds(502, HTML),
  ],
  ['returns HTTP 503', 'UPSTREAM_UNAVAILABLE (HTTP 503), retryable; 3 requests', responds(503, '')],
  [
    'returns HTTP 503 with a Retry-After of one second',
    'UPSTREAM_UNAVAILABLE (HTTP 503), retryable in seconds; 3 requests',
    sendsRetryAfter(503, 1),
  ],
  [
    'returns HTTP 503 with a Retry-After of one hour',
    'UPSTREAM_UNAVAILABLE (HTTP 503), retryable in an hour; 1 request',
    sendsRetryAfter(503, 3600),
  ],
  [
    'returns HTTP 504 with HTML from a proxy',
    'UPSTREAM_UNAVAILABLE (HTTP 504), retryable; 3 requests',
    responds(504, HTML),
  ],
  ['returns HTTP 408', 'UPSTREAM_TIMEOUT (HTTP 408), retryable; 3 requests', responds(408)],
  ['returns HTTP 425', 'UPSTREAM_UNAVAILABLE (HTTP 425), retryable; 3 requests', responds(425)],

  ['returns HTTP 429', 'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in 10 seconds; 1 request', responds(429)],
  [
    'returns HTTP 429 with a Retry-After of one second',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in seconds; 3 requests',
    sendsRetryAfter(429, 1),
  ],
  [
    'returns HTTP 429 with a Retry-After of one hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in an hour; 1 request',
    sendsRetryAfter(429, 3600),
  ],

  ['returns HTTP 401', 'UPSTREAM_UNAUTHENTICATED (HTTP 401), not retryable; 1 request', responds(401)],
  ['returns HTTP 402', 'UPSTREAM_REJECTED (HTTP 402), not retryable; 1 request', responds(402)],
  ['returns HTTP 403', 'UPSTREAM_FORBIDDEN (HTTP 403), not retryable; 1 request', responds(403)],
  ['returns HTTP 404', 'UPSTREAM_REJECTED (HTTP 404), not retryable; 1 request', responds(404)],
  [
    'redirects',
    'UPSTREAM_MALFORMED (HTTP 302), not retryable; 1 request',
    responds(302, '', { location: `/${VENDOR_TEXT}` }),
  ],

  [
    'sends incomplete JSON',
    'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request',
    responds(200, `{"data":["${VENDOR_TEXT}`),
  ],
  ['sends plain text', 'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request', responds(200, VENDOR_TEXT)],
  ['sends HTML from a proxy', 'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request', responds(200, HTML)],
  ['sends an empty body', 'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request', responds(200, '')],
  ['sends null', 'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request', responds(200, 'null')],
  ['sends an array', 'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request', responds(200, [VENDOR_TEXT])],
  [
    'sends an object in place of the rows',
    'UPSTREAM_MALFORMED (HTTP 200), not retryable; 1 request',
    responds(200, { data: { [VENDOR_TEXT]: VENDOR_TEXT }, status: 'SUCCESS', meta: {} }),
  ],
  ['sends more than maxBodyBytes', 'UPSTREAM_MALFORMED, not retryable; 1 request', responds(200, ' '.repeat(17_000))],
  ['sends a body without end', 'UPSTREAM_MALFORMED, not retryable; 1 request', sendsEndlessBody],
];

const OF_EMS: readonly Row[] = [
  [
    'returns status FAIL',
    'UPSTREAM_REJECTED (HTTP 200), not retryable; 1 request',
    responds(200, { data: null, description: VENDOR_TEXT, status: 'FAIL' }),
  ],
  [
    'requires Digest authentication',
    'UPSTREAM_UNAUTHENTICATED (HTTP 401), not retryable; 1 request',
    responds(401, '', { 'www-authenticate': `Digest realm="${VENDOR_TEXT}", nonce="${VENDOR_TEXT}"` }),
  ],
];

const OF_TELNYX: readonly Row[] = [
  [
    'returns an internal error',
    'UPSTREAM_UNAVAILABLE (HTTP 500, 10007), retryable; 3 requests',
    telnyxError(500, '10007'),
  ],
  [
    'rejects the API key',
    'UPSTREAM_UNAUTHENTICATED (HTTP 401, 10009), not retryable; 1 request',
    telnyxError(401, '10009'),
  ],
  ['denies permission', 'UPSTREAM_FORBIDDEN (HTTP 403, 10010), not retryable; 1 request', telnyxError(403, '10010')],
  [
    'does not find the resource',
    'UPSTREAM_REJECTED (HTTP 404, 10005), not retryable; 1 request',
    telnyxError(404, '10005'),
  ],
  [
    'limits the rate without a reset',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in 10 seconds; 1 request',
    telnyxError(429, '10011'),
  ],
  [
    'limits the rate for a second',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in seconds; 3 requests',
    telnyxRateLimit(1),
  ],
  [
    'limits the rate for an hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in an hour; 1 request',
    telnyxRateLimit(3600),
  ],
  [
    'returns errors with HTTP 200',
    'UPSTREAM_REJECTED (HTTP 200, 10007), not retryable; 1 request',
    telnyxError(200, '10007'),
  ],
];

const X_PROBLEMS = 'https://api.x.com/2/problems';
const TWITTER_PROBLEMS = 'https://api.twitter.com/2/problems';
const RATE_LIMIT_ERRORS = { errors: [{ code: 88, message: VENDOR_TEXT }] };
const CAPPED = { title: 'UsageCapExceeded', detail: VENDOR_TEXT, period: 'Monthly', scope: 'Product' };

const OF_X: readonly Row[] = [
  [
    'limits the rate without a reset',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in 10 seconds; 1 request',
    responds(429, { title: 'Too Many Requests', detail: VENDOR_TEXT, type: 'about:blank', status: 429 }),
  ],
  [
    'limits the rate, in the format of API v1.1',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 88), retryable in 10 seconds; 1 request',
    responds(429, RATE_LIMIT_ERRORS),
  ],
  [
    'limits the rate, in both formats',
    'UPSTREAM_RATE_LIMITED (HTTP 429, rate-limit-exceeded), retryable in 10 seconds; 1 request',
    responds(429, { ...RATE_LIMIT_ERRORS, title: VENDOR_TEXT, type: `${X_PROBLEMS}/rate-limit-exceeded` }),
  ],
  ['limits the rate for a second', 'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in seconds; 3 requests', xRateLimit(1)],
  [
    'limits the rate for an hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in an hour; 1 request',
    xRateLimit(3600),
  ],
  [
    'reports that the usage cap of the plan is reached',
    'UPSTREAM_RATE_LIMITED (HTTP 429, usage-capped), not retryable; 1 request',
    xRateLimit(1, { ...CAPPED, type: `${TWITTER_PROBLEMS}/usage-capped` }),
  ],
  [
    'reports depleted credits, in the older format',
    'UPSTREAM_REJECTED (HTTP 402, credits), not retryable; 1 request',
    responds(402, {
      account_id: 1,
      title: 'CreditsDepleted',
      detail: VENDOR_TEXT,
      type: `${TWITTER_PROBLEMS}/credits`,
    }),
  ],
  [
    'reports depleted credits',
    'UPSTREAM_REJECTED (HTTP 402, credits-depleted), not retryable; 1 request',
    responds(402, {
      status: 402,
      title: 'Payment Required',
      detail: VENDOR_TEXT,
      type: `${X_PROBLEMS}/credits-depleted`,
    }),
  ],
  [
    'reports that the spend cap is reached',
    'UPSTREAM_FORBIDDEN (HTTP 403, credits), not retryable; 1 request',
    responds(403, {
      title: 'SpendCapReached',
      detail: VENDOR_TEXT,
      reset_date: '2026-05-13',
      type: `${X_PROBLEMS}/credits`,
    }),
  ],
  [
    'rejects the token',
    'UPSTREAM_UNAUTHENTICATED (HTTP 401), not retryable; 1 request',
    responds(401, { title: 'Unauthorized', detail: VENDOR_TEXT, type: 'about:blank', status: 401 }),
  ],
  [
    'requires another kind of token',
    'UPSTREAM_FORBIDDEN (HTTP 403, unsupported-authentication), not retryable; 1 request',
    responds(403, {
      title: VENDOR_TEXT,
      detail: VENDOR_TEXT,
      type: `${X_PROBLEMS}/unsupported-authentication`,
      status: 403,
    }),
  ],
  [
    'does not find the resource',
    'UPSTREAM_REJECTED (HTTP 404, resource-not-found), not retryable; 1 request',
    responds(404, { title: VENDOR_TEXT, detail: VENDOR_TEXT, type: `${X_PROBLEMS}/resource-not-found` }),
  ],
  [
    'reports that it is over capacity',
    'UPSTREAM_UNAVAILABLE (HTTP 503, 131), retryable; 3 requests',
    responds(503, { code: 131, message: VENDOR_TEXT }),
  ],
  [
    'returns errors with HTTP 200',
    'UPSTREAM_UNAVAILABLE (HTTP 200, internal-error), retryable; 3 requests',
    responds(200, { errors: [{ title: VENDOR_TEXT, detail: VENDOR_TEXT, type: `${X_PROBLEMS}/internal-error` }] }),
  ],
  [
    'denies permission with HTTP 200',
    'UPSTREAM_FORBIDDEN (HTTP 200, not-authorized-for-resource), not retryable; 1 request',
    responds(200, {
      errors: [{ title: VENDOR_TEXT, detail: VENDOR_TEXT, type: `${X_PROBLEMS}/not-authorized-for-resource` }],
    }),
  ],
];

/** A test for each row: the fault has the same result in all targets. */
function testFaults(targets: readonly Target[], rows: readonly Row[]): void {
  const names = targets.map(({ name }) => name);
  describe(names.join(', '), () => {
    for (const [what, expected, fault, settings] of rows) {
      test(`${what}: ${expected}`, async () => {
        const results = await Promise.all(
          targets.map(async (target) => [target.name, await resultOf(target, fault, settings)] as const),
        );

        expect(Object.fromEntries(results)).toEqual(Object.fromEntries(names.map((name) => [name, expected])));
      });
    }
  });
}

testFaults([ems, telnyxList, telnyxCalls, x], EVERYWHERE);
testFaults([ems], OF_EMS);
testFaults([telnyxList, telnyxCalls], OF_TELNYX);
testFaults(
  [ems, telnyxCalls, x],
  [['returns HTTP 400', 'UPSTREAM_REJECTED (HTTP 400), not retryable; 1 request', responds(400)]],
);
testFaults(
  [telnyxList],
  [
    // The second request has an ascending sort: Telnyx does not say which parameter it rejects.
    ['returns HTTP 400', 'UPSTREAM_REJECTED (HTTP 400), not retryable; 2 requests', responds(400)],
    [
      'rejects a parameter',
      'UPSTREAM_REJECTED (HTTP 422, 10004), not retryable; 2 requests',
      telnyxError(422, '10004'),
    ],
    // 110 pages at most when the account is read whole, and one page before that.
    ['returns pages without end', 'UPSTREAM_MALFORMED, not retryable; 111 requests', telnyxEndlessPages],
  ],
);
testFaults(
  [telnyxCalls],
  [
    ['returns error 10015: the connection takes no calls', 'no problem; 1 request', telnyxError(422, '10015')],
    ['rejects a parameter', 'UPSTREAM_REJECTED (HTTP 422, 10004), not retryable; 1 request', telnyxError(422, '10004')],
  ],
);
testFaults([x], OF_X);
