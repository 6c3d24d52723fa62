import { z } from 'zod';
import { type AccessSettings, accessVariables, toAccessSettings } from './config/accessSettings.ts';
import { AUTH_VARIABLES, type AuthSettings, authOfEnvironment, combineAuth } from './config/authSettings.ts';
import { readConfigFile } from './config/configFile.ts';
import { type DocumentSettings, documentVariables, toDocumentSettings } from './config/documentSettings.ts';
import { duplicatesIn } from './config/duplicates.ts';
import {
  type FederationSettings,
  federationVariables,
  toFederationSettings,
  withoutFederation,
} from './config/federationSettings.ts';
import { type LimitSettings, limitVariables, toLimitSettings } from './config/limitSettings.ts';
import { isLoopback } from './config/loopback.ts';
import { describeIssues, typeMessages, validateSettings } from './config/settingIssues.ts';
import { findUnknownVariables } from './config/unknownVariables.ts';
import { toWebSettings, type WebSettings, webVariables } from './config/webSettings.ts';
import type { Environment } from './providers/environment.ts';
import { providers } from './providers/index.ts';
import type { SourceFactory } from './providers/provider.ts';
import { isHttpUrl, wholeNumber } from './providers/settings.ts';
import { LOG_LEVELS, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Deadline for a whole operation. */
  readonly operationTimeoutMs: number;
  /** The credentials that are accepted; null: callers are not authenticated. */
  readonly auth: AuthSettings | null;
  readonly access: AccessSettings;
  readonly limits: LimitSettings;
  readonly web: WebSettings;
  readonly documents: DocumentSettings;
  /** Null if Switchboard is no subgraph. */
  readonly federation: FederationSettings | null;
  /** How long to keep serving after `SIGTERM` while reporting not ready, because load balancers need time to notice. */
  readonly shutdownDelayMs: number;
  /** Maximum time for a graceful shutdown, the delay included. */
  readonly shutdownTimeoutMs: number;
  /** If empty, the sandbox is started. */
  readonly sources: readonly SourceFactory[];
  /** Possible mistakes that do not prevent the start. They contain no secret. */
  readonly warnings: readonly string[];
}

/** All problems of the configuration, so that they can be fixed together. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['Invalid configuration:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** undici reads these itself, and its message about an invalid one would contain the password. */
const proxy = z
  .string()
  .refine(isHttpUrl, 'must be an http:// or https:// URL; special characters in its password must be percent-encoded')
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
    ...accessVariables,
    ...limitVariables,
    ...webVariables,
    ...documentVariables,
    ...federationVariables,
  })
  .refine((settings) => settings.SHUTDOWN_TIMEOUT_MS > settings.SHUTDOWN_DELAY_MS, {
    path: ['SHUTDOWN_TIMEOUT_MS'],
    error: 'must be greater than SHUTDOWN_DELAY_MS, which it includes',
  })
  .refine(({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY }) => TRUSTED_DOCUMENTS || !TRUSTED_DOCUMENTS_ONLY, {
    path: ['TRUSTED_DOCUMENTS_ONLY'],
    error: 'requires TRUSTED_DOCUMENTS',
  })
  .check(({ value, issues }) => {
    for (const name of withoutFederation(value)) {
      issues.push({ code: 'custom', path: [name], message: 'requires FEDERATION=on', input: value });
    }
  });

/** Without HOST, PORT, LOG_LEVEL and the proxies: other software has variables with similar names. */
const DISTINCTIVE_NAMES = [
  'SWITCHBOARD_CONFIG',
  'OPERATION_TIMEOUT_MS',
  'SHUTDOWN_DELAY_MS',
  'SHUTDOWN_TIMEOUT_MS',
  ...AUTH_VARIABLES,
  ...Object.keys(accessVariables),
  ...Object.keys(limitVariables),
  ...Object.keys(webVariables),
  ...Object.keys(documentVariables),
  ...Object.keys(federationVariables),
];

/**
 * Reads the settings from environment variables, and from the YAML or JSON file that `SWITCHBOARD_CONFIG` names.
 *
 * @param isSandboxWanted whether mock data is served even if sources are configured
 * @throws ConfigError with every problem, and no secret
 */
export function readConfig(environment: Environment, isSandboxWanted = false): Config {
  // Many tools set a variable to an empty text when it has no value.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const process = processSettings.safeParse(set, typeMessages);
  const variables = sourcesOfEnvironment(set);
  const file = readConfigFile(set);
  const { auth, problems: authProblems } = combineAuth([authOfEnvironment(set), file.auth]);
  const isAuthWanted = auth !== null || authProblems.length > 0;
  const { misspelt, unknown } = findUnknownVariables(set, providers, DISTINCTIVE_NAMES, new Set(file.references));
  const sources = [...variables.sources, ...file.sources];

  const problems = [
    ...(process.success ? [] : describeIssues(process.error.issues, (path) => path.join('.'))),
    ...variables.problems,
    ...file.problems,
    ...authProblems,
    ...misspelt,
    ...duplicatesIn(sources.map(({ name }) => name)).map(
      (name) => `The source name "${name}" is used more than once. Source names must be unique.`,
    ),
    ...(process.success && sources.length > 0 && !isAuthWanted ? exposureProblems(process.data) : []),
  ];
  // The servers of EMS_URL share their other settings, so a problem with these is found once for each server.
  if (problems.length > 0 || !process.success) throw new ConfigError([...new Set(problems)]);
  const { data } = process;
  return {
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    operationTimeoutMs: data.OPERATION_TIMEOUT_MS,
    auth,
    access: toAccessSettings(data, auth !== null),
    limits: toLimitSettings(data),
    web: toWebSettings(data, isSandboxWanted || sources.length === 0),
    documents: toDocumentSettings(data),
    federation: toFederationSettings(data, data.INTROSPECTION),
    shutdownDelayMs: data.SHUTDOWN_DELAY_MS,
    shutdownTimeoutMs: data.SHUTDOWN_TIMEOUT_MS,
    sources,
    warnings: unknown.length === 0 ? [] : [`Ignored unknown environment variables: ${unknown.join(', ')}`],
  };
}

/** Without authentication, everyone who can connect can read everything. */
function exposureProblems({ HOST, ALLOW_UNAUTHENTICATED_ACCESS }: z.infer<typeof processSettings>): string[] {
  if (isLoopback(HOST) || ALLOW_UNAUTHENTICATED_ACCESS) return [];
  return [
    'HOST: must be a loopback address, because no authentication is configured (see "Authentication" in the README). ' +
      'With ALLOW_UNAUTHENTICATED_ACCESS=on, everyone who can connect to it can read everything.',
  ];
}

function sourcesOfEnvironment(environment: Environment) {
  const results = providers.flatMap((provider) =>
    provider.fromEnvironment(environment).map(({ settings, variables }) => {
      const nameOf = ([member]: readonly PropertyKey[]) => variables[String(member)] ?? String(member);
      return validateSettings(provider.source, settings, nameOf);
    }),
  );
  return {
    sources: results.flatMap(({ values }) => values),
    problems: results.flatMap(({ problems }) => problems),
  };
}
