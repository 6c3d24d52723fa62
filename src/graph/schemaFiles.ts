import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../schema');

/** The texts of `schema/`. In the bundle, this module is replaced by one that contains them. */
export function readSchemaFiles(): readonly string[] {
  return globSync('*.graphql', { cwd: folder })
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
