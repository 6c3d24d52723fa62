import type { z } from 'zod';

/** Messages for values of the wrong type. All other rules of the settings define their own. */
export const typeMessages: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => {
    if (issue.code !== 'invalid_type') return undefined;
    if (issue.input === undefined) return 'is missing';
    return issue.expected === 'array' ? 'must be a list' : `must be a ${issue.expected}`;
  },
};

/** One line for each issue, with the name of the setting. No message repeats a value. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  nameOf: (path: readonly PropertyKey[]) => string,
): string[] {
  return issues.map(({ path, message }) => `${nameOf(path)}: ${message}`);
}
