import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** The notices of all packages that these files belong to. Their licences require that the bundle has them. */
export function licencesOf(files: readonly string[]): string {
  const folders = new Set(files.filter((file) => /^[^\0]*\/node_modules\//.test(file)).map(packageFolder));
  const notices = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
    return `${name} ${version} (${license})\n\n${textIn(folder)}`;
  });
  return `${[...new Set(notices)].sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The folder of a package, not one in it whose package.json only sets the type of its modules. */
function packageFolder(file: string): string {
  let folder = dirname(file);
  while (!/\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)) folder = dirname(folder);
  return folder;
}

function textIn(folder: string): string {
  const files = globSync('{LICENSE,LICENCE,NOTICE,license,licence,License}*', { cwd: folder }).sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return texts.join('\n\n') || 'The package contains no text of its licence.';
}
