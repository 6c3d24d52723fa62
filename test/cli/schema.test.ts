import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { printFederatedSdl } from '../../src/graph/sdl.ts';
import { runCommand } from '../support/terminal.ts';

test('prints the schema that is served, with its descriptions, costs and scopes', async () => {
  const { code, stdout, stderr } = await runCommand(['schema']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [served, printed] = [createSchema(), buildSchema(stdout)];
  for (const findChanges of [findBreakingChanges, findDangerousChanges]) {
    expect(findChanges(served, printed)).toEqual([]);
    expect(findChanges(printed, served)).toEqual([]);
  }
  expect(stdout).toContain('Health derived from recent requests.');
  expect(stdout).toMatch(/@requiresScopes\(scopes: \[\["addresses:read"\]\]\)/);
  expect(stdout).toMatch(/@cost\(/);
});

test('prints the schema of a federation subgraph', async () => {
  const { code, stdout } = await runCommand(['schema', '--federated']);
  expect(code).toBe(0);
  expect(stdout).toBe(printFederatedSdl());
});
