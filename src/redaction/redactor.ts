import { createHmac } from 'node:crypto';
import { MASK, type Masked, mask } from './mask.ts';

/** In hexadecimal digits. Short, because a fingerprint must say as little as possible about a weak secret. */
const FINGERPRINT_LENGTH = 6;

/** Removes the secrets from the texts of one source. Every text of a model has been through it. */
export class Redactor {
  readonly #key: Buffer;

  /** @param key for fingerprints. Replicas with the same key show the same names. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** A text or URL, with `***` for each secret, and without user info. */
  text(text: string): string;
  text(text: string | null): string | null;
  text(text: string | null): string | null {
    return text === null ? null : mask(text, 'text').shown;
  }

  /** Like `text`, but of any length. */
  longText(text: string): string {
    return mask(text, 'text', Number.POSITIVE_INFINITY).shown;
  }

  /** A name or ID. A fingerprint stands for its secrets, so that it stays different from others: `gate password=***4f2a9c`. */
  name(name: string): string;
  name(name: string | null): string | null;
  name(name: string | null): string | null {
    return name === null ? null : this.#withFingerprint(mask(name, 'name'));
  }

  /** The name of a stream, which is a secret from the first `?`, `#` or `;` on: `s1?***4f2a9c`. */
  streamName(name: string): string;
  streamName(name: string | null): string | null;
  streamName(name: string | null): string | null {
    return name === null ? null : this.#withFingerprint(mask(name, 'streamName'));
  }

  /** Equal secrets have equal fingerprints. */
  #withFingerprint({ shown, secrets }: Masked): string {
    if (secrets.length === 0) return shown;
    const fingerprint = createHmac('sha256', this.#key).update(JSON.stringify(secrets)).digest('hex');
    const end = shown.lastIndexOf(MASK) + MASK.length;
    return shown.slice(0, end) + fingerprint.slice(0, FINGERPRINT_LENGTH) + shown.slice(end);
  }
}

/** Whether a name has a fingerprint in place of a secret. It may also be a name with three asterisks. */
export function isRedacted(name: string): boolean {
  return name.includes(MASK);
}
