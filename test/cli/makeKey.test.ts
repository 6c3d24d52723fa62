import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { SCOPES } from '../../src/providers/scopes.ts';
import { ANSWERED, startAuthenticated } from '../support/authenticated.ts';
import { runCommand } from '../support/terminal.ts';

/** Runs the command, and returns what it printed. */
function makeKey(...options: readonly string[]) {
  return runCommand(['make-key', ...options]);
}

/** The settings of a configuration file with this line under `auth.apiKeys`. */
function authWithLine(line: string) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const SWITCHBOARD_CONFIG = join(folder, 'switchboard.yaml');
  writeFileSync(SWITCHBOARD_CONFIG, `auth:\n  apiKeys:\n  ${line}\n`);
  return readConfig({ SWITCHBOARD_CONFIG }).auth;
}

describe('the command that makes an API key', () => {
  test('prints a key that is accepted with the printed line in the configuration file', async () => {
    const { code, stdout, stderr } = await makeKey('--name', 'grafana', '--scopes', 'ems:read, x:read');

    expect(code).toBe(0);
    const key = stdout.trimEnd();
    expect(key).toMatch(/^sb_[\w-]{43}$/);
    expect(stderr).not.toContain(key);
    expect(stderr).not.toContain('SWITCHBOARD_API_KEY_SHA256');
    const auth = authWithLine(/^ *- \{.*\}$/m.exec(stderr)?.[0] ?? '');
    expect(auth?.apiKeys).toMatchObject([{ name: 'grafana', scopes: new Set(['ems:read', 'x:read']) }]);
    const { bearer, linesWith } = await startAuthenticated({ auth });
    expect(await bearer(key)).toMatchObject(ANSWERED);
    expect(await linesWith('operation', 1)).toMatchObject([{ caller: 'grafana' }]);
  });

  test('prints the environment variable for a key with all scopes', async () => {
    const { stdout, stderr } = await makeKey();
    expect(authWithLine(/^ *- \{.*\}$/m.exec(stderr)?.[0] ?? '')?.apiKeys).toMatchObject([
      { name: 'default', scopes: null },
    ]);
    const SWITCHBOARD_API_KEY_SHA256 = /SWITCHBOARD_API_KEY_SHA256=(\w+)$/m.exec(stderr)?.[1];
    const { auth } = readConfig({ SWITCHBOARD_API_KEY_SHA256 });
    const { bearer } = await startAuthenticated({ auth });
    expect(await bearer(stdout.trimEnd())).toMatchObject(ANSWERED);
  });

  test('makes another key each time', async () => {
    const [one, other] = await Promise.all([makeKey(), makeKey()]);
    expect(one.stdout).not.toBe(other.stdout);
  });

  test.each([
    [['--scopes', 'ems:read,ems:write'], `--scopes: must be the word "all", or a list of these: ${SCOPES.join(', ')}`],
    [['--scopes', ''], `--scopes: must be the word "all", or a list of these: ${SCOPES.join(', ')}`],
    [['--name', 'a b'], '--name: must be 1 to 64 letters, digits, dots, dashes or underscores'],
    [['--scope', 'all'], "unknown option '--scope'"],
    [['grafana'], "too many arguments for 'make-key'"],
  ])('makes no key for %j', async (options, problem) => {
    const { code, stdout, stderr } = await makeKey(...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(problem);
  });
});
