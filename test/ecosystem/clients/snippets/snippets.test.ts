import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readmeSnippet } from '../../readme.ts';

test.each([
  ['apolloClient.ts', './apolloClient.ts'],
  ['relayEnvironment.ts', './relayEnvironment.ts'],
  ['urql.ts', './urql.ts'],
  ['codegen.ts', '../../../../examples/typed-client/codegen.ts'],
])('the README has %s as the tests run it', (name, path) => {
  expect(readmeSnippet(name)).toBe(readFileSync(new URL(path, import.meta.url), 'utf8'));
});
