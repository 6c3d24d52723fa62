import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../schema');

/** The texts of `schema/`, by their path in it. In the bundle, this module is replaced by one that contains them. */
export function readSchemaFiles(): Readonly<Record<string, string>> {
  const files = globSync('**/*.graphql', { cwd: folder }).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
