import { readFileSync, writeFileSync } from 'node:fs';

const DOCUMENT = new URL('../../docs/PERFORMANCE.md', import.meta.url);

/** The parts of docs/PERFORMANCE.md that the benchmark writes. */
export type Section = 'servers' | 'mixed' | 'scale' | 'processes';

/** Replaces one part of docs/PERFORMANCE.md, which is between two comments. */
export function writeSection(section: Section, markdown: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const begin = `<!-- ${section}: written by npm run bench -->`;
  const end = `<!-- end of ${section} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`docs/PERFORMANCE.md has no section ${section}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + begin.length)}\n\n${markdown}\n\n${text.slice(to)}`);
}
