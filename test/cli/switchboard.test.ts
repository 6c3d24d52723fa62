import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/terminal.ts';

const COMMANDS = ['start', 'sandbox', 'check', 'schema', 'make-key'];

describe('the command line', () => {
  test.each(['--help', '-h', 'help'])('%s lists all commands, examples and exit codes', async (option) => {
    const { code, stdout, stderr } = await runCommand([option]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toMatch(/^Examples:\n {2}\$ switchboard /m);
    expect(stdout).toMatch(/^Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /m);
  });

  test.each(COMMANDS)('%s --help has an example', async (command) => {
    const { code, stdout, stderr } = await runCommand([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^  \\$ (?:\\w+=\\S+ )*switchboard ${command}`, 'm'));
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([
    [['chek'], "unknown command 'chek'\n(Did you mean check?)"],
    [['--port'], "unknown option '--port'"],
    [['check', '--port'], "unknown option '--port'"],
    [['start', 'now'], "too many arguments for 'start'"],
  ])('%j is rejected with exit code 2', async (args, problem) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${problem}`);
  });
});
