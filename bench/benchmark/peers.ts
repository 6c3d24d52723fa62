import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));

/** Installs the peers, as their lock file says, if they are not installed. They are no dependency of Switchboard. */
export function installPeers(): void {
  if (existsSync(`${FOLDER}node_modules`)) return;
  console.error('Installing the servers to compare with, in bench/peers');
  execFileSync('npm', ['ci'], { cwd: FOLDER, stdio: 'inherit' });
}
