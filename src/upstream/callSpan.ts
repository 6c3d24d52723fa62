import { context, type Span, type Context as SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { UpstreamError } from '../errors.ts';

export type { SpanContext };

/** What a span says of a call, by OpenTelemetry's semantic conventions for HTTP clients. */
export interface CallAttributes {
  readonly provider: string;
  readonly source: string;
  readonly kind: string;
  readonly origin: URL;
  readonly attempt: number;
}

/**
 * A span for one call to an upstream; it costs nothing where no tracing is set up. `url.full` is left out on purpose: paths and
 * queries hold names, cursors and ids that are nobody's business. No trace header goes to a vendor.
 *
 * @param parent the context of the operation, which is not the active one in a queue
 */
export function startCallSpan({ provider, source, kind, origin, attempt }: CallAttributes, parent: SpanContext): Span {
  return trace.getTracer('switchboard').startSpan(
    'GET',
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': 'GET',
        'server.address': origin.hostname,
        'server.port': Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80),
        ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
        'switchboard.provider': provider,
        'switchboard.source': source,
        'switchboard.kind': kind,
      },
    },
    parent,
  );
}

export function endCallSpan(
  span: Span,
  httpStatus: number | null,
  error: UpstreamError | null,
  isAbandoned: boolean,
): void {
  if (httpStatus !== null) span.setAttribute('http.response.status_code', httpStatus);
  if (error !== null) {
    span.setAttribute('error.type', error.problem.code);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
  if (isAbandoned) span.setAttribute('error.type', 'abandoned').setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Whose child the spans of what is asked now will be. */
export function activeContext(): SpanContext {
  return context.active();
}
