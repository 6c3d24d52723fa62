import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import { RejectedRequestError, rateLimited } from '../rejection.ts';
import type { Callers } from './callers.ts';
import { clientAddress } from './clientAddress.ts';
import { MinuteCounts } from './minuteCounts.ts';

/**
 * Limits the operations of each caller. For use after `requireCaller`.
 *
 * Every answer has the headers `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`, as in version 6 of the IETF's draft
 * "RateLimit header fields for HTTP". Later versions put all three into one structured header.
 *
 * @param limit per minute; null: no limit
 */
export function limitOperations(
  limit: number | null,
  { callerOf }: Callers,
): onRequestHookHandler | onRequestAsyncHookHandler {
  if (limit === null) return (_request, _reply, proceed) => proceed();
  const counts = new MinuteCounts(limit);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { key, name: caller } = callerOf(request);
    const { remaining, isExceeded, resetsInSeconds } = await counts.count(key);
    reply.headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': resetsInSeconds,
    });
    if (!isExceeded) return;
    reply.header('retry-after', resetsInSeconds);
    const rejection = rateLimited('operations', limit, resetsInSeconds);
    throw new RejectedRequestError(rejection, { caller, address: clientAddress(request) });
  };
}
