import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import type { AuthSettings } from '../../config/authSettings.ts';
import type { Caller } from '../../context.ts';
import type { Scope } from '../../providers/scopes.ts';
import type { LoginFailure } from '../../telemetry/events.ts';
import type { Log } from '../../telemetry/log.ts';
import {
  AUTHENTICATION_UNAVAILABLE,
  missingScope,
  RejectedRequestError,
  rateLimited,
  unauthenticated,
} from '../rejection.ts';
import { createAuthenticator } from './authenticator.ts';
import { clientAddress } from './clientAddress.ts';
import { FAILED_LOGINS_PER_MINUTE, FailedLogins } from './failedLogins.ts';
import { PAUSE_MS } from './keySet.ts';

/** `Bearer` and a token without spaces (https://www.rfc-editor.org/rfc/rfc6750#section-2.1). */
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Finds out who sends a request. */
export interface Callers {
  /** Rejects a request without valid credentials. Accepts every request if authentication is not configured. */
  readonly requireCaller: onRequestHookHandler | onRequestAsyncHookHandler;
  /** The caller of a request that `requireCaller` has accepted. */
  callerOf(request: FastifyRequest): Caller;
  close(): Promise<void>;
}

/** @param auth null if authentication is not configured */
export function createCallers(auth: AuthSettings | null, log: Log): Callers {
  return auth === null ? anonymousCallers() : authenticatedCallers(auth, log);
}

/** Rejects a request whose caller lacks the scope. For use after `requireCaller`. */
export function requireScope(scope: Scope, { callerOf }: Callers): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const { name: caller, scopes } = callerOf(request);
    if (scopes === null || scopes.has(scope)) return;
    reply.header('www-authenticate', challenge(`error="insufficient_scope", scope="${scope}"`));
    throw new RejectedRequestError(missingScope(scope), { caller });
  };
}

function anonymousCallers(): Callers {
  return {
    requireCaller: (_request, _reply, proceed) => proceed(),
    callerOf: (request) => ({ name: null, key: clientAddress(request), scopes: null }),
    close: async () => undefined,
  };
}

function authenticatedCallers(auth: AuthSettings, log: Log): Callers {
  const authenticator = createAuthenticator(auth, log);
  const failedLogins = new FailedLogins();
  const callers = new WeakMap<FastifyRequest, Caller>();

  const rejected = (reply: FastifyReply, reason: LoginFailure, address: string): RejectedRequestError => {
    if (reason === 'keys-unavailable') {
      reply.header('retry-after', PAUSE_MS / 1000);
      return new RejectedRequestError(AUTHENTICATION_UNAVAILABLE, { reason, address });
    }
    const isMissing = reason === 'missing';
    reply.header('www-authenticate', challenge(isMissing ? null : 'error="invalid_token"'));
    return new RejectedRequestError(unauthenticated(isMissing, authenticator.accepts), { reason, address });
  };

  return {
    async requireCaller(request: FastifyRequest, reply: FastifyReply) {
      const { authorization } = request.headers;
      const address = clientAddress(request);
      if (authorization === undefined) throw rejected(reply, 'missing', address);
      const seconds = await failedLogins.secondsToWait(address, authorization);
      if (seconds !== null) {
        reply.header('retry-after', seconds);
        throw new RejectedRequestError(rateLimited('failed logins', FAILED_LOGINS_PER_MINUTE, seconds), { address });
      }
      const [, credentials] = BEARER.exec(authorization) ?? [];
      const login = credentials === undefined ? MALFORMED : await authenticator.login(credentials);
      if ('failure' in login) {
        // While the keys cannot be read, the credentials may be valid.
        if (login.failure !== 'keys-unavailable') await failedLogins.failed(address, authorization);
        throw rejected(reply, login.failure, address);
      }
      failedLogins.succeeded(authorization);
      callers.set(request, login.caller);
    },
    callerOf(request) {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error('The caller of this request is not known');
      return caller;
    },
    close: authenticator.close,
  };
}

const MALFORMED = { failure: 'malformed' } as const;

/** The header that RFC 6750 demands. It does not say what is wrong with a token, which would help only an attacker. */
function challenge(parameters: string | null): string {
  return ['Bearer realm="switchboard"', ...(parameters === null ? [] : [parameters])].join(', ');
}
