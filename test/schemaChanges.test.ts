import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../scripts/schemaChanges.ts');

const RELEASED = 'type Query { board: String lamp: String }';
const WITHOUT_LAMP = 'type Query { board: String }';

/** Runs the script in a project with this schema, whose released schema is `RELEASED`. */
function check(current: string, unreleased: string) {
  const folder = mkdtempSync(join(tmpdir(), 'schema-changes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'docs'));
  mkdirSync(join(folder, 'src/__generated__'), { recursive: true });
  writeFileSync(join(folder, 'docs/released-schema.graphql'), RELEASED);
  writeFileSync(join(folder, 'src/__generated__/schema.graphql'), current);
  writeFileSync(
    join(folder, 'CHANGELOG.md'),
    `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## 0.1.0\n\n- Removed \`Query.lamp\`.\n`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a breaking change that the changelog does not name fails, even if that of an earlier release does', () => {
  const { status, stderr } = check(WITHOUT_LAMP, '- Nothing about `Query.board`.');
  expect(stderr).toContain("`Query.lamp`: Field 'lamp' was removed from object type 'Query'");
  expect(status).toBe(1);
});

test('a breaking change that the changelog names passes', () => {
  const { status, stdout, stderr } = check(WITHOUT_LAMP, '- Removed `Query.lamp`.');
  expect(stderr).toBe('');
  expect(stdout).toContain("BREAKING: Field 'lamp' was removed");
  expect(status).toBe(0);
});

test('a change that breaks no client passes', () => {
  const { status, stdout, stderr } = check('type Query { board: String lamp: String door: String }', '');
  expect(stderr).toBe('');
  expect(stdout).toContain("NON_BREAKING: Field 'door' was added");
  expect(status).toBe(0);
});
