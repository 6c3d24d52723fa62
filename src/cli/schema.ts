import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

const HELP = `
Examples:
  $ switchboard schema > schema.graphql
  $ switchboard schema --federated > switchboard.graphql`;

/** `switchboard schema` */
export function addSchema(program: Command, { stdout }: Terminal): void {
  program
    .command('schema')
    .description('print the schema (SDL)')
    .addHelpText('after', HELP)
    .option('--federated', 'as a federation subgraph, for composition')
    .action(async ({ federated = false }: { readonly federated?: boolean }) => {
      const { printFederatedSdl, printPlainSdl } = await import('../graph/sdl.ts');
      stdout.write(federated ? printFederatedSdl() : printPlainSdl());
    });
}
