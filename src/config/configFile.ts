import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../providers/environment.ts';
import { providers } from '../providers/index.ts';
import type { SourceFactory } from '../providers/provider.ts';
import type { AuthPart } from './authSettings.ts';
import { authOfFile } from './fileAuth.ts';
import { type FileObject, membersOf, readObject, unknownSettings } from './fileObject.ts';
import { validateSettings } from './settingIssues.ts';

const FILE_SETTINGS = ['sources', 'auth'];

const sourceList = z.array(z.unknown()).min(1, 'must contain at least one source');
const fileContent = z.object({ sources: sourceList });
/** For the credentials alone. The sources are those of environment variables. */
const contentWithAuth = z.object({ sources: sourceList.optional() });

export interface FileSettings {
  readonly sources: readonly SourceFactory[];
  readonly auth: AuthPart;
  readonly problems: readonly string[];
  /** The environment variables that the file refers to, set or not. */
  readonly references: readonly string[];
}

const NO_AUTH = { apiKeys: [], jwt: [], problems: [], references: [] };
const NOTHING: FileSettings = { sources: [], auth: NO_AUTH, problems: [], references: [] };

/** Reads the YAML or JSON file that `SWITCHBOARD_CONFIG` names. */
export function readConfigFile(environment: Environment): FileSettings {
  const file = environment['SWITCHBOARD_CONFIG'];
  if (file === undefined) return NOTHING;
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
  const hasAuth = members['auth'] !== undefined;
  const shape = validateSettings(
    hasAuth ? contentWithAuth : fileContent,
    members,
    (path) => `${file}: ${path.join('.')}`,
  );
  // The sources are checked even if something else is wrong with the file.
  const listed = Array.isArray(members['sources']) ? members['sources'] : [];
  const sources = listed.map((source, index) => readSource(source, `${file}: sources.${index}`, environment));
  const auth = hasAuth ? authOfFile(members['auth'], `${file}: auth`, environment) : NO_AUTH;
  return {
    sources: sources.flatMap(({ values }) => values),
    auth,
    problems: [
      ...unknownSettings(members, FILE_SETTINGS, file),
      ...shape.problems,
      ...sources.flatMap(({ problems }) => problems),
    ],
    references: [...sources.flatMap(({ references }) => references), ...auth.references],
  };
}

function readSource(source: unknown, place: string, environment: Environment): FileObject<SourceFactory> {
  const rejected = (problem: string) => ({ values: [], problems: [problem], references: [] });
  const members = membersOf(source);
  if (members === null) return rejected(`${place}: must be a source, with its provider, name and settings`);
  const { provider: name, ...settings } = members;
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) {
    return rejected(`${place}.provider: must be one of ${providers.map((one) => one.name).join(', ')}`);
  }
  return readObject(settings, provider.settings, provider.source, place, environment);
}

function failed(problem: string): FileSettings {
  return { ...NOTHING, problems: [problem] };
}
