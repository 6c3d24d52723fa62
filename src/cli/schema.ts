import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

const HELP = `
Example:
  $ switchboard schema > schema.graphql`;

/** `switchboard schema` */
export function addSchema(program: Command, { stdout }: Terminal): void {
  program
    .command('schema')
    .description('print the schema (SDL)')
    .addHelpText('after', HELP)
    .action(async () => {
      const { printPlainSdl } = await import('../graph/sdl.ts');
      stdout.write(printPlainSdl());
    });
}
