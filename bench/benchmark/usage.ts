import { readFileSync } from 'node:fs';

/*
 * What the operating system says about a process. Linux only.
 */

/** The kernel counts in this unit on every platform that Node.js supports. */
const TICKS_PER_SECOND = 100;

/** User and system time of all threads so far, in microseconds, in steps of 10,000. */
export function cpuTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name of the program in parentheses, and can contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks / TICKS_PER_SECOND) * 1e6;
}

/** The largest resident memory so far, in MiB. */
export function peakMemoryOf(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
