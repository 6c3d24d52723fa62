import { hkdfSync } from 'node:crypto';

/** What a derived key is for. Keys for different purposes say nothing about each other. */
export type KeyPurpose = 'fingerprints' | 'connection IDs';

/**
 * A key for HMACs, derived from what all replicas share: the credential of a source. So replicas agree without a setting, and who
 * does not know the credential can neither compute a value nor confirm a guess. The values change when the credential does.
 */
export function derivedKey(credential: string, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', credential, '', `switchboard ${purpose}`, 32));
}
