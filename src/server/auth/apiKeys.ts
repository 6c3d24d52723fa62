import { timingSafeEqual } from 'node:crypto';
import { hashApiKey, isApiKey } from '../../config/apiKey.ts';
import type { ApiKeySettings } from '../../config/authSettings.ts';
import type { Login } from './login.ts';

/** Checks API keys. */
export function apiKeyLogin(apiKeys: readonly ApiKeySettings[]): (key: string) => Login {
  const known = apiKeys.map(({ name, sha256, scopes }) => ({
    hash: Buffer.from(sha256, 'hex'),
    caller: { name, key: `api-key:${name}`, scopes },
  }));
  return (key) => {
    if (!isApiKey(key)) return { failure: 'malformed' };
    const hash = hashApiKey(key);
    // No early end: the time must not tell how many keys were compared, nor how much of one is right.
    const [match] = known.filter((one) => timingSafeEqual(one.hash, hash));
    return match === undefined ? { failure: 'unknown-key' } : { caller: match.caller };
  };
}
