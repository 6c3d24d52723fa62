import type { UpstreamError } from '../errors.ts';
import type { Refusal } from './gate.ts';
import type { Upstream, UpstreamResponse } from './upstream.ts';

/*
 * What to say where there is no answer that could be read.
 */

/** No answer at all, by what undici threw. */
export function transportProblem(
  upstream: Upstream,
  cause: unknown,
  { timeoutMs, timeoutHint = '' }: { readonly timeoutMs: number; readonly timeoutHint?: string | undefined },
): UpstreamError {
  const { name, code } = cause as { name?: unknown; code?: unknown };
  const source = `Source "${upstream.source}"`;
  if (name === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    const message = `${source} did not answer in full within ${timeoutMs} ms.${timeoutHint && ` ${timeoutHint}`}`;
    return upstream.error('UPSTREAM_TIMEOUT', message, { cause });
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return upstream.error('UPSTREAM_MALFORMED', `${source} sent more than an answer may hold (maxBodyBytes).`, {
      cause,
    });
  }
  return upstream.error('UPSTREAM_UNAVAILABLE', `${source} could not be reached, or broke off its answer.`, { cause });
}

/** An answer that could not be decoded. */
export function unreadable(upstream: Upstream, { body, status }: UpstreamResponse, cause: unknown): UpstreamError {
  return upstream.error('UPSTREAM_MALFORMED', `Source "${upstream.source}" sent ${what(body, cause)}.`, {
    httpStatus: status,
    cause,
  });
}

function what(body: string, cause: unknown): string {
  if (/^\s*$/.test(body)) return 'an empty answer';
  if (/^\s*</.test(body)) return 'a page of HTML or XML instead of JSON, as a proxy does';
  if (cause instanceof SyntaxError) return 'an answer that is not JSON, or not all of it';
  return 'JSON that is not what its vendor documents';
}

/** A call that was not sent. */
export function refused(upstream: Upstream, { reason, retryAt, cause }: Refusal): UpstreamError {
  const source = `Source "${upstream.source}"`;
  switch (reason) {
    case 'queue':
      return upstream.error('UPSTREAM_UNAVAILABLE', `${source} has too many calls waiting for it already.`);
    case 'limit':
      return upstream.error('UPSTREAM_RATE_LIMITED', `${source} has spent its rate limit, so it was not asked.`, {
        retryAt,
      });
    case 'circuit': {
      const lastTime = cause instanceof Error ? cause.message : '';
      const message = `${source} failed again and again, so it is not asked for a while. The last time: ${lastTime}`;
      return upstream.error('UPSTREAM_UNAVAILABLE', message, { retryAt });
    }
  }
}

/** The operation ended before its answer came. If its caller has gone, nobody reads this. */
export function outOfTime(upstream: Upstream, cause: unknown): UpstreamError {
  const message = `Source "${upstream.source}" did not answer before the time for the whole operation was up.`;
  return upstream.error('UPSTREAM_TIMEOUT', message, { cause });
}
