import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeClientModules } from '../../../scripts/clientModules.ts';
import { printPlainSdl } from '../../../src/graph/sdl.ts';
import { startAll } from '../clients/upstreams.ts';

const root = join(import.meta.dirname, '../../..');
let folder = '';
/** A copy of the example, with what the package has for clients. */
let project = '';
const schema = () => join(project, 'node_modules/switchboard/dist/schema.graphql');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'typed-client-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  project = join(folder, 'project');
  for (const path of ['codegen.ts', 'package.json', 'tsconfig.json', 'src/execute.ts', 'src/main.ts']) {
    cpSync(join(root, 'examples/typed-client', path), join(project, path));
  }
  const installed = join(project, 'node_modules/switchboard');
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  writeClientModules(root, join(installed, 'dist'));
  writeFileSync(schema(), printPlainSdl());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// In tests, the code generator would be silent.
const env = { ...process.env, NODE_ENV: 'development' };

/** Runs Node.js with the program and its arguments in the project. */
const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: project, env }).catch(
    (failure: { readonly code: number; readonly stdout: string; readonly stderr: string }) => failure,
  );
const generate = () => run(join(root, 'node_modules/.bin/graphql-codegen'));
const check = () => run(join(root, 'node_modules/typescript/bin/tsc'));

test('the example generates its types, passes type checks, and prints the connections and which source is down', async () => {
  expect(await generate()).not.toHaveProperty('code');
  expect(await check()).toEqual({ stdout: '', stderr: '' });
  const { url } = await startAll({ down: true });
  const { stdout, stderr } = await run('src/main.ts', url);
  expect(stdout.trim().split('\n')).toEqual(expect.arrayContaining(['fra: fra 1', 'ams: ams 1']));
  expect(stderr).toMatch(/^x: /);
});

test('the example fails if a field is removed from the schema', async () => {
  writeFileSync(schema(), printPlainSdl().replaceAll('  outcomes: [SourceOutcome!]!', '  results: [SourceOutcome!]!'));
  const { stdout, stderr } = await generate();
  expect(stdout + stderr).toContain('Cannot query field "outcomes" on type "ConnectionConnection"');
});

test('the example fails if a field becomes nullable that its code needs', async () => {
  writeFileSync(schema(), printPlainSdl().replace('  nodes: [Connection!]!', '  nodes: [Connection!]'));
  expect(await generate()).not.toHaveProperty('code');
  expect((await check()).stdout).toContain('src/main.ts');
});
