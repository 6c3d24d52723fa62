import type { onRequestAsyncHookHandler } from 'fastify';
import { RejectedRequestError, rateLimited } from '../rejection.ts';
import type { Callers } from './callers.ts';
import { clientAddress } from './clientAddress.ts';
import { MinuteCounts } from './minuteCounts.ts';

/**
 * Limits the operations of each caller. For use after `requireCaller`.
 *
 * Every answer has the headers `RateLimit-Limit`, `-Remaining` and `-Reset`, as Kong, Envoy's and Fastify's own limiters send them.
 * They are those of the IETF's draft up to version 6. The later `RateLimit` is read by hardly any client.
 *
 * @param limit per minute; null: no limit
 */
export function limitOperations(limit: number | null, { callerOf }: Callers): onRequestAsyncHookHandler {
  if (limit === null) return async () => undefined;
  const counts = new MinuteCounts(limit);
  return async (request, reply) => {
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
