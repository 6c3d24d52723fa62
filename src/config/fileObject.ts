import { z } from 'zod';
import type { Environment } from '../providers/environment.ts';
import { nearestName } from './nearMiss.ts';
import { isPrintableName } from './printableName.ts';
import { describeIssues, typeMessages } from './settingIssues.ts';

/** An object of the configuration file, such as a source. */
export interface FileObject<Value> {
  /** One value if the object has no problem, else none. */
  readonly values: readonly Value[];
  readonly problems: readonly string[];
  /** The environment variables that it refers to, set or not. */
  readonly references: readonly string[];
}

/**
 * Validates an object of the configuration file. In its strings, `${NAME}` is replaced by the environment variable of that name, so
 * that files need not contain secrets.
 *
 * @param known the names of the settings
 * @param place for messages: the file and the path in it
 */
export function readObject<Value>(
  members: Readonly<Record<string, unknown>>,
  known: readonly string[],
  schema: z.ZodType<Value>,
  place: string,
  environment: Environment,
): FileObject<Value> {
  const settings = Object.fromEntries(Object.entries(members).filter(([member]) => known.includes(member)));
  const references = Object.entries(settings).flatMap(([member, value]) =>
    referencesIn(value).map((variable) => ({ member, variable })),
  );
  const unset = references.filter(({ variable }) => environment[variable] === undefined);
  const checked = schema.safeParse(withVariables(settings, environment), typeMessages);
  // A value that refers to an unset variable is incomplete, so other problems with it are not reported.
  const issues = checked.success
    ? []
    : checked.error.issues.filter(({ path: [member] }) => !unset.some((one) => one.member === member));
  const problems = [
    ...unknownSettings(members, known, place),
    ...unset.map(({ member, variable }) => `${place}.${member}: ${notSet(variable)}`),
    ...describeIssues(issues, (path) => [place, ...path].join('.')),
  ];
  return {
    values: checked.success && problems.length === 0 ? [checked.data] : [],
    problems,
    references: references.map(({ variable }) => variable),
  };
}

/** A sentence for each member that is not a setting. A member's name can be a secret by mistake, so not all names are printed. */
export function unknownSettings(members: object, settings: readonly string[], place: string): string[] {
  const unknown = Object.keys(members).filter((member) => !settings.includes(member));
  return unknown.map((member) => {
    const meant = nearestName(member, settings, (length) => Math.floor(length / 3));
    if (meant !== null) return `${place}: unknown setting "${member}". Did you mean "${meant}"?`;
    if (isPrintableName(member)) return `${place}: unknown setting "${member}"`;
    return `${place}: unknown setting, whose name is not shown because it may be a secret`;
  });
}

function notSet(variable: string): string {
  return isPrintableName(variable)
    ? `the environment variable ${variable} is not set`
    : 'refers to an environment variable that is not set, whose name is not shown because it may be a secret';
}

const REFERENCE = /\$\{(\w+)\}/g;

function referencesIn(value: unknown): string[] {
  return typeof value === 'string' ? [...value.matchAll(REFERENCE)].flatMap(([, variable]) => variable ?? []) : [];
}

function withVariables(settings: object, environment: Environment): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([member, value]) => [
      member,
      typeof value === 'string'
        ? value.replace(REFERENCE, (reference, variable: string) => environment[variable] ?? reference)
        : value,
    ]),
  );
}

/** Null if it is not an object. */
export function membersOf(value: unknown): Record<string, unknown> | null {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? null;
}
