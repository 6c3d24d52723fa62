import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Environment } from '../../src/providers/environment.ts';
import { problemsOf } from '../support/configProblems.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';

const namesOf = (environment: Environment) => readConfig(environment).sources.map(({ name }) => name);

describe('the defaults', () => {
  test('are a loopback address, port 4000 and no sources', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      logLevel: 'info',
      operationTimeoutMs: 30_000,
      auth: null,
      access: DEFAULTS.access,
      limits: DEFAULTS.limits,
      web: { ...DEFAULTS.web, corsOrigins: ['https://studio.apollographql.com'] },
      documents: DEFAULTS.documents,
      federation: DEFAULTS.federation,
      shutdownDelayMs: 1_000,
      shutdownTimeoutMs: 10_000,
      sources: [],
      warnings: [],
    });
  });

  test('apply also to empty and blank variables', () => {
    const names = [
      'HOST',
      'PORT',
      'LOG_LEVEL',
      'OPERATION_TIMEOUT_MS',
      'SHUTDOWN_DELAY_MS',
      'EMS_URL',
      'TELNYX_API_KEY',
      'TELNYX_BASE_URL',
      'X_BEARER_TOKEN',
      'X_BASE_URL',
    ];
    const blank = [...names, 'SWITCHBOARD_CONFIG'].map((name, index) => [name, ' '.repeat(index % 3)]);
    expect(readConfig(Object.fromEntries(blank))).toEqual(readConfig({}));
  });
});

describe('the listen address', () => {
  test.each([
    ['0', 0],
    ['80', 80],
    ['65535', 65535],
  ])('accepts port %s', (PORT, port) => {
    expect(readConfig({ HOST: '::', PORT })).toMatchObject({ host: '::', port });
  });

  test.each([['http'], ['40OO'], ['-1'], ['65536'], ['80.5'], ['0x10']])('rejects port %s', (PORT) => {
    expect(problemsOf({ PORT })).toEqual(['PORT: must be a whole number from 0 to 65535']);
  });
});

describe('a proxy setting', () => {
  test.each(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'])('%s must be a URL', (variable) => {
    expect(problemsOf({ [variable]: 'http://user:p%23ssw0rd@proxy:3128' })).toEqual([]);
    for (const invalid of ['http://user:p#ssw0rd@proxy:3128', 'ssw0rd:3128', 'http://proxy:99999']) {
      expect(problemsOf({ [variable]: invalid }, 'ssw0rd')).toEqual([
        expect.stringMatching(new RegExp(`^${variable}: must be an http:// or https:// URL`)),
      ]);
    }
  });
});

describe('process settings', () => {
  test('are read from environment variables', () => {
    const times = { OPERATION_TIMEOUT_MS: '600000', SHUTDOWN_DELAY_MS: ' 0 ', SHUTDOWN_TIMEOUT_MS: '1' };
    expect(readConfig({ LOG_LEVEL: 'silent', ...times })).toMatchObject({
      logLevel: 'silent',
      operationTimeoutMs: 600_000,
      shutdownDelayMs: 0,
      shutdownTimeoutMs: 1,
    });
    expect(readConfig({ TRUSTED_DOCUMENTS: ' a.json ', TRUSTED_DOCUMENTS_ONLY: ' true ' })).toMatchObject({
      documents: { manifest: 'a.json', trustedOnly: true },
    });
  });

  test.each([
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, fatal, silent'],
    ['OPERATION_TIMEOUT_MS', '0', 'must be a whole number from 1 to 600000'],
    ['OPERATION_TIMEOUT_MS', '30s', 'must be a whole number from 1 to 600000'],
    ['SHUTDOWN_DELAY_MS', '60001', 'must be a whole number from 0 to 60000'],
    ['SHUTDOWN_TIMEOUT_MS', '600001', 'must be a whole number from 1 to 600000'],
    // SHUTDOWN_DELAY_MS is 1000 by default.
    ['SHUTDOWN_TIMEOUT_MS', '1000', 'must be greater than SHUTDOWN_DELAY_MS, which it includes'],
    ['TRUSTED_DOCUMENTS', '{"a":"b"}', 'must be the path of a JSON file, not its content'],
    ['TRUSTED_DOCUMENTS_ONLY', 'yes', 'must be on or off'],
    ['TRUSTED_DOCUMENTS_ONLY', 'true', 'requires TRUSTED_DOCUMENTS'],
  ])('reject %s=%s', (variable, value, rule) => {
    expect(problemsOf({ [variable]: value })).toEqual([`${variable}: ${rule}`]);
  });
});

describe('sources from environment variables', () => {
  test.each([
    ['http://127.0.0.1:7777', ['ems']],
    ['  http://127.0.0.1:7777 , ', ['ems']],
    ['HTTPS://media.example', ['ems']],
    ['fra=http://10.0.0.5:7777', ['fra']],
    ['http://10.0.0.5:7777,http://10.0.1.5:7777/ams', ['ems-1', 'ems-2']],
    ['fra=http://10.0.0.5:7777, http://10.0.1.5:7777, ams.2=http://10.0.2.5:7777', ['fra', 'ems-2', 'ams.2']],
    ['http://user:pass%2Cword%40@10.0.0.5:8888/proxy/path', ['ems']],
    ['http://10.0.0.5:7777/a=b', ['ems']],
  ])('EMS_URL=%s configures %j', (EMS_URL, names) => {
    expect(namesOf({ EMS_URL })).toEqual(names);
  });

  test('need only credentials for Telnyx and X', () => {
    expect(namesOf({ TELNYX_API_KEY: 'KEY0123' })).toEqual(['telnyx']);
    expect(namesOf({ X_BEARER_TOKEN: ' AAAA%2B= ' })).toEqual(['x']);
    const bases = { TELNYX_BASE_URL: 'http://gateway:1/v2', X_BASE_URL: 'http://gateway:1' };
    expect(namesOf({ TELNYX_API_KEY: 'KEY0123', X_BEARER_TOKEN: 'AAAA', ...bases })).toEqual(['telnyx', 'x']);
  });

  test.each([
    [{ TELNYX_BASE_URL: 'https://telnyx.example/v2' }, ['TELNYX_API_KEY: is missing']],
    [{ X_BASE_URL: 'https://x.example' }, ['X_BEARER_TOKEN: is missing']],
    [{ EMS_URL: '10.0.0.5:7777' }, ['EMS_URL: must be an http:// or https:// URL']],
    [{ EMS_URL: 'ftp://10.0.0.5' }, ['EMS_URL: must be an http:// or https:// URL']],
    [{ EMS_URL: 'http://' }, ['EMS_URL: must be an http:// or https:// URL']],
    [{ EMS_URL: ' , ' }, ['EMS_URL: must be an http:// or https:// URL']],
    [{ EMS_URL: 'http://10.0.0.5/?params=x' }, ['EMS_URL: must not contain a query ("?") or a fragment ("#")']],
    [
      { TELNYX_API_KEY: 'KEY', TELNYX_BASE_URL: 'telnyx.example' },
      ['TELNYX_BASE_URL: must be an http:// or https:// URL'],
    ],
    [{ X_BEARER_TOKEN: 'AAAA', X_BASE_URL: 'file:///etc' }, ['X_BASE_URL: must be an http:// or https:// URL']],
  ])('reject %j', (environment, problems) => {
    expect(problemsOf(environment)).toEqual(problems);
  });

  test('must have unique names', () => {
    const [problem, ...others] = problemsOf({
      EMS_URL: 'a=http://10.0.0.5,a=http://10.0.1.5,telnyx=http://b',
      TELNYX_API_KEY: 'K',
    });
    expect(problem).toMatch(/"a" is used more than once/);
    expect(others).toEqual([expect.stringMatching(/"telnyx" is used more than once/)]);
    expect(problemsOf({ EMS_URL: '-a=http://10.0.0.5' })).toEqual([
      expect.stringMatching(/^EMS_URL: must be 1 to 64 letters/),
    ]);
  });
});

test('all problems are reported at once, without the values', () => {
  const secrets = ['hunter2', 'KEY 0123', 'SECRET-TOKEN'];
  const environment = {
    PORT: 'hunter2',
    EMS_URL: 'ops:hunter2@media.example:7777,https://ops:hunter2@',
    TELNYX_API_KEY: 'KEY 0123',
    TELNYX_BASE_URL: 'hunter2.example',
    X_BEARER_TOKEN: 'SECRET-TOKEN\nX-Forged: 1',
    X_BASE_URL: '//hunter2',
    SWITCHBOARD_CONFIG: '/nowhere/at/all.yaml',
  };

  expect(problemsOf(environment, ...secrets)).toEqual([
    'PORT: must be a whole number from 0 to 65535',
    'EMS_URL, server 1: must be an http:// or https:// URL',
    'EMS_URL, server 2: must be an http:// or https:// URL',
    'TELNYX_API_KEY: must not contain spaces, line breaks or characters beyond ASCII',
    'TELNYX_BASE_URL: must be an http:// or https:// URL',
    'X_BEARER_TOKEN: must not contain spaces, line breaks or characters beyond ASCII',
    'X_BASE_URL: must be an http:// or https:// URL',
    'SWITCHBOARD_CONFIG: the file /nowhere/at/all.yaml does not exist',
  ]);
});
