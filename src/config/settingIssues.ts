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

/** Validates settings: one value and no problem, or no value and a line for each problem. */
export function validateSettings<Value>(
  schema: z.ZodType<Value>,
  settings: object,
  nameOf: (path: readonly PropertyKey[]) => string,
): { readonly values: readonly Value[]; readonly problems: readonly string[] } {
  const checked = schema.safeParse(settings, typeMessages);
  if (checked.success) return { values: [checked.data], problems: [] };
  return { values: [], problems: describeIssues(checked.error.issues, nameOf) };
}
