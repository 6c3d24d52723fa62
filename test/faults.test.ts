import { describe, expect, test } from 'vitest';
import {
  answers,
  breaksOff,
  callsWithoutEnd,
  dribbles,
  type Fault,
  floods,
  HTML,
  hangsUp,
  neverAnswers,
  refuses,
  resets,
  telnyxError,
  telnyxLimit,
  telnyxWithoutEnd,
  WORDS,
  waits,
  xLimit,
} from './support/faults.ts';
import { ems, fareOf, type Target, telnyxCalls, telnyxList, x } from './support/faultTargets.ts';

/*
 * What becomes of everything when one thing is out of order. Each row is put to each target in a graph of its own, whose other
 * sources are well: `fareOf` looks at what holds in all of them. Retries and waits are those of the defaults, so a request is
 * sent three times where that may help.
 */

type Row = readonly [what: string, becomes: string, fault: Fault, settings?: Readonly<Record<string, unknown>>];

const IMPATIENT = { timeoutMs: 1_000 };

const EVERYWHERE: readonly Row[] = [
  ['refuses connections', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', refuses],
  ['resets the connection', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', resets],
  ['closes the connection without a word', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', hangsUp],
  ['breaks off in the middle of its answer', 'UPSTREAM_UNAVAILABLE, retryable; 3 requests', breaksOff],
  ['never answers', 'UPSTREAM_TIMEOUT, retryable; 1 request', neverAnswers, IMPATIENT],
  ['sends its body byte by byte', 'UPSTREAM_TIMEOUT, retryable; 1 request', dribbles, IMPATIENT],

  ['is out of order', 'UPSTREAM_UNAVAILABLE (HTTP 500), retryable; 3 requests', answers(500)],
  ['has a proxy with a page of HTML', 'UPSTREAM_UNAVAILABLE (HTTP 502), retryable; 3 requests', answers(502, HTML)],
  ['is down for an unknown time', 'UPSTREAM_UNAVAILABLE (HTTP 503), retryable; 3 requests', answers(503, '')],
  ['is down for a second', 'UPSTREAM_UNAVAILABLE (HTTP 503), retryable in seconds; 3 requests', waits(503, 1)],
  ['is down for an hour', 'UPSTREAM_UNAVAILABLE (HTTP 503), retryable in an hour; 1 request', waits(503, 3600)],
  ['has a proxy that waited in vain', 'UPSTREAM_UNAVAILABLE (HTTP 504), retryable; 3 requests', answers(504, HTML)],
  ['waited for us in vain', 'UPSTREAM_TIMEOUT (HTTP 408), retryable; 3 requests', answers(408)],
  ['was asked too early', 'UPSTREAM_UNAVAILABLE (HTTP 425), retryable; 3 requests', answers(425)],

  ['is asked too often', 'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in 10 seconds; 1 request', answers(429)],
  [
    'is asked too often, for a second',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in seconds; 3 requests',
    waits(429, 1),
  ],
  [
    'is asked too often, for an hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in an hour; 1 request',
    waits(429, 3600),
  ],

  ['understands nothing', 'UPSTREAM_REJECTED (HTTP 400), final; 1 request', answers(400)],
  ['refuses our credentials', 'UPSTREAM_UNAUTHENTICATED (HTTP 401), final; 1 request', answers(401)],
  ['wants to be paid', 'UPSTREAM_REJECTED (HTTP 402), final; 1 request', answers(402)],
  ['forbids it', 'UPSTREAM_FORBIDDEN (HTTP 403), final; 1 request', answers(403)],
  ['knows nothing of it', 'UPSTREAM_REJECTED (HTTP 404), final; 1 request', answers(404)],
  [
    'sends us elsewhere',
    'UPSTREAM_MALFORMED (HTTP 302), final; 1 request',
    answers(302, '', { location: `/${WORDS}` }),
  ],

  [
    'answers with half of its JSON',
    'UPSTREAM_MALFORMED (HTTP 200), final; 1 request',
    answers(200, `{"data":["${WORDS}`),
  ],
  ['answers with words', 'UPSTREAM_MALFORMED (HTTP 200), final; 1 request', answers(200, WORDS)],
  ['answers with a page of HTML', 'UPSTREAM_MALFORMED (HTTP 200), final; 1 request', answers(200, HTML)],
  ['answers with nothing', 'UPSTREAM_MALFORMED (HTTP 200), final; 1 request', answers(200, '')],
  ['answers with null', 'UPSTREAM_MALFORMED (HTTP 200), final; 1 request', answers(200, 'null')],
  ['answers with a bare list', 'UPSTREAM_MALFORMED (HTTP 200), final; 1 request', answers(200, [WORDS])],
  [
    'answers with something else for rows',
    'UPSTREAM_MALFORMED (HTTP 200), final; 1 request',
    answers(200, { data: { [WORDS]: WORDS }, status: 'SUCCESS', meta: {} }),
  ],
  ['answers with more than maxBodyBytes', 'UPSTREAM_MALFORMED, final; 1 request', answers(200, ' '.repeat(17_000))],
  ['has no end to its answer', 'UPSTREAM_MALFORMED, final; 1 request', floods],
];

const OF_EMS: readonly Row[] = [
  [
    'fails at the command',
    'UPSTREAM_REJECTED (HTTP 200), final; 1 request',
    answers(200, { data: null, description: WORDS, status: 'FAIL' }),
  ],
  [
    'wants a digest of a password',
    'UPSTREAM_UNAUTHENTICATED (HTTP 401), final; 1 request',
    answers(401, '', { 'www-authenticate': `Digest realm="${WORDS}", nonce="${WORDS}"` }),
  ],
];

const OF_TELNYX: readonly Row[] = [
  [
    'has an error of its own',
    'UPSTREAM_UNAVAILABLE (HTTP 500, 10007), retryable; 3 requests',
    telnyxError(500, '10007'),
  ],
  ['refuses our key', 'UPSTREAM_UNAUTHENTICATED (HTTP 401, 10009), final; 1 request', telnyxError(401, '10009')],
  ['forbids it', 'UPSTREAM_FORBIDDEN (HTTP 403, 10010), final; 1 request', telnyxError(403, '10010')],
  ['knows nothing of it', 'UPSTREAM_REJECTED (HTTP 404, 10005), final; 1 request', telnyxError(404, '10005')],
  ['refuses a parameter', 'UPSTREAM_REJECTED (HTTP 422, 10004), final; 1 request', telnyxError(422, '10004')],
  [
    'is asked too often',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in 10 seconds; 1 request',
    telnyxError(429, '10011'),
  ],
  [
    'is asked too often, for a second',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in seconds; 3 requests',
    telnyxLimit(1),
  ],
  [
    'is asked too often, for an hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 10011), retryable in an hour; 1 request',
    telnyxLimit(3600),
  ],
  ['sends errors as success', 'UPSTREAM_REJECTED (HTTP 200, 10007), final; 1 request', telnyxError(200, '10007')],
];

const X_PROBLEMS = 'https://api.x.com/2/problems';
const TWITTER_PROBLEMS = 'https://api.twitter.com/2/problems';
const RATE_LIMIT_ERRORS = { errors: [{ code: 88, message: WORDS }] };
const CAPPED = { title: 'UsageCapExceeded', detail: WORDS, period: 'Monthly', scope: 'Product' };

const OF_X: readonly Row[] = [
  [
    'is asked too often',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in 10 seconds; 1 request',
    answers(429, { title: 'Too Many Requests', detail: WORDS, type: 'about:blank', status: 429 }),
  ],
  [
    'is asked too often, in the older form',
    'UPSTREAM_RATE_LIMITED (HTTP 429, 88), retryable in 10 seconds; 1 request',
    answers(429, RATE_LIMIT_ERRORS),
  ],
  [
    'is asked too often, in both forms',
    'UPSTREAM_RATE_LIMITED (HTTP 429, rate-limit-exceeded), retryable in 10 seconds; 1 request',
    answers(429, { ...RATE_LIMIT_ERRORS, title: WORDS, type: `${X_PROBLEMS}/rate-limit-exceeded` }),
  ],
  ['is asked too often, for a second', 'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in seconds; 3 requests', xLimit(1)],
  [
    'is asked too often, for an hour',
    'UPSTREAM_RATE_LIMITED (HTTP 429), retryable in an hour; 1 request',
    xLimit(3600),
  ],
  [
    'has no usage left in the plan',
    'UPSTREAM_RATE_LIMITED (HTTP 429, usage-capped), final; 1 request',
    xLimit(1, { ...CAPPED, type: `${TWITTER_PROBLEMS}/usage-capped` }),
  ],
  [
    'has no credits left, in the older form',
    'UPSTREAM_REJECTED (HTTP 402, credits), final; 1 request',
    answers(402, { account_id: 1, title: 'CreditsDepleted', detail: WORDS, type: `${TWITTER_PROBLEMS}/credits` }),
  ],
  [
    'has no credits left',
    'UPSTREAM_REJECTED (HTTP 402, credits-depleted), final; 1 request',
    answers(402, { status: 402, title: 'Payment Required', detail: WORDS, type: `${X_PROBLEMS}/credits-depleted` }),
  ],
  [
    'has reached the spending limit',
    'UPSTREAM_FORBIDDEN (HTTP 403, credits), final; 1 request',
    answers(403, { title: 'SpendCapReached', detail: WORDS, reset_date: '2026-05-13', type: `${X_PROBLEMS}/credits` }),
  ],
  [
    'refuses our token',
    'UPSTREAM_UNAUTHENTICATED (HTTP 401), final; 1 request',
    answers(401, { title: 'Unauthorized', detail: WORDS, type: 'about:blank', status: 401 }),
  ],
  [
    'wants another kind of token',
    'UPSTREAM_FORBIDDEN (HTTP 403, unsupported-authentication), final; 1 request',
    answers(403, { title: WORDS, detail: WORDS, type: `${X_PROBLEMS}/unsupported-authentication`, status: 403 }),
  ],
  [
    'knows nothing of it',
    'UPSTREAM_REJECTED (HTTP 404, resource-not-found), final; 1 request',
    answers(404, { title: WORDS, detail: WORDS, type: `${X_PROBLEMS}/resource-not-found` }),
  ],
  [
    'is over capacity',
    'UPSTREAM_UNAVAILABLE (HTTP 503, 131), retryable; 3 requests',
    answers(503, { code: 131, message: WORDS }),
  ],
  [
    'sends errors as success',
    'UPSTREAM_UNAVAILABLE (HTTP 200, internal-error), retryable; 3 requests',
    answers(200, { errors: [{ title: WORDS, detail: WORDS, type: `${X_PROBLEMS}/internal-error` }] }),
  ],
  [
    'sends a refusal as success',
    'UPSTREAM_FORBIDDEN (HTTP 200, not-authorized-for-resource), final; 1 request',
    answers(200, { errors: [{ title: WORDS, detail: WORDS, type: `${X_PROBLEMS}/not-authorized-for-resource` }] }),
  ],
];

/** A test for each row: the fault becomes the same in all of the targets. */
function inEachOf(targets: readonly Target[], rows: readonly Row[]): void {
  const names = targets.map(({ name }) => name);
  describe(names.join(', '), () => {
    for (const [what, becomes, fault, settings] of rows) {
      test(`${what}: ${becomes}`, async () => {
        const fares = await Promise.all(
          targets.map(async (target) => [target.name, await fareOf(target, fault, settings)] as const),
        );

        expect(Object.fromEntries(fares)).toEqual(Object.fromEntries(names.map((name) => [name, becomes])));
      });
    }
  });
}

inEachOf([ems, telnyxList, telnyxCalls, x], EVERYWHERE);
inEachOf([ems], OF_EMS);
inEachOf([telnyxList, telnyxCalls], OF_TELNYX);
inEachOf(
  [telnyxList],
  // One more than is read of a list whose end is not in sight: the page that shows that it has to be read whole.
  [['has no end to its pages', 'UPSTREAM_MALFORMED, final; 111 requests', telnyxWithoutEnd]],
);
inEachOf(
  [telnyxCalls],
  [
    ['has no calls of this connection', 'no problem; 1 request', telnyxError(422, '10015')],
    [
      'comes round to the same page',
      'UPSTREAM_MALFORMED, final; 2 requests',
      answers(200, { data: [], meta: { cursors: { after: WORDS } } }),
    ],
    ['has no end to its pages', 'UPSTREAM_MALFORMED, final; 100 requests', callsWithoutEnd],
  ],
);
inEachOf([x], OF_X);
