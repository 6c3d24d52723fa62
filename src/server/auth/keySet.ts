import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Log } from '../../telemetry/log.ts';
import { HttpClient } from '../../upstream/httpClient.ts';
import { Signal } from '../../upstream/signal.ts';

const TIMEOUT_MS = 5_000;
const MAX_BODY_BYTES = 1_048_576;
/** A key that the issuer has revoked is accepted for as long. */
const REFRESH_AFTER_MS = 300_000;
/** How long keys are used while they cannot be refreshed. */
const KEPT_MS = 3_600_000;
/** A token with an unknown key can mean that the issuer has a new one. Anyone can send such tokens. */
const COOLDOWN_MS = 30_000;
/** After a failure, nothing is sent for as long, whatever clients send. */
export const PAUSE_MS = 10_000;

const keySet = z.object({ keys: z.array(z.looseObject({})) });

/** The keys of the issuer of tokens. */
export interface KeySet {
  readonly find: JWTVerifyGetKey;
  close(): Promise<void>;
}

/** The keys of the issuer cannot be read, so no token can be checked. */
export class KeysUnavailableError extends Error {
  constructor(cause?: unknown) {
    super('The keys of the token issuer cannot be read', { cause });
    this.name = 'KeysUnavailableError';
  }
}

/** Reads the keys from a JWKS endpoint when they are first needed, and refreshes them. */
export function remoteKeySet(url: URL, log: Log): KeySet {
  const client = new HttpClient({
    baseUrl: url.origin,
    timeoutMs: TIMEOUT_MS,
    concurrency: 1,
    maxBodyBytes: MAX_BODY_BYTES,
  });
  let pausedUntil = 0;
  let readAt = 0;

  const fail = (reason: string, cause?: unknown) => {
    pausedUntil = Date.now() + PAUSE_MS;
    log.message(`The keys of the token issuer cannot be read: ${reason}`, 'warn');
    return new KeysUnavailableError(cause);
  };
  const read = async () => {
    if (Date.now() < pausedUntil) throw new KeysUnavailableError();
    const response = await client.get(url.pathname + url.search, new Signal()).catch((error: unknown) => {
      const { code, name } = Object(error);
      // The codes of Node.js are texts. The code of a `DOMException` is a number without a meaning of its own.
      throw fail(typeof code === 'string' ? code : String(name), error);
    });
    if (response.status !== 200) throw fail(`HTTP ${response.status}`);
    if (!isKeySet(response.body)) throw fail('the response is not a JSON Web Key Set');
    readAt = Date.now();
    return new Response(response.body);
  };
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEPT_MS,
    // Its signal has the same timeout as the client.
    [customFetch]: read,
  });
  return {
    find: async (header, token) => {
      const isDue = readAt > 0 && Date.now() - readAt > REFRESH_AFTER_MS;
      // If it fails, the keys are kept.
      if (isDue) await keys.reload().catch(() => undefined);
      return keys(header, token);
    },
    close: () => client.close(),
  };
}

function isKeySet(text: string): boolean {
  try {
    return keySet.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
