import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../scripts/licences.ts');

/** A project that has these packages installed, by their path. `run` runs the script in it. */
function projectWith(packages: Readonly<Record<string, object>>) {
  const folder = mkdtempSync(join(tmpdir(), 'licences-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'docs'));
  const lock = { packages: { '': { version: '1.0.0', license: 'MIT' }, ...packages } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const list = join(folder, 'docs/LICENCES.md');
  return {
    list,
    run: (...options: readonly string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...options], { cwd: folder, encoding: 'utf8' });
      return { status, stderr };
    },
  };
}

test('lists each package of production once, with its licence', () => {
  const { run, list } = projectWith({
    'node_modules/b': { version: '2.0.0', license: '(MIT AND BSD-3-Clause)' },
    'node_modules/@a/c': { version: '1.0.0', license: 'ISC' },
    'node_modules/d/node_modules/b': { version: '2.0.0', license: '(MIT AND BSD-3-Clause)' },
    'node_modules/copyleft': { version: '3.0.0', license: 'GPL-3.0-only', dev: true },
  });
  expect(run()).toEqual({ status: 0, stderr: '' });
  const rows = readFileSync(list, 'utf8').split('\n').slice(6, -1);
  expect(rows).toEqual(['| @a/c | 1.0.0 | ISC |', '| b | 2.0.0 | (MIT AND BSD-3-Clause) |']);
  expect(run('--check')).toEqual({ status: 0, stderr: '' });
});

test.each([
  [{ version: '1.0.0', license: 'GPL-3.0-only' }, 'GPL-3.0-only'],
  [{ version: '1.0.0', license: '(MIT OR GPL-2.0)' }, '(MIT OR GPL-2.0)'],
  [{ version: '1.0.0', license: 'SEE LICENSE IN LICENSE.txt' }, 'SEE LICENSE IN LICENSE.txt'],
  [{ version: '1.0.0' }, 'none'],
])('refuses a package with %j', (found, licence) => {
  const { run } = projectWith({ 'node_modules/a': found });
  expect(run()).toEqual({ status: 1, stderr: `a 1.0.0: the licence ${licence} is not permitted\n` });
});

test('the check fails if the list is not current', () => {
  const { run, list } = projectWith({ 'node_modules/a': { version: '1.0.0', license: 'MIT' } });
  writeFileSync(list, '');
  expect(run('--check')).toEqual({ status: 1, stderr: 'docs/LICENCES.md is not current. Run: npm run licences\n' });
});
