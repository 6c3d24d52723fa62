import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** What TypeScript and JavaScript clients import from the package, by the names in `exports` of package.json. */
const MODULES = [
  'src/__generated__/operations.ts',
  'src/__generated__/possibleTypes.ts',
  'src/__generated__/graphcache.ts',
  'src/client/scalars.ts',
];

/** Writes these modules with their types. They are ES modules; `require()` of Node.js 22 loads them too. */
export function writeClientModules(root: string, dist: string): void {
  const program = ts.createProgram({
    rootNames: MODULES.map((file) => join(root, file)),
    options: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      declaration: true,
      strict: true,
      skipLibCheck: true,
      types: [],
    },
  });
  const folder = join(dist, 'client');
  mkdirSync(folder, { recursive: true });
  const { diagnostics } = program.emit(undefined, (file, text) => writeFileSync(join(folder, basename(file)), text));
  const [problem] = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  // For the code generators of clients that extend the operations.
  cpSync(join(root, 'operations'), join(dist, 'operations'), { recursive: true });
}
