import type { Command } from 'commander';
import { FAILED, type Terminal } from './terminal.ts';

const HELP = `
It needs no account. Configured sources are left alone. All other settings apply.

Examples:
  $ switchboard sandbox
  $ PORT=8080 switchboard sandbox`;

/** `switchboard sandbox` */
export function addSandbox(program: Command, terminal: Terminal): void {
  program
    .command('sandbox')
    .description('serve mock data of all providers')
    .addHelpText('after', HELP)
    .action(async () => {
      const { main } = await import('../main.ts');
      if (!(await main('sandbox'))) terminal.exitCode = FAILED;
    });
}
