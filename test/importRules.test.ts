import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

/** A breach of each rule: a file, and what it must not import. The provider `fourth` is named nowhere in the rules. */
const breaches = [
  ['no-cycles', 'src/relay/cursor.ts', './ordering.ts'],
  ['tests-stay-outside', 'src/context.ts', '../test/support.ts'],
  ['only-declared-packages', 'src/context.ts', 'left-pad'],
  ['only-the-server-knows-apollo', 'src/resolvers.ts', '@apollo/server'],
  ['only-the-server-knows-apollo', 'src/telemetry/log.ts', '@apollo/server'],
  ['parts-of-the-server-are-its-own', 'src/main.ts', './server/probes.ts'],
  ['telemetry-is-told-and-asks-nobody', 'src/telemetry/metrics.ts', '../providers/provider.ts'],
  ['telemetry-knows-no-server-and-no-one-provider', 'src/telemetry/tracing.ts', 'fastify'],
  ['telemetry-knows-no-server-and-no-one-provider', 'src/telemetry/metrics.ts', '../providers/ems/model.ts'],
  ['errors-know-nobody', 'src/errors.ts', './context.ts'],
  ['relay-and-upstream-know-no-provider', 'src/upstream/upstream.ts', '../providers/provider.ts'],
  ['relay-and-upstream-know-no-provider', 'src/relay/page.ts', '../providers/provider.ts'],
  ['the-wire-knows-no-graphql', 'src/providers/fourth/api.ts', 'graphql'],
  ['providers-know-no-other', 'src/providers/fourth/dataSource.ts', '../ems/model.ts'],
  ['providers-know-nothing-above', 'src/providers/fourth/resolvers.ts', '../../server.ts'],
  ['providers-know-nothing-above', 'src/providers/fourth/source.ts', '../index.ts'],
  ['providers-know-nothing-above', 'src/providers/fourth/index.ts', '../../telemetry/telemetry.ts'],
  ['providers-know-nothing-above', 'src/providers/fourth/index.ts', '../../config/configFile.ts'],
  ['below-a-data-source-knows-nothing-above', 'src/providers/fourth/dataSource.ts', './resolvers.ts'],
  ['api-knows-only-the-wire', 'src/providers/fourth/api.ts', './model.ts'],
  ['models-are-pure', 'src/providers/fourth/model.ts', 'undici'],
  ['models-are-pure', 'src/providers/fourth/model.ts', './api.ts'],
  ['stand-ins-stay-apart', 'src/providers/fourth/dataSource.ts', './sandbox.ts'],
  ['stand-ins-know-no-client', 'src/providers/fourth/sandbox.ts', './api.ts'],
] as const;

/** What the breaches import, each importing nothing, but for one half of a cycle. */
const innocent = {
  'src/relay/ordering.ts': './cursor.ts',
  'src/server.ts': null,
  'src/server/probes.ts': null,
  'src/telemetry/telemetry.ts': null,
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

/** What the checker finds in a tree of these files, each importing these others. */
async function violationsIn(files: ReadonlyMap<string, readonly string[]>): Promise<string[]> {
  const project = await mkdtemp(join(tmpdir(), 'import-rules-'));
  onTestFinished(() => rm(project, { recursive: true }));
  for (const name of ['tsconfig.json', 'package.json']) await cp(join(root, name), join(project, name));
  for (const [file, imports] of files) {
    await mkdir(dirname(join(project, file)), { recursive: true });
    await writeFile(join(project, file), imports.map((path) => `import '${path}';\n`).join(''));
  }
  const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const output = await new Promise<string>((resolve) => {
    const options = { cwd: project };
    // It exits with the number of violations.
    execFile(
      process.execPath,
      [depcruise, '--config', config, '--output-type', 'json', 'src'],
      options,
      (_error, stdout) => resolve(stdout),
    );
  });
  return report.parse(JSON.parse(output)).summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}

test('each breach of the import rules is found', async () => {
  const files = new Map<string, string[]>();
  for (const [file, path] of Object.entries(innocent)) files.set(file, path === null ? [] : [path]);
  for (const [, file, path] of breaches) files.set(file, [...(files.get(file) ?? []), path]);
  const found = await violationsIn(files);
  for (const [rule, file] of breaches) expect(found).toContain(`${rule}: ${file}`);
});

test('a provider that keeps to the rules is not accused', async () => {
  const folder = 'src/providers/fourth';
  const files = new Map([
    ['src/errors.ts', []],
    ['src/relay/ordering.ts', ['../errors.ts']],
    ['src/upstream/upstream.ts', ['../errors.ts']],
    ['src/providers/provider.ts', ['../relay/ordering.ts']],
    ['src/providers/sandboxServer.ts', []],
    [`${folder}/api.ts`, ['../../upstream/upstream.ts']],
    [`${folder}/model.ts`, ['../../relay/ordering.ts', 'node:net']],
    [`${folder}/dataSource.ts`, ['./api.ts', './model.ts', '../provider.ts']],
    [`${folder}/source.ts`, ['./dataSource.ts']],
    [`${folder}/resolvers.ts`, ['./source.ts']],
    [`${folder}/sandbox.ts`, ['../sandboxServer.ts']],
    [`${folder}/index.ts`, ['./resolvers.ts', './sandbox.ts', './source.ts']],
    ['src/providers/index.ts', ['./fourth/index.ts']],
    ['src/server.ts', ['./providers/index.ts']],
  ]);
  expect(await violationsIn(files)).toEqual([]);
});
