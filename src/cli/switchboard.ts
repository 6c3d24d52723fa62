import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addCheck } from './check.ts';
import { addMakeKey } from './makeKey.ts';
import { addSandbox } from './sandbox.ts';
import { addSchema } from './schema.ts';
import { addStart } from './start.ts';
import { type Terminal, WRONG_USAGE } from './terminal.ts';

const HELP = `
Settings are environment variables, or are in the file that SWITCHBOARD_CONFIG names. The README lists them.

Examples:
  $ switchboard sandbox
  $ EMS_URL=http://127.0.0.1:7777 switchboard check
  $ EMS_URL=http://127.0.0.1:7777 switchboard start

Exit codes:
  0  success
  1  failure: an invalid configuration, a server that cannot start, a source that fails
  2  an unknown command or option, or an invalid value`;

/** Runs a command. Without arguments, that is \`start\`. A server that it starts runs on. */
export async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const program = new Command('switchboard')
    .description(packageJson.description)
    .version(packageJson.version)
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  addStart(program, terminal);
  addSandbox(program, terminal);
  addCheck(program, terminal);
  addSchema(program, terminal);
  addMakeKey(program, terminal);
  try {
    await program.parseAsync(args.length === 0 ? ['start'] : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its message already, or the help that was asked for.
    if (error.exitCode !== 0) terminal.exitCode = WRONG_USAGE;
  }
}
