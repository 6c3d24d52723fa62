import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));
const biome = join(project, 'node_modules/@biomejs/biome/bin/biome');

/** A provider that the linter's settings do not name, beside one that exists. */
const providers = ['telnyx', 'fourth'];

/** The smallest tree with a file of each kind, importing what it may. */
const cleanTree: Record<string, string[]> = {
  'src/main.ts': ['./sandbox.ts', './server.ts', '@apollo/server'],
  'src/server.ts': ['./schema.ts', '@apollo/server', '@as-integrations/fastify'],
  'src/schema.ts': ['./resolvers.ts', '@graphql-tools/schema'],
  'src/resolvers.ts': ['./providers/index.ts', './relay/globalId.ts', 'graphql'],
  'src/sandbox.ts': ['./providers/fourth/sandbox.ts', './providers/telnyx/sandbox.ts'],
  'src/errors.ts': ['node:util'],
  'src/relay/globalId.ts': ['../errors.ts'],
  'src/relay/cursor.ts': ['./globalId.ts'],
  'src/upstream/upstream.ts': ['../errors.ts', 'undici'],
  'src/upstream/health.ts': ['./upstream.ts'],
  'src/providers/provider.ts': ['../relay/globalId.ts', '../upstream/health.ts'],
  'src/providers/sandboxServer.ts': ['node:http'],
  'src/providers/index.ts': ['./fourth/index.ts', './provider.ts', './telnyx/index.ts'],
  'test/telnyx.test.ts': ['../src/providers/sandboxServer.ts', '../src/providers/telnyx/sandbox.ts', 'vitest'],
};
for (const provider of providers) {
  const folder = `src/providers/${provider}`;
  cleanTree[`${folder}/index.ts`] = ['../provider.ts', './dataSource.ts', './resolvers.ts', './sandbox.ts'];
  cleanTree[`${folder}/resolvers.ts`] = ['./dataSource.ts', 'graphql'];
  cleanTree[`${folder}/dataSource.ts`] = ['../../upstream/upstream.ts', './api.ts', './model.ts', 'dataloader'];
  cleanTree[`${folder}/api.ts`] = ['../../errors.ts', '../../upstream/upstream.ts', 'zod'];
  cleanTree[`${folder}/model.ts`] = ['../../errors.ts', '../../relay/globalId.ts', '../provider.ts', 'node:net'];
  cleanTree[`${folder}/sandbox.ts`] = ['../sandboxServer.ts', 'node:http'];
}

interface Breach {
  file: string;
  /** What is imported there, or a whole statement. */
  plant: string;
  /** As the linter names it. */
  rule: string;
}

const restricted = (label: string) => `lint/style/noRestrictedImports [${label}]`;
const cycle = 'lint/suspicious/noImportCycles';
const inEach = (files: readonly string[], plant: string, rule: string): Breach[] =>
  files.map((file) => ({ file, plant, rule }));
const inEachProvider = (file: string, plant: string, rule: string): Breach[] =>
  inEach(
    providers.map((provider) => `src/providers/${provider}/${file}`),
    plant,
    rule,
  );

const top = ['src/main.ts', 'src/server.ts', 'src/schema.ts', 'src/sandbox.ts', 'src/resolvers.ts'];
const without = (...files: string[]) => top.filter((file) => !files.includes(file));
const sources = Object.keys(cleanTree).filter((file) => file.startsWith('src/'));
const knowApollo = ['src/main.ts', 'src/server.ts'];
const knowNoGraphql = sources.filter((file) => file.endsWith('/api.ts') || file.startsWith('src/upstream/'));

const breaches: Breach[] = [
  { file: 'src/upstream/upstream.ts', plant: './health.ts', rule: cycle },
  { file: 'src/relay/globalId.ts', plant: "export type { Cursor } from './cursor.ts';", rule: cycle },

  ...inEachProvider('index.ts', '../xstream/api.ts', restricted('provider')),
  ...inEachProvider('dataSource.ts', './parts/../../xstream/api.ts', restricted('provider')),
  ...inEachProvider('api.ts', "await import('../xstream/api.ts');", restricted('provider')),
  ...inEachProvider('model.ts', "export type { X } from '../xstream/model.ts';", restricted('provider')),
  ...inEachProvider('resolvers.ts', '../../providers/xstream/model.ts', restricted('provider')),
  ...inEachProvider('index.ts', '../../server.ts', restricted('provider')),
  ...inEachProvider('dataSource.ts', '../index.ts', restricted('provider')),
  ...inEachProvider('resolvers.ts', '../../../test/support/rows.ts', restricted('provider')),

  ...inEach(knowNoGraphql, 'graphql', restricted('graphql')),
  ...inEach(knowNoGraphql, 'graphql-scalars', restricted('graphql')),
  ...inEach(knowNoGraphql, '@graphql-tools/utils', restricted('graphql')),
  ...inEach(knowNoGraphql, '@apollo/server', restricted('graphql')),

  ...inEach(
    sources.filter((file) => !knowApollo.includes(file) && !knowNoGraphql.includes(file)),
    "export type { ApolloServer } from '@apollo/server';",
    restricted('apollo'),
  ),
  { file: 'src/schema.ts', plant: '@as-integrations/fastify', rule: restricted('apollo') },

  ...inEachProvider('model.ts', './helpers.ts', 'plugin [pureModel]'),
  ...inEachProvider('model.ts', "export { parse } from './api.ts';", 'plugin [pureModel]'),
  ...inEachProvider('model.ts', "export type { Pool } from 'undici';", restricted('pureModel')),
  ...inEachProvider('model.ts', "export type { Stats } from 'node:fs';", restricted('pureModel')),

  ...inEach(top, '../test/support/rows.ts', restricted('test')),
  ...inEach(top, 'vitest', 'lint/correctness/noUndeclaredDependencies'),

  ...inEach(without('src/main.ts', 'src/sandbox.ts'), './sandbox.ts', restricted('sandbox')),
  ...inEach(without('src/sandbox.ts'), './providers/sandboxServer.ts', restricted('sandbox')),
  ...inEach(['src/providers/index.ts', 'src/providers/provider.ts'], './sandboxServer.ts', restricted('sandbox')),
  ...inEachProvider('index.ts', '../sandboxServer.ts', restricted('sandbox')),
  ...inEachProvider('dataSource.ts', './sandbox.ts', restricted('sandbox')),
  ...inEachProvider('api.ts', '../sandboxServer.ts', restricted('sandbox')),
  ...inEachProvider('model.ts', "export type { World } from './sandbox.ts';", restricted('sandbox')),
  ...inEachProvider('sandbox.ts', './api.ts', restricted('sandbox')),

  ...inEach(without('src/main.ts'), './main.ts', restricted('layers')),
  ...inEach(without('src/main.ts', 'src/server.ts'), './server.ts', restricted('layers')),
  ...inEach(top, './providers/fourth/api.ts', restricted('layers')),
  { file: 'src/config.ts', plant: './resolvers.ts', rule: restricted('layers') },
  { file: 'src/providers/index.ts', plant: './fourth/api.ts', rule: restricted('layers') },
  { file: 'src/providers/provider.ts', plant: './fourth/settings.ts', rule: restricted('layers') },
  ...inEachProvider('dataSource.ts', './index.ts', restricted('layers')),
  ...inEachProvider('api.ts', './model.ts', restricted('layers')),
  ...inEachProvider('model.ts', "export type { Calls } from './dataSource.ts';", restricted('layers')),
  { file: 'src/relay/globalId.ts', plant: '../providers/telnyx/settings.ts', rule: restricted('layers') },
  { file: 'src/upstream/upstream.ts', plant: '../providers/provider.ts', rule: restricted('layers') },
  { file: 'src/upstream/upstream.ts', plant: '../relay/ordering.ts', rule: restricted('layers') },
  { file: 'src/errors.ts', plant: './config.ts', rule: restricted('layers') },
];

interface Finding {
  file: string;
  line: number;
  rule: string;
}

describe('import rules', () => {
  let root: string;
  let clean: Finding[];
  let planted: Finding[];

  // One run over all breaches, each on a line of its own: the linter takes longer to start than to look.
  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'switchboard-import-rules-')));
    for (const name of ['biome.json', 'lint', 'package.json']) {
      await cp(join(project, name), join(root, name), { recursive: true });
    }
    for (const file of Object.keys(cleanTree)) await write(file, []);
    clean = await lint();
    for (const file of new Set(breaches.map((breach) => breach.file))) await write(file, plantsOf(file));
    planted = await lint();
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  it('are kept by a tree that follows the layers', () => {
    expect(clean).toEqual([]);
  });

  it.each(breaches)('$file with $plant breaks $rule', ({ file, plant, rule }) => {
    const line = (cleanTree[file]?.length ?? 0) + plantsOf(file).indexOf(plant) + 1;
    const rules = planted.filter((finding) => finding.file === file && finding.line === line).map(({ rule }) => rule);
    expect(rules).toContain(rule);
    // A breach may close a cycle besides. Any other finding would mean that it was not the rule that caught it.
    expect(rules.filter((other) => other !== rule && other !== cycle)).toEqual([]);
  });

  it('find nothing where nothing was planted', () => {
    const allowed = planted.filter(({ file, line }) => line <= (cleanTree[file]?.length ?? 0));
    expect(allowed.filter(({ rule }) => rule !== cycle)).toEqual([]);
  });

  function plantsOf(file: string): string[] {
    return breaches.filter((breach) => breach.file === file).map((breach) => breach.plant);
  }

  async function write(file: string, plants: readonly string[]): Promise<void> {
    const lines = [...(cleanTree[file] ?? []), ...plants].map((line) =>
      line.endsWith(';') ? line : `import '${line}';`,
    );
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), `${lines.join('\n')}\n`);
  }

  /** All that makes the linter fail. */
  function lint(): Promise<Finding[]> {
    return new Promise((resolve, reject) => {
      const command = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.'];
      execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
        const pattern = /^::error title=([^,]+),file=([^,]+),line=(\d+),.*?::(\[\w+\])?/gm;
        const findings = [...stdout.matchAll(pattern)].map(([, rule, file, line, label]) => ({
          file: relative(root, file ?? ''),
          line: Number(line),
          rule: label ? `${rule} ${label}` : `${rule}`,
        }));
        if (Boolean(error) === findings.length > 0) resolve(findings);
        else reject(new Error(`The linter did not run as expected:\n${stdout}\n${stderr}`, { cause: error }));
      });
    });
  }
});
