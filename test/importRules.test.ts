import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

/** A violation of each rule: a file, and what it must not import. The rules do not name the provider `fourth`. */
const violations = [
  ['no-cycles', 'src/relay/cursor.ts', './ordering.ts'],
  ['src-never-imports-tests', 'src/context.ts', '../test/support.ts'],
  ['only-declared-packages', 'src/context.ts', 'left-pad'],
  ['only-the-server-imports-apollo-server', 'src/graph/resolvers.ts', '@apollo/server'],
  ['only-the-server-imports-apollo-server', 'src/telemetry/log.ts', '@apollo/server'],
  ['only-main-imports-the-server', 'src/graph/schema.ts', '../server/probes.ts'],
  ['only-commands-import-main', 'src/server/server.ts', '../main.ts'],
  ['only-commands-import-main', 'src/config.ts', './cli/check.ts'],
  ['main-imports-only-the-entry-of-the-server', 'src/main.ts', './server/probes.ts'],
  ['the-explorer-is-loaded-when-it-is-opened', 'src/server/explorer/explorer.ts', './files.ts'],
  ['telemetry-receives-events', 'src/telemetry/metrics.ts', '../providers/provider.ts'],
  ['telemetry-receives-events', 'src/telemetry/tracing.ts', 'fastify'],
  ['errors-import-nothing', 'src/errors.ts', './context.ts'],
  ['upstream-knows-no-provider', 'src/upstream/upstream.ts', '../providers/provider.ts'],
  ['upstream-knows-no-provider', 'src/upstream/health.ts', '../telemetry/log.ts'],
  ['redaction-imports-nothing', 'src/redaction/mask.ts', '../errors.ts'],
  ['relay-knows-no-provider', 'src/relay/page.ts', '../providers/provider.ts'],
  ['the-wire-knows-no-graphql', 'src/providers/fourth/api.ts', 'graphql'],
  ['only-resolvers-import-generated-types', 'src/providers/fourth/model.ts', '../../__generated__/resolvers.ts'],
  ['providers-never-import-each-other', 'src/providers/fourth/dataSource.ts', '../ems/model.ts'],
  ['providers-import-nothing-above', 'src/providers/fourth/resolvers.ts', '../../server/server.ts'],
  ['providers-import-nothing-above', 'src/providers/fourth/source.ts', '../index.ts'],
  ['providers-import-nothing-above', 'src/providers/fourth/index.ts', '../../config/configFile.ts'],
  ['providers-know-only-the-events-of-telemetry', 'src/providers/fourth/index.ts', '../../telemetry/log.ts'],
  ['data-sources-import-nothing-above', 'src/providers/fourth/dataSource.ts', './resolvers.ts'],
  ['api-imports-only-the-wire', 'src/providers/fourth/api.ts', './model.ts'],
  ['models-are-pure', 'src/providers/fourth/model.ts', 'undici'],
  ['models-are-pure', 'src/providers/fourth/model.ts', './api.ts'],
  ['mock-servers-stay-apart', 'src/providers/fourth/dataSource.ts', './sandbox/server.ts'],
  ['mock-servers-import-no-client', 'src/providers/fourth/sandbox/server.ts', '../api.ts'],
] as const;

/** The files that the violations import, and what they import: nothing, except for the other half of a cycle. */
const importedFiles = {
  'src/cli/check.ts': null,
  'src/relay/ordering.ts': './cursor.ts',
  'src/server/server.ts': null,
  'src/server/probes.ts': null,
  'src/server/explorer/files.ts': null,
  'src/telemetry/log.ts': null,
  'src/__generated__/resolvers.ts': null,
  'src/config/configFile.ts': null,
  'src/providers/index.ts': null,
  'src/providers/provider.ts': null,
  'src/providers/ems/model.ts': null,
  'test/support.ts': null,
};

const root = join(import.meta.dirname, '..');

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** The violations in a project of these files, each with its imports. */
async function violationsIn(files: ReadonlyMap<string, readonly string[]>, keyword = 'import'): Promise<string[]> {
  const project = await mkdtemp(join(tmpdir(), 'import-rules-'));
  onTestFinished(() => rm(project, { recursive: true }));
  for (const name of ['tsconfig.json', 'package.json']) await cp(join(root, name), join(project, name));
  for (const [file, imports] of files) {
    await mkdir(dirname(join(project, file)), { recursive: true });
    await writeFile(join(project, file), imports.map((path) => `${keyword} '${path}';\n`).join(''));
  }
  const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const output = await new Promise<string>((resolve) => {
    const options = { cwd: project };
    // The exit code is the number of violations, so it is not an error.
    execFile(
      process.execPath,
      [depcruise, '--config', config, '--output-type', 'json', 'src'],
      options,
      (_error, stdout) => resolve(stdout),
    );
  });
  return report.parse(JSON.parse(output)).summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}

test('reports an import cycle of types alone', async () => {
  const files = new Map([
    ['src/relay/one.ts', ['./two.ts']],
    ['src/relay/two.ts', ['./one.ts']],
  ]);
  const found = await violationsIn(files, 'import type {} from');
  expect(found).toContain('no-cycles: src/relay/one.ts');
});

test('reports a violation of each import rule', async () => {
  const files = new Map<string, string[]>();
  for (const [file, path] of Object.entries(importedFiles)) files.set(file, path === null ? [] : [path]);
  for (const [, file, path] of violations) files.set(file, [...(files.get(file) ?? []), path]);
  const found = await violationsIn(files);
  for (const [rule, file] of violations) expect(found).toContain(`${rule}: ${file}`);
});

test('accepts a provider that follows the rules', async () => {
  const folder = 'src/providers/fourth';
  const files = new Map([
    ['src/errors.ts', []],
    ['src/telemetry/events.ts', ['../errors.ts']],
    ['src/redaction/mask.ts', []],
    ['src/redaction/redactor.ts', ['./mask.ts', 'node:crypto']],
    ['src/upstream/quality.ts', ['../errors.ts']],
    ['src/upstream/upstream.ts', ['../errors.ts', '../telemetry/events.ts', './quality.ts']],
    ['src/relay/ordering.ts', ['../errors.ts', '../upstream/quality.ts']],
    ['src/providers/connectionModel.ts', ['../relay/ordering.ts']],
    ['src/providers/provider.ts', ['./connectionModel.ts', '../telemetry/events.ts']],
    ['src/sandbox/mockServer.ts', []],
    [`${folder}/api.ts`, ['../../upstream/upstream.ts']],
    [
      `${folder}/model.ts`,
      ['../connectionModel.ts', '../../relay/ordering.ts', '../../redaction/redactor.ts', 'node:net'],
    ],
    [`${folder}/dataSource.ts`, ['./api.ts', './model.ts', '../provider.ts']],
    [`${folder}/source.ts`, ['./dataSource.ts']],
    [`${folder}/resolvers.ts`, ['./source.ts', '../../__generated__/resolvers.ts']],
    ['src/__generated__/resolvers.ts', [`../providers/fourth/model.ts`]],
    [`${folder}/sandbox/server.ts`, ['../../../sandbox/mockServer.ts']],
    [`${folder}/index.ts`, ['./resolvers.ts', './sandbox/server.ts', './source.ts']],
    ['src/providers/index.ts', ['./fourth/index.ts']],
    ['src/graph/schema.ts', ['../providers/index.ts']],
    ['src/server/server.ts', ['../graph/schema.ts']],
    ['src/main.ts', ['./server/server.ts']],
    ['src/cli/start.ts', ['../main.ts']],
  ]);
  expect(await violationsIn(files)).toEqual([]);
});
