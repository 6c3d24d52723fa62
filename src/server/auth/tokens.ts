import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtSettings } from '../../config/authSettings.ts';
import { SIGNATURE_ALGORITHMS } from '../../config/publicKey.ts';
import { isScope, type Scope } from '../../providers/scopes.ts';
import type { LoginFailure } from '../../telemetry/events.ts';
import type { Log } from '../../telemetry/log.ts';
import { type KeySet, KeysUnavailableError, remoteKeySet } from './keySet.ts';
import type { Login } from './login.ts';

/** How far the clocks of the issuer and of this machine may be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** The longest subject that OpenID Connect allows. */
const MAX_SUBJECT_LENGTH = 255;

/** Checks JWTs (https://www.rfc-editor.org/rfc/rfc8725): signature, algorithm, issuer, audience, subject and time. */
export function tokenLogin({ keys, issuer, audience }: JwtSettings, log: Log) {
  const keySet: KeySet =
    keys instanceof URL ? remoteKeySet(keys, log) : { find: async () => keys.key, close: async () => undefined };
  const options = {
    algorithms: [...(keys instanceof URL ? SIGNATURE_ALGORITHMS : keys.algorithms)],
    issuer,
    audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  return {
    async login(token: string): Promise<Login> {
      try {
        const { payload } = await jwtVerify(token, keySet.find, options);
        return loginOf(payload);
      } catch (error) {
        return { failure: failureOf(error) };
      }
    },
    close: keySet.close,
  };
}

function loginOf(payload: JWTPayload): Login {
  const { sub } = payload;
  if (typeof sub !== 'string' || sub.trim() === '' || sub.length > MAX_SUBJECT_LENGTH) return { failure: 'no-subject' };
  return { caller: { name: sub, key: `subject:${sub}`, scopes: scopesOf(payload) } };
}

/**
 * The scopes of `scope`, a text of scopes separated by spaces (https://www.rfc-editor.org/rfc/rfc8693#section-4.2). Some issuers call
 * it `scp`, or send a list. Scopes of other services are ignored.
 */
function scopesOf({ scope, scp }: JWTPayload): ReadonlySet<Scope> {
  const granted = scope ?? scp;
  const words = typeof granted === 'string' ? granted.split(' ') : Array.isArray(granted) ? granted : [];
  return new Set(words.filter((word) => typeof word === 'string').filter(isScope));
}

function failureOf(error: unknown): LoginFailure {
  if (error instanceof KeysUnavailableError) return 'keys-unavailable';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return failureOfClaim(error.claim);
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'bad-signature';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'unknown-key';
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  // The issuer published a key that cannot be used, such as RSA with 1024 bits.
  return 'unusable-key';
}

function failureOfClaim(claim: string): LoginFailure {
  switch (claim) {
    case 'iss':
      return 'wrong-issuer';
    case 'aud':
      return 'wrong-audience';
    case 'sub':
      return 'no-subject';
    case 'exp':
      return 'no-expiry';
    case 'nbf':
      return 'not-yet-valid';
    default:
      return 'malformed';
  }
}
