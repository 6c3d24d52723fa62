import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { problemsOf } from '../support/configProblems.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';
import { startEms, startTelnyx } from '../support/upstreams.ts';

/** Writes a configuration file that is deleted after the test, and returns its path. */
function writeConfigFile(text: string | Uint8Array, name = 'switchboard.yaml'): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const FLEET = `
# Two media servers, two accounts, one app.
sources:
  - { provider: EMS, name: fra, url: "http://10.0.0.5:7777" }
  - { provider: EMS, name: ams, url: "http://ops:pw@10.0.1.5:8888/ams", timeoutMs: 1, concurrency: 1000 }
  - provider: TELNYX
    name: support
    apiKey: KEY0123
  - { provider: TELNYX, name: sales, apiKey: KEY4567, baseUrl: "https://telnyx.example/v2" }
  - { provider: X, name: listener, bearerToken: AAAA }
`;

describe('a configuration file', () => {
  test('adds any number of sources to those from environment variables', () => {
    const fromFile = ['fra', 'ams', 'support', 'sales', 'listener'];
    const { sources } = readConfig({ SWITCHBOARD_CONFIG: writeConfigFile(FLEET) });
    expect(sources.map(({ name }) => name)).toEqual(fromFile);

    const more = readConfig({ SWITCHBOARD_CONFIG: writeConfigFile(FLEET), X_BEARER_TOKEN: 'AAAA', HOST: '::1' });
    expect(more.sources.map(({ name }) => name)).toEqual(['x', ...fromFile]);
    expect(more.host).toBe('::1');
  });

  test('can be JSON', () => {
    const json = JSON.stringify({ sources: [{ provider: 'X', name: 'listener', bearerToken: 'AAAA' }] });
    for (const text of [json, `\uFEFF${json}`]) {
      const { sources } = readConfig({ SWITCHBOARD_CONFIG: writeConfigFile(text, 'switchboard.json') });
      expect(sources.map(({ name }) => name)).toEqual(['listener']);
    }
  });

  test('can refer to environment variables in its strings', async () => {
    const ems = await startEms([emsRow({ id: 1, stream: 'studio' })]);
    const telnyx = await startTelnyx([telnyxRow(1)]);
    const SWITCHBOARD_CONFIG = writeConfigFile(`sources:
      - { provider: EMS, name: "fra-\${SITE_1}", url: "\${SCHEME}://\${EMS_HOST}" }
      - { provider: TELNYX, name: sales, apiKey: "\${KEY}", baseUrl: "${telnyx.settings.baseUrl}" }`);
    const EMS_HOST = new URL(ems.settings.url).host;
    const { sources } = readConfig({
      SWITCHBOARD_CONFIG,
      SITE_1: 'west',
      SCHEME: 'http',
      EMS_HOST,
      KEY: telnyx.settings.apiKey,
    });
    const server = await startServer({
      ...DEFAULTS,
      sources,
      telemetry: { log: createLog('silent'), metrics: createMetrics() },
    });
    onTestFinished(() => server.close());

    const { body } = await request(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ connections { nodes { name source { name } } } }' }),
    });

    expect(await body.json()).toEqual({
      data: {
        connections: {
          nodes: [
            { name: 'Line 1', source: { name: 'sales' } },
            { name: 'studio', source: { name: 'fra-west' } },
          ],
        },
      },
    });
  });
});

describe('an invalid configuration file', () => {
  /** The problems of a file with this content. `FILE` replaces its path. */
  const problemsIn = (text: string | Uint8Array, variables = {}, ...secrets: readonly string[]) => {
    const file = writeConfigFile(text);
    return problemsOf({ SWITCHBOARD_CONFIG: file, ...variables }, ...secrets).map((problem) =>
      problem.replace(file, 'FILE'),
    );
  };

  test.each([
    ['with a YAML syntax error', 'sources: [hunter2'],
    ['with several documents', 'sources: []\n---\nsources: [hunter2]'],
    ['with a duplicate key', 'sources: []\nsources: [hunter2]'],
    ['with an undefined alias', 'sources: *hunter2'],
  ])('%s is rejected', (_case, text) => {
    expect(problemsIn(text, {}, 'hunter2')).toEqual([
      'SWITCHBOARD_CONFIG: the file FILE cannot be read as YAML or JSON',
    ]);
  });

  test('that is a folder or does not exist is rejected', () => {
    const folder = tmpdir();
    expect(problemsOf({ SWITCHBOARD_CONFIG: folder })).toEqual([
      `SWITCHBOARD_CONFIG: the file ${folder} cannot be read as YAML or JSON`,
    ]);
    const file = join(folder, 'no', 'such', 'file');
    expect(problemsOf({ SWITCHBOARD_CONFIG: file })).toEqual([`SWITCHBOARD_CONFIG: the file ${file} does not exist`]);
  });

  test.each([
    ['', 'FILE: sources: is missing'],
    ['{}', 'FILE: sources: is missing'],
    ['sources:', 'FILE: sources: must be a list'],
    ['sources: hunter2', 'FILE: sources: must be a list'],
    // Without a source, the sandbox would start.
    ['sources: []', 'FILE: sources: must contain at least one source'],
    ['hunter2', 'FILE: must contain the setting "sources"'],
    ['[hunter2]', 'FILE: must contain the setting "sources"'],
    ['sources: [hunter2]', /^FILE: sources\.0: must be a source/],
    ['{ sources: [{ provider: X, name: x, bearerToken: A }], port: 80 }', 'FILE: unknown setting "port"'],
    ['sources: [{ provider: SKYPE, name: x }]', 'FILE: sources.0.provider: must be one of EMS, TELNYX, X'],
    ['sources: [{ name: x }]', 'FILE: sources.0.provider: must be one of EMS, TELNYX, X'],
    ['sources: [{ provider: X, bearerToken: A }]', 'FILE: sources.0.name: is missing'],
    ['sources: [{ provider: X, name: "a b", bearerToken: A }]', /^FILE: sources\.0\.name: must be 1 to 64/],
    ['sources: [{ provider: EMS, name: a }]', 'FILE: sources.0.url: is missing'],
    ['sources: [{ provider: EMS, name: a, url: hunter2 }]', 'FILE: sources.0.url: must be an http:// or https:// URL'],
    [
      'sources: [{ provider: EMS, name: a, url: "http://a", apiKey: hunter2 }]',
      'FILE: sources.0: unknown setting "apiKey"',
    ],
    ['sources: [{ provider: TELNYX, name: a, apiKey: 123456 }]', 'FILE: sources.0.apiKey: must be a string'],
    [
      'sources: [{ provider: X, name: a, bearerToken: "hunter2 x" }]',
      /^FILE: sources\.0\.bearerToken: must not contain/,
    ],
    ['sources: [{ provider: EMS, name: a, url: "http://a", timeoutMs: 0 }]', /^FILE: sources\.0\.timeoutMs: /],
    [
      'sources: [{ provider: EMS, name: a, url: "http://a", timeoutMs: soon }]',
      /^FILE: sources\.0\.timeoutMs: .*number/,
    ],
    ['sources: [{ provider: EMS, name: a, url: "http://a", concurrency: 1.5 }]', /^FILE: sources\.0\.concurrency: /],
  ])('with the content %j is rejected', (text, problem) => {
    const expected = typeof problem === 'string' ? problem : expect.stringMatching(problem);
    expect(problemsIn(text, {}, 'hunter2', '123456')).toEqual([expected]);
  });

  test('has all problems of the file and of its sources reported at once', () => {
    const text = '{ sourcez: 1, sources: [7, { provider: EMS, name: "a b", url: hunter2 }] }';
    expect(problemsIn(text, {}, 'hunter2')).toEqual([
      'FILE: unknown setting "sourcez". Did you mean "sources"?',
      expect.stringMatching(/^FILE: sources\.0: must be a source/),
      expect.stringMatching(/^FILE: sources\.1\.name: /),
      expect.stringMatching(/^FILE: sources\.1\.url: /),
    ]);
  });

  test('has each variable that is not set reported, with all other problems', () => {
    const text = `sources:
      - { provider: EMS, name: fra, url: "\${EMS_SCHEME}://ops:\${EMS_PASSWORD}@10.0.0.5", timeoutMs: -1 }
      - { provider: TELNYX, name: sales, apiKey: "\${TELNYX_SALES_KEY}" }
      - { provider: SKYPE }
      - { provider: X, name: listener, bearerToken: "\${BLANK}", baseUrl: nowhere }
      - { provider: X, name: "\${KNOWN}", bearerToken: AAAA }`;

    expect(problemsIn(text, { EMS_PASSWORD: 'hunter2', BLANK: ' ', KNOWN: 'known' }, 'hunter2')).toEqual([
      'FILE: sources.0.url: the environment variable EMS_SCHEME is not set',
      expect.stringMatching(/^FILE: sources\.0\.timeoutMs: /),
      'FILE: sources.1.apiKey: the environment variable TELNYX_SALES_KEY is not set',
      'FILE: sources.2.provider: must be one of EMS, TELNYX, X',
      'FILE: sources.3.bearerToken: the environment variable BLANK is not set',
      'FILE: sources.3.baseUrl: must be an http:// or https:// URL',
    ]);
  });

  test('with the name of a source from an environment variable is rejected', () => {
    expect(problemsIn('sources: [{ provider: EMS, name: x, url: "http://a" }]', { X_BEARER_TOKEN: 'AAAA' })).toEqual([
      'The source name "x" is used more than once. Source names must be unique.',
    ]);
  });

  test('is not printed in a warning of the YAML parser', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error) => warnings.push(message);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));

    // The YAML parser warns about an unknown tag.
    expect(problemsIn('sources: [{ provider: X, name: x, bearerToken: !vault hunter2 }]')).toEqual([]);

    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings.join()).not.toContain('hunter2');
  });
});
