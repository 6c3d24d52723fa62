import { z } from 'zod';
import type { Environment } from '../providers/environment.ts';
import { API_KEY_SETTINGS, type AuthPart, apiKeySettings, JWT_SETTINGS, jwtSettings } from './authSettings.ts';
import { type FileObject, membersOf, readObject, unknownSettings } from './fileObject.ts';
import { validateSettings } from './settingIssues.ts';

const authContent = z.object({
  apiKeys: z.array(z.unknown()).min(1, 'must contain at least one API key').optional(),
});

const NO_JWT: FileObject<never> = { values: [], problems: [], references: [] };

/** Reads the member `auth` of the configuration file. */
export function authOfFile(
  auth: unknown,
  place: string,
  environment: Environment,
): AuthPart & { readonly references: readonly string[] } {
  const members = membersOf(auth) ?? {};
  const { apiKeys: listed, jwt: issuer } = members;
  const content = validateSettings(authContent, members, (path) => `${place}.${path.join('.')}`);
  const apiKeys = (Array.isArray(listed) ? listed : []).map((apiKey: unknown, index) =>
    readObject(membersOf(apiKey) ?? {}, API_KEY_SETTINGS, apiKeySettings, `${place}.apiKeys.${index}`, environment),
  );
  const jwt =
    issuer === undefined
      ? NO_JWT
      : readObject(membersOf(issuer) ?? {}, JWT_SETTINGS, jwtSettings, `${place}.jwt`, environment);
  // An empty member must not mean that nobody has to authenticate.
  const isEmpty = listed === undefined && issuer === undefined;
  return {
    apiKeys: apiKeys.flatMap(({ values }) => values),
    jwt: jwt.values,
    problems: [
      ...unknownSettings(members, ['apiKeys', 'jwt'], place),
      ...(isEmpty ? [`${place}: must contain "apiKeys" or "jwt"`] : []),
      ...content.problems,
      ...apiKeys.flatMap(({ problems }) => problems),
      ...jwt.problems,
    ],
    references: [...apiKeys, jwt].flatMap(({ references }) => references),
  };
}
