import { createHash, randomBytes } from 'node:crypto';

/** The prefix of every key. Secret scanners find leaked keys by it, and it tells keys from JWTs. */
export const API_KEY_PREFIX = 'sb_';
const RANDOM_BYTES = 32;

/** What every key looks like: 256 random bits in base64url. */
const SHAPE = /^sb_[A-Za-z0-9_-]{43}$/;

/** A new random API key. */
export function makeApiKey(): string {
  return API_KEY_PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
}

export function isApiKey(text: string): boolean {
  return SHAPE.test(text);
}

/**
 * The SHA-256 hash of a key. Keys are as random as the hash is long, so neither a salt nor a slow hash makes them harder to guess.
 * (For passwords, which people choose, both would be necessary.)
 */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
