import type { Command } from 'commander';
import { hashApiKey, makeApiKey } from '../config/apiKey.ts';
import { apiKeySettings } from '../config/authSettings.ts';
import { validateSettings } from '../config/settingIssues.ts';
import { printLine, type Terminal } from './terminal.ts';

const HELP = `
Standard output has only the key, so that it can be piped into a secret store. It is not shown again.

Examples:
  $ switchboard make-key
  $ switchboard make-key --name grafana --scopes ems:read,x:read`;

interface Options {
  readonly name: string;
  readonly scopes: string;
}

/** `switchboard make-key` */
export function addMakeKey(program: Command, { stdout, stderr }: Terminal): void {
  program
    .command('make-key')
    .description('make an API key, and its line for the configuration file')
    .option('--name <name>', 'who uses it', 'default')
    .option('--scopes <list>', 'what it may read, separated by commas', 'all')
    .addHelpText('after', HELP)
    .action((options: Options, command: Command) => {
      const { name } = options;
      const key = makeApiKey();
      const sha256 = hashApiKey(key).toString('hex');
      const scopes = options.scopes === 'all' ? 'all' : options.scopes.split(',').map((scope) => scope.trim());
      const { problems } = validateSettings(
        apiKeySettings,
        { name, sha256, scopes },
        ([option]) => `--${String(option)}`,
      );
      if (problems.length > 0) command.error(problems.map((problem) => `error: ${problem}`).join('\n'));
      const line = `- { name: ${JSON.stringify(name)}, sha256: "${sha256}", scopes: ${JSON.stringify(scopes)} }`;
      printLine(
        stderr,
        [
          'In the file of SWITCHBOARD_CONFIG, under auth.apiKeys:',
          `  ${line}`,
          ...(scopes === 'all' ? ['or as the only key:', `  SWITCHBOARD_API_KEY_SHA256=${sha256}`] : []),
          'The key for the client, which is not shown again:',
        ].join('\n'),
      );
      printLine(stdout, key);
    });
}
