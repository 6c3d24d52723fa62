import { context, type Span, type Context as SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { UpstreamError } from '../errors.ts';
import type { EventOrigin } from '../telemetry/events.ts';

export type { SpanContext };

/** What identifies a request in its span, whose attributes follow OpenTelemetry's semantic conventions for HTTP clients. */
export interface RequestAttributes extends EventOrigin {
  readonly kind: string;
  readonly url: URL;
  readonly attempt: number;
}

/**
 * Starts a span for one upstream request; a no-op unless tracing is configured. `url.full` is not included, because paths and
 * queries contain names, cursors and IDs. No trace header is sent to a vendor.
 *
 * @param parent the context of the operation. It is passed on, because after a wait in the queue it is not the active one.
 */
export function startRequestSpan(
  { provider, source, kind, url, attempt }: RequestAttributes,
  parent: SpanContext,
): Span {
  return trace.getTracer('switchboard').startSpan(
    'GET',
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': 'GET',
        'server.address': url.hostname,
        'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
        ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
        'switchboard.provider': provider,
        'switchboard.source': source,
        'switchboard.kind': kind,
      },
    },
    parent,
  );
}

export function endRequestSpan(
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

/** The parent for the spans of requests that are made now. */
export function activeContext(): SpanContext {
  return context.active();
}
