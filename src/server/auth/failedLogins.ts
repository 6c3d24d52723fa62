import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { MinuteCounts } from './minuteCounts.ts';

export const FAILED_LOGINS_PER_MINUTE = 60;
const MAX_ACCEPTED = 10_000;

/**
 * Limits failed logins by address, so that nobody can try credentials at line speed. Callers that share the address of an attacker stay
 * logged in, because credentials that were accepted before are always checked: behind a proxy, all callers can have one address.
 */
export class FailedLogins {
  readonly #failures = new MinuteCounts(FAILED_LOGINS_PER_MINUTE);
  /** By hash, because credentials must not be kept. */
  readonly #accepted = new LRUCache<string, true>({ max: MAX_ACCEPTED });

  /** Seconds until these credentials may be checked; null if they may be checked now. */
  async secondsToWait(address: string, credentials: string): Promise<number | null> {
    if (this.#accepted.has(hashOf(credentials))) return null;
    const { isExceeded, resetsInSeconds } = await this.#failures.usage(address);
    return isExceeded ? resetsInSeconds : null;
  }

  succeeded(credentials: string): void {
    this.#accepted.set(hashOf(credentials), true);
  }

  async failed(address: string, credentials: string): Promise<void> {
    this.#accepted.delete(hashOf(credentials));
    await this.#failures.count(address);
  }
}

function hashOf(credentials: string): string {
  return createHash('sha256').update(credentials).digest('base64');
}
