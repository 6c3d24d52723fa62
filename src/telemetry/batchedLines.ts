import type { DestinationStream } from 'pino';

/** How long a line waits for others. */
const MAX_DELAY_MS = 50;
const MAX_LENGTH = 65_536;

/** Makes pino set `lastLevel` of a destination before it writes a line. */
const WITH_LEVEL = Symbol.for('pino.metadata');

/** pino's number for `warn`. */
const WARN = 40;

/**
 * Writes many lines at once, because a system call for each costs more than the line itself. Warnings and errors are written at once,
 * with all lines before them, and so is the rest when the process exits, also after an uncaught exception. Only a process that is
 * killed (`SIGKILL`, no memory left) loses the lines of the last 50 ms.
 */
export class BatchedLines implements DestinationStream {
  readonly [WITH_LEVEL] = true;
  lastLevel = 0;
  readonly #output: DestinationStream;
  #lines = '';
  #timer: NodeJS.Timeout | null = null;
  #isFlushedAtExit = false;

  constructor(output: DestinationStream) {
    this.#output = output;
  }

  write(line: string): void {
    if (!this.#isFlushedAtExit) process.once('exit', () => this.#flush());
    this.#isFlushedAtExit = true;
    this.#lines += line;
    if (this.lastLevel >= WARN || this.#lines.length >= MAX_LENGTH) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), MAX_DELAY_MS).unref();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#lines;
    this.#lines = '';
    if (lines !== '') this.#output.write(lines);
  }
}
