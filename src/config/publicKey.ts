import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A key that verifies signatures. */
export interface PublicKey {
  readonly key: KeyObject;
  /** The JWS algorithms that the key can verify. */
  readonly algorithms: readonly string[];
}

/** By `namedCurve`, as OpenSSL calls the curves P-256, P-384 and P-521. */
const EC_ALGORITHMS = new Map([
  ['prime256v1', ['ES256']],
  ['secp384r1', ['ES384']],
  ['secp521r1', ['ES512']],
]);
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const ED25519_ALGORITHMS = ['EdDSA', 'Ed25519'];

/**
 * The JWS algorithms that are accepted. All are asymmetric: with `none` a token has no signature, and with HS256 the public key
 * could be used as the secret (https://www.rfc-editor.org/rfc/rfc8725#section-2.1).
 */
export const SIGNATURE_ALGORITHMS: readonly string[] = [
  ...RSA_ALGORITHMS,
  ...[...EC_ALGORITHMS.values()].flat(),
  ...ED25519_ALGORITHMS,
];

const MIN_RSA_BITS = 2048;

const jwk = z.looseObject({ alg: z.string().optional(), use: z.literal('sig').optional() });

/** Reads a public key: its text, PEM or JWK, or the path of a file with that text. */
export const publicKey = z.string().transform((value, context): PublicKey => {
  const fail = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const text = isKeyText(value) ? value : readText(value.trim());
  if (text === null) return fail('must be a PEM public key, a JWK, or the path of a file with one, which can be read');
  // Node.js would derive the public key. But then the private key is on a machine that does not need it.
  if (isPrivate(text)) return fail('must be a public key, not a private one');
  const read = readKey(text);
  if (read === null) return fail('cannot be read as a PEM public key or a JWK');
  const algorithms = algorithmsOf(read.key).filter((one) => read.algorithm === null || one === read.algorithm);
  if (algorithms.length === 0) {
    return fail('must be RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519, for signatures');
  }
  return { key: read.key, algorithms };
});

function isKeyText(text: string): boolean {
  return /^\s*(?:-----BEGIN |\{)/.test(text);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isPrivate(text: string): boolean {
  return text.includes('PRIVATE KEY-----') || Object.hasOwn(jwkIn(text) ?? {}, 'd');
}

/** `algorithm` is the only one that a JWK allows; null if it does not say. */
function readKey(text: string): { readonly key: KeyObject; readonly algorithm: string | null } | null {
  try {
    const json = jwkIn(text);
    // In environment variables, line breaks are often written as \n.
    if (json === null) return { key: createPublicKey(text.replaceAll('\\n', '\n')), algorithm: null };
    const key = jwk.parse(json);
    return { key: createPublicKey({ key, format: 'jwk' }), algorithm: key.alg ?? null };
  } catch {
    return null;
  }
}

function jwkIn(text: string): object | null {
  try {
    return Object(JSON.parse(text));
  } catch {
    return null;
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): readonly string[] {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails;
  if (asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS) return RSA_ALGORITHMS;
  if (asymmetricKeyType === 'ec') return EC_ALGORITHMS.get(namedCurve) ?? [];
  return asymmetricKeyType === 'ed25519' ? ED25519_ALGORITHMS : [];
}
