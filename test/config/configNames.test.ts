import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { problemsOf } from '../support/configProblems.ts';
import { linesOf, run, urlOf } from '../support/program.ts';

describe('a misspelt environment variable prevents the start', () => {
  test.each([
    ['TELNIX_API_KEY', 'TELNYX_API_KEY'],
    ['TELNXY_API_KEY', 'TELNYX_API_KEY'],
    ['TELNYX_APIKEY', 'TELNYX_API_KEY'],
    ['TELNYX_API_KEYS', 'TELNYX_API_KEY'],
    ['telnyx_api_key', 'TELNYX_API_KEY'],
    ['TELNYX-API-KEY', 'TELNYX_API_KEY'],
    ['TELNYX_TIMEOUTMS', 'TELNYX_TIMEOUT_MS'],
    ['TELNYX_CONCURENCY', 'TELNYX_CONCURRENCY'],
    ['TELNYX_BASE_URI', 'TELNYX_BASE_URL'],
    ['EMS_URLS', 'EMS_URL'],
    ['EMS_ULR', 'EMS_URL'],
    ['EMSURL', 'EMS_URL'],
    ['Ems_Url', 'EMS_URL'],
    ['EMS_CACHE_BYTE', 'EMS_CACHE_BYTES'],
    ['X_BEARER_TOKN', 'X_BEARER_TOKEN'],
    ['XBEARER_TOKEN', 'X_BEARER_TOKEN'],
    ['X_RETRIS', 'X_RETRIES'],
    ['X_BASEURL', 'X_BASE_URL'],
    ['SWITCHBOARD_CONF', 'SWITCHBOARD_CONFIG'],
    ['SWICHBOARD_CONFIG', 'SWITCHBOARD_CONFIG'],
    ['SHUTDOWN_DELAYMS', 'SHUTDOWN_DELAY_MS'],
    ['OPERATION_TIMEOUTS_MS', 'OPERATION_TIMEOUT_MS'],
  ])('%s, meant as %s', (name, meant) => {
    expect(problemsOf({ [name]: 'hunter2' }, 'hunter2')).toEqual([
      `Unknown environment variable ${name}. Did you mean ${meant}?`,
    ]);
    // A blank variable counts as not set.
    expect(problemsOf({ [name]: ' ' })).toEqual([]);
  });

  test('and is reported with all other problems, without its value', async () => {
    const { code, stdout, stderr } = await run({
      EMS_URL: 'http://127.0.0.1:1',
      TELNIX_API_KEY: 'hunter2',
      PORT: 'hunter2',
      X_BEARER_TOKN: 'hunter2',
    }).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'Invalid configuration:',
      '  - PORT: must be a whole number from 0 to 65535',
      '  - Unknown environment variable TELNIX_API_KEY. Did you mean TELNYX_API_KEY?',
      '  - Unknown environment variable X_BEARER_TOKN. Did you mean X_BEARER_TOKEN?',
    ]);
  });
});

const UNRELATED = [
  [
    'a shell',
    'HOME HOSTNAME HOSTTYPE HOSTS LANG LC_ALL LOGNAME OLDPWD PATH PWD SHELL SHLVL TERM TZ USER _ EDITOR PAGER',
  ],
  ['a desktop', 'DISPLAY XAUTHORITY XDG_RUNTIME_DIR XDG_SESSION_TYPE XMODIFIERS X_DISPLAY X_SERVER WAYLAND_DISPLAY'],
  ['Node.js', 'NODE_ENV NODE_OPTIONS NODE_EXTRA_CA_CERTS NODE_PATH npm_config_cache npm_package_name NVM_DIR'],
  ['a container', 'KUBERNETES_PORT KUBERNETES_SERVICE_HOST POD_NAME CONTAINER_NAME DOCKER_HOST PORTS HOSTIP POST'],
  [
    'other programs with similar names',
    'LOGLEVEL LOG_LEVELS log_level port host Host HTTPPROXY FTP_PROXY ALL_PROXY all_proxy no_proxy',
  ],
  [
    'programs with timeouts',
    'SHUTDOWN_TIMEOUT SHUTDOWN_DELAY OPERATION_TIMEOUT GRACEFUL_TIMEOUT TIMEOUT_MS REQUEST_TIMEOUT_MS RETRIES',
  ],
  [
    'programs with URLs and keys',
    'CMS_URL SMS_URL LMS_URL DMS_URL AMS_URL RMS_URL EMQ_URL MS_URL URL DATABASE_URL BASE_URL API_KEY BEARER_TOKEN',
  ],
  [
    "X's SDKs",
    'X_API_KEY X_API_SECRET X_ACCESS_TOKEN X_ACCESS_TOKEN_SECRET X_CLIENT_ID X_USER_TOKEN TWITTER_BEARER_TOKEN XX_BASE',
  ],
  [
    'other programs with the prefix X_',
    'X_PACK X_FORWARDED_FOR X_GOOG_API_KEY X_VAULT_TOKEN X_TIMEOUT X_NAME X_URL X_PORT X_TOKEN X_DEBUG',
  ],
  ["Telnyx's SDKs", 'TELNYX_PUBLIC_KEY TELNYX_CLIENT_ID TELNYX_CLIENT_SECRET TELNYX_LOG TELNYX_CUSTOM_HEADERS'],
  [
    'clouds',
    'AWS_REGION GOOGLE_APPLICATION_CREDENTIALS AZURE_CLIENT_ID CI GITHUB_TOKEN OTEL_SERVICE_NAME DYNO FLY_REGION',
  ],
] as const;

test.each(UNRELATED)('variables of %s neither prevent the start nor cause a warning', (_case, names) => {
  const environment = Object.fromEntries(names.split(' ').map((name) => [name, 'hunter2']));
  expect(readConfig(environment).warnings).toEqual([]);
});

test('variables that Kubernetes and Docker inject for services with the same prefixes are ignored', () => {
  const injected = ['EMS', 'TELNYX', 'X', 'SWITCHBOARD', 'EMS_EDGE', 'EMS_URL'].flatMap((service) => [
    [`${service}_PORT`, 'tcp://10.0.0.5:7777'],
    [`${service}_PORT_7777_TCP`, 'tcp://10.0.0.5:7777'],
    [`${service}_PORT_7777_TCP_ADDR`, '10.0.0.5'],
    [`${service}_PORT_7777_TCP_PORT`, '7777'],
    [`${service}_PORT_7777_TCP_PROTO`, 'tcp'],
    [`${service}_PORT_53_UDP`, 'udp://10.0.0.5:53'],
    [`${service}_SERVICE_HOST`, '10.0.0.5'],
    [`${service}_SERVICE_PORT`, '7777'],
    [`${service}_SERVICE_PORT_HTTP_CLI`, '7777'],
  ]);
  const docker = { EMS_NAME: '/web/ems', EMS_ENV_PATH: '/bin', TELNYX_ENV_API_KEY: 'hunter2' };
  expect(readConfig({ ...Object.fromEntries(injected), ...docker })).toEqual(readConfig({}));
});

describe('other unknown variables with a known prefix', () => {
  test('cause one warning, and do not prevent the start', async () => {
    const program = run({ PORT: '0', EMS_URL: 'http://127.0.0.1:1', EMS_FOO: 'hunter2', TELNYX_REGION_2: 'hunter2' });
    await urlOf(program);

    expect(linesOf(program)[0]).toEqual({
      level: 'warn',
      time: expect.any(String),
      msg: 'Ignored unknown environment variables: EMS_FOO, TELNYX_REGION_2',
    });
    expect(program.printed.stdout).not.toContain('hunter2');
  });

  test.each([
    ['EMS_PORT', '7777', 'EMS_PORT'],
    ['EMS_NAME', 'fra', 'EMS_NAME'],
    ['TELNYX_TIMEOUT', '5000', 'TELNYX_TIMEOUT'],
    ['SWITCHBOARD_PORT', '80', 'SWITCHBOARD_PORT'],
    // A name that may be a secret is not printed.
    ['TELNYX_KEY0182D8B9A1_xYzAbC', '1', 'TELNYX_…'],
    [`EMS_${'A'.repeat(21)}`, '1', 'EMS_…'],
    [`EMS_${'AB_'.repeat(20)}`, '1', 'EMS_…'],
  ])('such as %s=%s are printed as %s', (name, value, printed) => {
    expect(readConfig({ [name]: value }).warnings).toEqual([`Ignored unknown environment variables: ${printed}`]);
  });
});

describe('names in a configuration file', () => {
  /** The problems and warnings of a file with this content. `FILE` replaces its path. */
  function read(text: string, variables: Readonly<Record<string, string>>, ...secrets: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'switchboard.yaml');
    writeFileSync(file, text);
    const environment = { SWITCHBOARD_CONFIG: file, ...variables };
    const problems = problemsOf(environment, ...secrets).map((problem) => problem.replace(file, 'FILE'));
    return { problems, warnings: problems.length === 0 ? readConfig(environment).warnings : [] };
  }

  test('of referenced environment variables are neither reported as misspelt nor as unknown', () => {
    const text = `sources:
      - { provider: TELNYX, name: sales, apiKey: "\${TELNYX_API_KEY2}" }
      - { provider: EMS, name: fra, url: "http://ops:\${EMS_PASSWORD}@10.0.0.5" }`;
    const variables = { TELNYX_API_KEY2: 'hunter2', EMS_PASSWORD: 'hunter2' };
    expect(read(text, variables)).toEqual({ problems: [], warnings: [] });
  });

  test.each([
    ['timeoutMS: 5000', 'unknown setting "timeoutMS". Did you mean "timeoutMs"?'],
    ['timeout_ms: 5000', 'unknown setting "timeout_ms". Did you mean "timeoutMs"?'],
    ['connectionLifetimeMs: 5', 'unknown setting "connectionLifetimeMs". Did you mean "connectionsLifetimeMs"?'],
    ['colour: red', 'unknown setting "colour"'],
    // A secret can become a name: without its key, as a key, without the space after the colon, and beside a reference.
    ['hunter2', 'unknown setting, whose name is not shown because it may be a secret'],
    ['KEY0182D8B9A1_xYzAbC: apiKey', 'unknown setting, whose name is not shown because it may be a secret'],
    ['"bearerToken:swordfish": 1', 'unknown setting, whose name is not shown because it may be a secret'],
    [`hunter2: "\${UNSET}"`, 'unknown setting, whose name is not shown because it may be a secret'],
  ])('of unknown settings are reported: %s', (member, problem) => {
    const text = `sources: [{ provider: TELNYX, name: sales, apiKey: A, ${member} }]`;
    const secrets = ['hunter2', 'KEY0182', 'swordfish'];
    expect(read(text, {}, ...secrets).problems).toEqual([`FILE: sources.0: ${problem}`]);
  });

  test('of unknown top-level settings are not printed if they may be secrets', () => {
    const text = 'sources: [{ provider: X, name: x, bearerToken: A }]\nhunter2: 1';
    expect(read(text, {}, 'hunter2').problems).toEqual([
      'FILE: unknown setting, whose name is not shown because it may be a secret',
    ]);
  });

  test('of environment variables that are not set are not printed if they may be secrets', () => {
    const text = `sources: [{ provider: TELNYX, name: sales, apiKey: "\${KEY0182D8B9A1}" }]`;
    expect(read(text, {}, 'KEY0182').problems).toEqual([
      'FILE: sources.0.apiKey: refers to an environment variable that is not set, whose name is not shown because it may be a secret',
    ]);
  });
});

test('SWITCHBOARD_CONFIG with the content of a file instead of its path is rejected and not printed', () => {
  const SWITCHBOARD_CONFIG = '{"sources":[{"provider":"X","name":"x","bearerToken":"hunter2"}]}';
  expect(problemsOf({ SWITCHBOARD_CONFIG }, 'hunter2')).toEqual([
    'SWITCHBOARD_CONFIG: must be the path of a YAML or JSON file, not its content',
  ]);
});
