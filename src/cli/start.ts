import type { Command } from 'commander';
import { FAILED, type Terminal } from './terminal.ts';

const HELP = `
Without a configured source, it serves mock data, as "switchboard sandbox" does.

Examples:
  $ EMS_URL=http://127.0.0.1:7777 switchboard start
  $ SWITCHBOARD_CONFIG=switchboard.yaml PORT=8080 switchboard start`;

/** `switchboard start` */
export function addStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('serve the configured sources; also if no command is given')
    .addHelpText('after', HELP)
    .action(async () => {
      // Loaded here, because no other command needs the server.
      const { main } = await import('../main.ts');
      if (!(await main())) terminal.exitCode = FAILED;
    });
}
