import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Environment } from '../providers/environment.ts';

/** What a command uses of its process. */
export interface Terminal {
  readonly env: Environment;
  /** Results, for people and for pipes. */
  readonly stdout: Writable;
  /** Everything else. */
  readonly stderr: Writable;
  exitCode?: number | string | null | undefined;
}

/** The exit codes of all commands. */
export const FAILED = 1;
export const WRONG_USAGE = 2;

export function printLine(stream: Writable, text: string): void {
  stream.write(`${text}\n`);
}

/** Colours a text if the stream is a terminal with colours. `NO_COLOR` is respected. */
export function coloured(stream: Writable, colour: 'red' | 'green' | 'yellow' | 'bold', text: string): string {
  return styleText(colour, text, { stream });
}
