import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { run } from '../../src/cli/switchboard.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

/** Runs a command in this process, with these environment variables and no others. */
export async function runCommand(args: readonly string[], env: Terminal['env'] = {}, isTerminal = false) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  for (const stream of [stdout, stderr]) {
    Object.assign(stream, { isTTY: isTerminal, getColorDepth: () => WriteStream.prototype.getColorDepth(env) });
  }
  const terminal: Terminal = { env, stdout, stderr };
  await run(args, terminal);
  const textOf = (stream: PassThrough) => String(stream.read() ?? '');
  return { code: terminal.exitCode ?? 0, stdout: textOf(stdout), stderr: textOf(stderr) };
}
