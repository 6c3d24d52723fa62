import { expect } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import type { Environment } from '../../src/providers/environment.ts';

/**
 * The problems reported at a start with these variables; none if it would start.
 *
 * @param secrets must not be part of the message
 */
export function problemsOf(environment: Environment, ...secrets: readonly string[]): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) expect(error.message).toContain(problem);
    for (const secret of secrets) expect(error.message).not.toContain(secret);
    return error.problems;
  }
  return [];
}
