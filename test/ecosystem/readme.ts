import { readFileSync } from 'node:fs';

/**
 * The code of a snippet in the README, so that a test runs what users copy.
 *
 * @param file named in the first line of the snippet, in a comment
 */
export function readmeSnippet(file: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const [, code = ''] of readme.matchAll(/^```\w+\n(.*?)^```$/gms)) {
    const [firstLine = ''] = code.split('\n', 1);
    if (/^(?:#|\/\/) /.test(firstLine) && firstLine.includes(file)) return code;
  }
  throw new Error(`The README has no snippet for ${file}`);
}
