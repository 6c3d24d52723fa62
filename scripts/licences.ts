import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/*
 * Writes docs/LICENCES.md: the licence of every package that `npm ci --omit=dev` installs, as in package-lock.json. Fails if a licence
 * is not permissive. With --check, writes nothing and fails if the file is not current.
 */

const FILE = 'docs/LICENCES.md';

/** SPDX identifiers. Each package of Switchboard may be used, changed and passed on, if its notice is kept. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), license: z.string().default('none'), dev: z.boolean().default(false) }),
  ),
});

interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
}

const packages = productionPackages();
const refused = packages.filter(({ licence }) => !isPermissive(licence));
if (refused.length > 0) {
  fail(refused.map(({ name, version, licence }) => `${name} ${version}: the licence ${licence} is not permitted`));
} else if (!process.argv.includes('--check')) {
  writeFileSync(FILE, listOf(packages));
} else if (readFileSync(FILE, 'utf8') !== listOf(packages)) {
  fail([`${FILE} is not current. Run: npm run licences`]);
}

function productionPackages(): readonly Package[] {
  const lock = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
  const unique = new Map(
    installed.map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return [`${name} ${version}`, { name, version, licence: license }];
    }),
  );
  return [...unique].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

/** Of an expression such as `(MIT OR GPL-2.0)`, every licence must be permissive. A person decides about others. */
function isPermissive(expression: string): boolean {
  const licences = expression.replace(/[()]/g, '').split(/ (?:AND|OR) /);
  return licences.every((licence) => PERMISSIVE.includes(licence));
}

function listOf(packages: readonly Package[]): string {
  return [
    '# Licences',
    '',
    'The packages that `npm ci --omit=dev` installs. `npm run licences` writes this file from package-lock.json.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}

function fail(problems: readonly string[]): void {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
