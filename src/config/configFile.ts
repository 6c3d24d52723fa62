import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../providers/environment.ts';
import { providers } from '../providers/index.ts';
import type { SourceFactory } from '../providers/provider.ts';
import { nearestName } from './nearMiss.ts';
import { isPrintableName } from './printableName.ts';
import { describeIssues, typeMessages } from './settingIssues.ts';

const FILE_SETTINGS = ['sources'];

const fileContent = z.object({
  sources: z.array(z.unknown()).min(1, 'must contain at least one source'),
});

export interface FileSources {
  readonly sources: readonly SourceFactory[];
  readonly problems: readonly string[];
  /** The environment variables that the file refers to, set or not. */
  readonly references: readonly string[];
}

const NO_SOURCES: FileSources = { sources: [], problems: [], references: [] };

/** Reads the sources of the YAML or JSON file that `SWITCHBOARD_CONFIG` names. */
export function sourcesOfFile(environment: Environment): FileSources {
  const file = environment['SWITCHBOARD_CONFIG'];
  if (file === undefined) return NO_SOURCES;
  // If the variable holds the file's content by mistake, a message that repeats it would log secrets.
  if (/[\n{]/.test(file)) {
    return failed('SWITCHBOARD_CONFIG: must be the path of a YAML or JSON file, not its content');
  }
  let content: unknown;
  try {
    // YAML includes JSON. The parser's warnings are not printed, because they quote the file.
    content = parseYaml(readFileSync(file, 'utf8'), { logLevel: 'error' }) ?? {};
  } catch (error) {
    // The parser's message would quote the line, which can contain a secret.
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'does not exist' : 'cannot be read as YAML or JSON';
    return failed(`SWITCHBOARD_CONFIG: the file ${file} ${reason}`);
  }
  const members = membersOf(content);
  if (members === null) return failed(`${file}: must contain the setting "sources"`);
  const checked = fileContent.safeParse(members, typeMessages);
  // The sources are checked even if something else is wrong with the file.
  const listed = Array.isArray(members['sources']) ? members['sources'] : [];
  return combine([
    { ...NO_SOURCES, problems: unknownSettings(members, FILE_SETTINGS, file) },
    {
      ...NO_SOURCES,
      problems: checked.success ? [] : describeIssues(checked.error.issues, (path) => `${file}: ${path.join('.')}`),
    },
    ...listed.map((source, index) => sourceOfFile(source, `${file}: sources.${index}`, environment)),
  ]);
}

function sourceOfFile(source: unknown, place: string, environment: Environment): FileSources {
  const members = membersOf(source);
  if (members === null) return failed(`${place}: must be a source, with its provider, name and settings`);
  const { provider: name, ...settings } = members;
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) {
    return failed(`${place}.provider: must be one of ${providers.map((one) => one.name).join(', ')}`);
  }
  const known = Object.fromEntries(Object.entries(settings).filter(([member]) => provider.settings.includes(member)));
  const references = Object.entries(known).flatMap(([member, value]) =>
    referencesIn(value).map((variable) => ({ member, variable })),
  );
  const unset = references.filter(({ variable }) => environment[variable] === undefined);
  const checked = provider.source.safeParse(withVariables(known, environment), typeMessages);
  // A value that refers to an unset variable is incomplete, so other problems with it are not reported.
  const issues = checked.success
    ? []
    : checked.error.issues.filter(({ path: [member] }) => !unset.some((one) => one.member === member));
  const problems = [
    ...unknownSettings(settings, provider.settings, place),
    ...unset.map(({ member, variable }) => `${place}.${member}: ${notSet(variable)}`),
    ...describeIssues(issues, (path) => [place, ...path].join('.')),
  ];
  return {
    sources: checked.success && problems.length === 0 ? [checked.data] : [],
    problems,
    references: references.map(({ variable }) => variable),
  };
}

/** A sentence for each member that is not a setting. A member's name can be a secret by mistake, so not all names are printed. */
function unknownSettings(members: object, settings: readonly string[], place: string): string[] {
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

/** Replaces `${NAME}` by the environment variable of that name, so that files need not contain secrets. */
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

function membersOf(value: unknown): Record<string, unknown> | null {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? null;
}

function failed(problem: string): FileSources {
  return { ...NO_SOURCES, problems: [problem] };
}

function combine(parts: readonly FileSources[]): FileSources {
  return {
    sources: parts.flatMap(({ sources }) => sources),
    problems: parts.flatMap(({ problems }) => problems),
    references: parts.flatMap(({ references }) => references),
  };
}
