import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { readSchemaFiles } from '../src/graph/schemaFiles.ts';
import { printFederatedSdl, printPlainSdl } from '../src/graph/sdl.ts';
import { licencesOf } from './bundledLicences.ts';
import { writeClientModules } from './clientModules.ts';

/*
 * `npm run build`: writes `dist/`, which the package and the image run. Everything is bundled: Node.js does not strip types under
 * `node_modules`, and reads a few files much faster than a thousand.
 */

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Stays outside, because its gRPC exporter requires a file of its own by path when it runs. `packageManifest.ts` keeps it as a dependency. */
const EXTERNAL = [/^@opentelemetry\/sdk-node$/];

/** The bundle has no folder `schema/`. */
const inlinedSchemaFiles: Plugin = {
  name: 'inlined-schema-files',
  load: {
    filter: { id: /\/src\/graph\/schemaFiles\.ts$/ },
    handler: () => `export const readSchemaFiles = () => (${JSON.stringify(readSchemaFiles())});`,
  },
};

/** @returns the files that were bundled */
async function writeBundle(): Promise<readonly string[]> {
  const build = await rolldown({
    cwd: root,
    input: { switchboard: 'src/cli/switchboard.ts', healthcheck: 'src/healthcheck.ts' },
    platform: 'node',
    external: EXTERNAL,
    // Otherwise graphql-js checks in each call that there is no second copy of it. A bundle has none.
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [inlinedSchemaFiles],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  // CommonJS: an ES module that imports node:http evaluates all that it exports, and so loads fetch. Not minified, for readable stacks.
  const { output } = await build.write({
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name].cjs',
  });
  await build.close();
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

rmSync(dist, { recursive: true, force: true });
const bundled = await writeBundle();
writeFileSync(join(dist, 'LICENCES.txt'), licencesOf(bundled));
const start = readFileSync(join(root, 'src/start.js'), 'utf8');
writeFileSync(join(dist, 'start.js'), start.replace('./cli/switchboard.ts', './switchboard.cjs'), { mode: 0o755 });
// What other programs use, by the names in `exports` of package.json.
writeFileSync(join(dist, 'schema.graphql'), printPlainSdl());
writeFileSync(join(dist, 'schema.federated.graphql'), printFederatedSdl());
writeClientModules(root, dist);
