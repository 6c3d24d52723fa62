import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Environment } from './providers/environment.ts';
import { providers } from './providers/index.ts';
import type { SourceFactory } from './providers/provider.ts';
import { isHttpUrl, wholeNumber } from './providers/settings.ts';
import { LOG_LEVELS, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** For one whole operation. */
  readonly operationTimeoutMs: number;
  /** Told to stop, it says for so long that it is not ready, and serves all the same: load balancers take their time. */
  readonly shutdownDelayMs: number;
  /** By then it has stopped, that time included, whether everything is answered or not. */
  readonly shutdownTimeoutMs: number;
  /** None if nothing is configured; the sandbox stands in then. */
  readonly sources: readonly SourceFactory[];
}

/** Everything that is wrong with the settings, so that it can be put right in one go. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The settings are not right:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** undici reads these itself, and would quote a wrong one, password and all. */
const proxy = z
  .string()
  .refine(isHttpUrl, 'must be an http:// or https:// URL, with special characters of its password percent-encoded')
  .optional();

const processSettings = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535, 4000),
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    LOG_LEVEL: z
      .string()
      .trim()
      .pipe(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`))
      .default('info'),
    OPERATION_TIMEOUT_MS: wholeNumber(1, 600_000, 30_000),
    SHUTDOWN_DELAY_MS: wholeNumber(0, 60_000, 1_000),
    SHUTDOWN_TIMEOUT_MS: wholeNumber(1, 600_000, 10_000),
  })
  .refine((settings) => settings.SHUTDOWN_TIMEOUT_MS > settings.SHUTDOWN_DELAY_MS, {
    path: ['SHUTDOWN_TIMEOUT_MS'],
    error: 'must be more than SHUTDOWN_DELAY_MS, which is a part of it',
  });

const configFile = z.strictObject({
  sources: z.array(z.unknown()).min(1, 'must list at least one source'),
});

/**
 * Reads the settings from environment variables, and from the YAML or JSON file that `SWITCHBOARD_CONFIG` names.
 *
 * @throws ConfigError naming every mistake, and no secret
 */
export function readConfig(environment: Environment): Config {
  // An empty variable is how many tools say "not set".
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const problems: string[] = [];
  const checked = processSettings.safeParse(set, plainWords);
  if (!checked.success) problems.push(...describe(checked.error.issues, (path) => path.join('.')));
  const sources = [...sourcesOfEnvironment(set, problems), ...sourcesOfFile(set, problems)];

  const names = sources.map(({ name }) => name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    problems.push(`source name "${name}" is used more than once; give each source a name of its own`);
  }
  // A variable that several sources share is wrong once.
  if (problems.length > 0 || !checked.success) throw new ConfigError([...new Set(problems)]);
  const { data } = checked;
  return {
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    operationTimeoutMs: data.OPERATION_TIMEOUT_MS,
    shutdownDelayMs: data.SHUTDOWN_DELAY_MS,
    shutdownTimeoutMs: data.SHUTDOWN_TIMEOUT_MS,
    sources,
  };
}

function sourcesOfEnvironment(environment: Environment, problems: string[]): SourceFactory[] {
  return providers.flatMap((provider) =>
    provider.fromEnvironment(environment).flatMap(({ settings, variables }) => {
      const checked = provider.source.safeParse(settings, plainWords);
      if (checked.success) return [checked.data];
      problems.push(...describe(checked.error.issues, ([member]) => variables[String(member)] ?? String(member)));
      return [];
    }),
  );
}

function sourcesOfFile(environment: Environment, problems: string[]): SourceFactory[] {
  const file = environment['SWITCHBOARD_CONFIG'];
  if (file === undefined) return [];
  let json: unknown;
  try {
    // Every JSON file is a YAML file. Warnings are not printed: they quote the line, as errors do.
    json = parseYaml(readFileSync(file, 'utf8'), { logLevel: 'error' });
  } catch (error) {
    // A parser's message would quote the line, and with it perhaps a secret.
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'does not exist' : 'cannot be read as YAML or JSON';
    problems.push(`SWITCHBOARD_CONFIG: the file ${file} ${reason}`);
    return [];
  }
  const checked = configFile.safeParse(json ?? {}, plainWords);
  if (!checked.success) {
    problems.push(...describe(checked.error.issues, (path) => `${file}: ${path.join('.') || 'the file'}`));
  }
  // Whatever else is wrong with the file, its sources are looked at too.
  const { sources } = z.object({ sources: z.array(z.unknown()) }).safeParse(json).data ?? { sources: [] };
  return sources.flatMap((source, index) => sourceOfFile(source, `${file}: sources.${index}`, environment, problems));
}

function sourceOfFile(source: unknown, place: string, environment: Environment, problems: string[]): SourceFactory[] {
  const members = z.record(z.string(), z.unknown()).safeParse(source).data;
  if (members === undefined) {
    problems.push(`${place}: must be a source: its provider, its name and its settings`);
    return [];
  }
  const { provider: name, ...settings } = members;
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) {
    problems.push(`${place}.provider: must be one of ${providers.map((one) => one.name).join(', ')}`);
    return [];
  }
  const unset = new Map<string, string>();
  const checked = provider.source.safeParse(withVariables(settings, environment, unset), plainWords);
  for (const [member, variable] of unset) {
    problems.push(`${place}.${member}: names the environment variable ${variable}, which is not set`);
  }
  if (checked.success) return unset.size === 0 ? [checked.data] : [];
  // What else is wrong with a text that is not whole yet, nobody can say.
  const issues = checked.error.issues.filter(({ path: [member] }) => !unset.has(String(member)));
  problems.push(...describe(issues, (path) => [place, ...path].join('.')));
  return [];
}

/**
 * `${NAME}` in a file stands for an environment variable, so that secrets need not be in files.
 *
 * @param unset gets each member that names a variable that is not set, with the name of the variable
 */
function withVariables(
  settings: object,
  environment: Environment,
  unset: Map<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([member, value]) => [
      member,
      typeof value === 'string'
        ? value.replace(/\$\{(\w+)\}/g, (reference, variable: string) => {
            const replacement = environment[variable];
            if (replacement === undefined) unset.set(member, variable);
            return replacement ?? reference;
          })
        : value,
    ]),
  );
}

const plainWords: z.core.ParseContext<z.core.$ZodIssue> = {
  error: ({ code, input }) => (code === 'invalid_type' && input === undefined ? 'is missing' : undefined),
};

/** Zod's findings, each with the name of what is wrong. Its messages never repeat a value. */
function describe(issues: readonly z.core.$ZodIssue[], nameOf: (path: readonly PropertyKey[]) => string): string[] {
  return issues.map(({ path, message }) => `${nameOf(path)}: ${message}`);
}
