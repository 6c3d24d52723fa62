import { UpstreamError } from '../errors.ts';
import type { EventOrigin } from '../telemetry/events.ts';
import type { Refusal } from './gate.ts';
import type { UpstreamResponse } from './response.ts';

/*
 * The errors for requests without a response, and for responses that could not be read.
 */

export interface TransportHints {
  readonly timeoutMs: number;
  /** What else a timeout of this request can mean: a sentence. */
  readonly timeoutHint?: string | undefined;
  /** The likely mistake if the port does not speak HTTP: a sentence. */
  readonly portHint?: string | undefined;
  /** Whether there has been any HTTP response on this port. */
  readonly hasResponded: boolean;
}

/** The request failed below HTTP, as undici reports it. */
export function transportError(
  origin: EventOrigin,
  cause: unknown,
  { timeoutMs, timeoutHint, portHint, hasResponded }: TransportHints,
): UpstreamError {
  const { name, code, message: detail } = cause as { name?: unknown; code?: unknown; message?: unknown };
  const source = `Source "${origin.source}"`;
  if (name === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    const timedOut = `${source} sent no complete response within ${timeoutMs} ms.`;
    // Servers of other protocols, such as RTMP, wait for more bytes without a response.
    const message = sentences(timedOut, timeoutHint, hasResponded ? undefined : portHint);
    return new UpstreamError('UPSTREAM_TIMEOUT', message, { ...origin, cause });
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    const message = `${source} sent a response larger than maxBodyBytes.`;
    return new UpstreamError('UPSTREAM_MALFORMED', message, { ...origin, cause });
  }
  // The message of llhttp, whose error has no code for this.
  if (name === 'HTTPParserError' && /Expected HTTP\//.test(String(detail))) {
    const message = sentences(`${source} does not speak HTTP on this port. Check the port in its URL.`, portHint);
    return new UpstreamError('UPSTREAM_MALFORMED', message, { ...origin, cause });
  }
  const message = `${source} could not be reached, or closed the connection before the end of its response.`;
  return new UpstreamError('UPSTREAM_UNAVAILABLE', message, { ...origin, cause });
}

/** The response could not be decoded. */
export function unreadableError(
  origin: EventOrigin,
  { body, status }: UpstreamResponse,
  cause: unknown,
): UpstreamError {
  const message = `Source "${origin.source}" sent ${describeBody(body, cause)}.`;
  return new UpstreamError('UPSTREAM_MALFORMED', message, { ...origin, httpStatus: status, cause });
}

function describeBody(body: string, cause: unknown): string {
  if (/^\s*$/.test(body)) return 'an empty response';
  if (/^\s*</.test(body)) return 'HTML or XML instead of JSON, as proxies do';
  if (cause instanceof SyntaxError) return 'a response that is not JSON, or is cut off';
  return "JSON that does not match its vendor's format";
}

/** The request was not sent. */
export function refusalError(origin: EventOrigin, { refused, retryAt, lastOutage }: Refusal): UpstreamError {
  switch (refused) {
    case 'queue': {
      const message = `The queue of source "${origin.source}" is full. No request was sent.`;
      return new UpstreamError('UPSTREAM_UNAVAILABLE', message, origin);
    }
    case 'deadline':
      return new UpstreamError(
        'UPSTREAM_TIMEOUT',
        `The deadline passed in the queue of source "${origin.source}". No request was sent.`,
        origin,
      );
    case 'limit': {
      const message = `The rate limit of source "${origin.source}" is exhausted. No request was sent.`;
      return new UpstreamError('UPSTREAM_RATE_LIMITED', message, { ...origin, retryAt });
    }
    case 'share': {
      const message = `One operation can use at most half of the rate limit of source "${origin.source}". No request was sent.`;
      return new UpstreamError('UPSTREAM_BUDGET_EXHAUSTED', message, origin);
    }
    case 'circuit': {
      const opened = `The circuit breaker of source "${origin.source}" is open after repeated failures. No request was sent.`;
      const message = sentences(opened, lastOutage === null ? undefined : `Last error: ${lastOutage.message}`);
      return new UpstreamError('UPSTREAM_UNAVAILABLE', message, { ...origin, retryAt });
    }
  }
}

/** The operation ended before the response arrived: at its deadline, or because the client disconnected. */
export function operationTimeoutError(origin: EventOrigin, cause: unknown): UpstreamError {
  const message = `Source "${origin.source}" sent no response before the deadline of the whole operation.`;
  return new UpstreamError('UPSTREAM_TIMEOUT', message, { ...origin, cause });
}

/** The refresh takes longer than callers wait when a stale response is cached. */
export function slowRefreshError(origin: EventOrigin, waitedMs: number): UpstreamError {
  const message = `Source "${origin.source}" has not responded within ${waitedMs} ms. The refresh continues in the background.`;
  return new UpstreamError('UPSTREAM_TIMEOUT', message, origin);
}

/** Responses that are valid one by one, but not together, such as pages without end. */
export function inconsistentError(origin: EventOrigin, what: string): UpstreamError {
  return new UpstreamError('UPSTREAM_MALFORMED', `Source "${origin.source}" ${what}.`, origin);
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
