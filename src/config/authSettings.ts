import { z } from 'zod';
import { type Environment, variablesOf } from '../providers/environment.ts';
import { SCOPES, type Scope } from '../providers/scopes.ts';
import { commonSettings } from '../providers/settings.ts';
import { duplicatesIn } from './duplicates.ts';
import { isLoopback } from './loopback.ts';
import { type PublicKey, publicKey } from './publicKey.ts';
import { validateSettings } from './settingIssues.ts';

/** One API key that is accepted. */
export interface ApiKeySettings {
  /** Who uses it; unique. */
  readonly name: string;
  /** SHA-256 of the key, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Null: everything. */
  readonly scopes: ReadonlySet<Scope> | null;
}

/** The tokens that are accepted. */
export interface JwtSettings {
  /** Where the issuer publishes its keys, or its only key. */
  readonly keys: URL | PublicKey;
  readonly issuer: string;
  readonly audience: string;
}

/** The credentials that are accepted: API keys, tokens, or both. */
export interface AuthSettings {
  readonly apiKeys: readonly ApiKeySettings[];
  readonly jwt: JwtSettings | null;
}

const SCOPES_RULE = `must be the word "all", or a list of these: ${SCOPES.join(', ')}`;

export const apiKeySettings = z.strictObject({
  name: commonSettings.shape.name,
  sha256: z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^[0-9a-f]{64}$/,
      'must be the SHA-256 hash of a key, which "switchboard make-key" prints: 64 hexadecimal digits',
    ),
  scopes: z
    .union([z.literal('all').transform(() => null), z.array(z.enum(SCOPES)).min(1, SCOPES_RULE)], SCOPES_RULE)
    .transform((scopes) => scopes && new Set(scopes)),
});

const text = z.string().trim().min(1, 'must not be empty');

export const jwtSettings = z
  .strictObject({
    jwksUrl: z
      .string()
      .trim()
      .refine(isSafeUrl, 'must be an https:// URL without a password; http:// only for loopback addresses')
      .transform((url) => new URL(url))
      .optional(),
    publicKey: publicKey.optional(),
    issuer: text,
    audience: text,
  })
  .transform(({ jwksUrl, publicKey, issuer, audience }, context): JwtSettings => {
    const keys = jwksUrl ?? publicKey;
    if (keys === undefined) {
      context.addIssue({ code: 'custom', path: ['jwksUrl'], message: 'is missing, and there is no public key either' });
      return z.NEVER;
    }
    if (jwksUrl !== undefined && publicKey !== undefined) {
      context.addIssue({ code: 'custom', path: ['jwksUrl'], message: 'must not be set together with a public key' });
    }
    return { keys, issuer, audience };
  });

/** Names of settings, as in the configuration file. */
export const API_KEY_SETTINGS = Object.keys(apiKeySettings.shape);
export const JWT_SETTINGS = ['jwksUrl', 'publicKey', 'issuer', 'audience'];

const API_KEY_VARIABLE = 'SWITCHBOARD_API_KEY_SHA256';
const JWT_VARIABLES = variablesOf('SWITCHBOARD_JWT', JWT_SETTINGS);

export const AUTH_VARIABLES = [API_KEY_VARIABLE, ...Object.values(JWT_VARIABLES)];

const NONE = { values: [], problems: [] };

/** Credentials from one place, with the problems found there. */
export interface AuthPart {
  readonly apiKeys: readonly ApiKeySettings[];
  readonly jwt: readonly JwtSettings[];
  readonly problems: readonly string[];
}

/** The credentials that environment variables configure: one API key, which may read everything, and tokens. */
export function authOfEnvironment(environment: Environment): AuthPart {
  const sha256 = environment[API_KEY_VARIABLE];
  const apiKey = { name: 'default', sha256, scopes: 'all' };
  const apiKeys = sha256 === undefined ? NONE : validateSettings(apiKeySettings, apiKey, () => API_KEY_VARIABLE);

  const set = Object.entries(JWT_VARIABLES).filter(([, variable]) => environment[variable] !== undefined);
  const settings = Object.fromEntries(set.map(([setting, variable]) => [setting, environment[variable]]));
  const nameOf = ([setting]: readonly PropertyKey[]) => JWT_VARIABLES[String(setting)] ?? '';
  const jwt = set.length === 0 ? NONE : validateSettings(jwtSettings, settings, nameOf);
  return { apiKeys: apiKeys.values, jwt: jwt.values, problems: [...apiKeys.problems, ...jwt.problems] };
}

/** @returns null if nothing is configured */
export function combineAuth(parts: readonly AuthPart[]): { auth: AuthSettings | null; problems: readonly string[] } {
  const apiKeys = parts.flatMap((part) => part.apiKeys);
  const [jwt = null, ...others] = parts.flatMap((part) => part.jwt);
  const problems = parts.flatMap((part) => part.problems);
  const names = duplicatesIn(apiKeys.map(({ name }) => name));
  const hashes = duplicatesIn(apiKeys.map(({ sha256 }) => sha256));
  return {
    auth: apiKeys.length === 0 && jwt === null ? null : { apiKeys, jwt },
    problems: [
      ...problems,
      ...names.map((name) => `The API key name "${name}" is used more than once. Names of API keys must be unique.`),
      ...(hashes.length > 0 ? ['The same API key is configured more than once.'] : []),
      ...(others.length > 0 ? ['JWT is configured by environment variables and by the file. Use only one.'] : []),
    ],
  };
}

/** Over plain HTTP, anyone on the way could replace the keys. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isEncrypted = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
  return isEncrypted && username === '' && password === '';
}
