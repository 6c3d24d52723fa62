import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/*
 * `npm pack` runs this before and after: `trim` replaces package.json by that of the package, `restore` puts it back. The bundle contains
 * nearly all dependencies, so users need not install them. What is in package.json is what the sources need.
 */

const FILE = 'package.json';
const ORIGINAL = 'package.json.original';

/** What the bundle loads from outside (the SDK requires the API), and what the types of the operations are written with. */
const KEPT = ['@graphql-typed-document-node/core', '@opentelemetry/api', '@opentelemetry/sdk-node'];

function trim(): void {
  const text = readFileSync(FILE, 'utf8');
  const {
    scripts: _,
    devDependencies: _dev,
    overrides: _overrides,
    allowScripts: _allowed,
    ...manifest
  } = JSON.parse(text);
  const dependencies = Object.fromEntries(KEPT.map((name) => [name, manifest.dependencies[name]]));
  writeFileSync(ORIGINAL, text);
  writeFileSync(FILE, `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
}

function restore(): void {
  if (existsSync(ORIGINAL)) renameSync(ORIGINAL, FILE);
}

// An attempt that was interrupted may have left a trimmed file.
restore();
if (process.argv[2] === 'trim') trim();
