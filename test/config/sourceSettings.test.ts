import { describe, expect, test } from 'vitest';
import { problemsOf } from '../support/configProblems.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const SOURCES = { EMS_URL: 'http://a', TELNYX_API_KEY: 'SECRET1', X_BEARER_TOKEN: 'SECRET2' };

const SETTINGS = [
  'TIMEOUT_MS',
  'CONCURRENCY',
  'RETRIES',
  'WAIT_MS',
  'BREAK_AFTER',
  'BREAK_MS',
  'STALE_MS',
  'MAX_BODY_BYTES',
  'CACHE_BYTES',
  'CONNECTIONS_LIFETIME_MS',
];

/** Settings for which 7 is below the minimum. */
const LARGE = new Map([['MAX_BODY_BYTES', '2000']]);

describe('a setting of a source from the environment', () => {
  test.each(['EMS', 'TELNYX', 'X'].flatMap((prefix) => SETTINGS.map((setting) => [`${prefix}_${setting}`] as const)))(
    'can be set by %s, a number within bounds',
    (variable) => {
      expect(problemsOf({ ...SOURCES, [variable]: LARGE.get(variable.replace(/^[A-Z]+_/, '')) ?? '7' })).toEqual([]);
      for (const wrong of ['soon', '-1', '1.5', '1e3', '99999999999']) {
        expect(problemsOf({ ...SOURCES, [variable]: wrong }, 'SECRET')).toEqual([
          expect.stringMatching(new RegExp(`^${variable}: must be a whole number from \\d+ to \\d+$`)),
        ]);
      }
    },
  );

  test.each(['EMS_COUNTS_LIFETIME_MS', 'TELNYX_ACTIVE_CALLS_LIFETIME_MS'])('can be set by %s', (variable) => {
    expect(problemsOf({ ...SOURCES, [variable]: '0' })).toEqual([]);
    expect(problemsOf({ ...SOURCES, [variable]: 'x' })).toHaveLength(1);
  });

  test('applies to all servers of EMS_URL, and is reported once if invalid', () => {
    const EMS_URL = 'a=http://a,b=http://b';
    expect(problemsOf({ EMS_URL, EMS_TIMEOUT_MS: '20000' })).toEqual([]);
    expect(problemsOf({ EMS_URL, EMS_TIMEOUT_MS: 'soon' })).toEqual([expect.stringMatching(/^EMS_TIMEOUT_MS: /)]);
  });

  test.each([
    ['EMS_TIMEOUT_MS', /^EMS_URL: is missing/],
    ['TELNYX_TIMEOUT_MS', /^TELNYX_API_KEY: is missing/],
    ['X_TIMEOUT_MS', /^X_BEARER_TOKEN: is missing/],
  ])('such as %s needs the source itself', (variable, problem) => {
    expect(problemsOf({ [variable]: '2000' })).toEqual([expect.stringMatching(problem)]);
  });
});

describe('the timeout of EMS, which silently omits an unresponsive edge process after 30 seconds', () => {
  test('is less than 30 seconds', () => {
    expect(problemsOf({ ...SOURCES, EMS_TIMEOUT_MS: '29000' })).toEqual([]);
    expect(problemsOf({ ...SOURCES, EMS_TIMEOUT_MS: '29001' })).toEqual([
      'EMS_TIMEOUT_MS: must be a whole number from 1 to 29000',
    ]);
    expect(problemsOf({ ...SOURCES, TELNYX_TIMEOUT_MS: '29001' })).toEqual([]);
  });

  test('is reported with edge processes as a possible cause', async () => {
    const { url } = await startServerOf(() => undefined);
    const { query } = await startSwitchboard({ provider: 'EMS', name: 'ems', url, timeoutMs: 50 });

    const { errors } = await query('{ emsConnections { totalCount } }');

    expect(errors).toMatchObject([
      { message: expect.stringMatching(/within 50 ms\. .*edge process/), extensions: { code: 'UPSTREAM_TIMEOUT' } },
    ]);
  });
});
