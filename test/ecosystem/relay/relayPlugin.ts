import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import relayCompiler from 'relay-compiler';
import type { Plugin } from 'vitest/config';

/** Compiles the documents of the tests with relay-compiler, and replaces each by what was compiled, as babel-plugin-relay does. */
export const relay: Plugin = {
  name: 'relay',
  buildStart() {
    mkdirSync(join(import.meta.dirname, '__generated__'), { recursive: true });
    execFileSync(relayCompiler, ['relay.config.json'], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  },
  transform: {
    filter: { id: /\/ecosystem\/relay\/\w+\.ts$/, code: 'graphql`' },
    handler(code) {
      const imports: string[] = [];
      const body = code.replace(/graphql`\s*(?:query|fragment)\s+(\w+)[^`]*`/g, (_text, name: string) => {
        imports.push(`import ${name}_document from './__generated__/${name}.graphql.ts';`);
        return `${name}_document`;
      });
      return `${imports.join(' ')} ${body}`;
    },
  },
};
