import { API_KEY_PREFIX } from '../../config/apiKey.ts';
import type { AuthSettings } from '../../config/authSettings.ts';
import type { Log } from '../../telemetry/log.ts';
import { apiKeyLogin } from './apiKeys.ts';
import type { Login } from './login.ts';
import { tokenLogin } from './tokens.ts';

/** Checks credentials, as a client sends them. */
export interface Authenticator {
  login(credentials: string): Login | Promise<Login>;
  /** What clients can send: `an API key`. */
  readonly accepts: string;
  close(): Promise<void>;
}

/** Accepts the configured API keys and tokens. */
export function createAuthenticator({ apiKeys, jwt }: AuthSettings, log: Log): Authenticator {
  const withKey = apiKeyLogin(apiKeys);
  const tokens = jwt === null ? null : tokenLogin(jwt, log);
  const accepted = [...(apiKeys.length === 0 ? [] : ['an API key']), ...(jwt === null ? [] : ['a token (JWT)'])];
  return {
    login: (credentials) =>
      credentials.startsWith(API_KEY_PREFIX)
        ? withKey(credentials)
        : (tokens?.login(credentials) ?? { failure: 'malformed' }),
    accepts: accepted.join(' or '),
    close: async () => tokens?.close(),
  };
}
