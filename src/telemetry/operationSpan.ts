import type { IncomingHttpHeaders } from 'node:http';
import {
  type Context,
  context,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { OperationEvent } from './events.ts';

export interface HttpRequest {
  readonly method: string;
  readonly route: string;
  readonly headers: IncomingHttpHeaders;
}

/** The span of one operation, and the context in which the spans of upstream requests become its children. */
export interface OperationSpan {
  readonly span: Span;
  /** Null: tracing is not configured. */
  readonly children: Context | null;
}

/**
 * Starts a span for one operation, following OpenTelemetry's semantic conventions for HTTP servers and GraphQL. A no-op unless
 * tracing is configured. The document is not included, because it can contain personal data.
 */
export function startOperationSpan({ method, route, headers }: HttpRequest): OperationSpan {
  const parent = propagation.extract(context.active(), headers);
  const attributes = { 'http.request.method': method, 'http.route': route };
  const options = { kind: SpanKind.SERVER, attributes };
  const span = trace.getTracer('switchboard').startSpan(`${method} ${route}`, options, parent);
  return { span, children: isSpanContextValid(span.spanContext()) ? trace.setSpan(parent, span) : null };
}

/** Runs something whose upstream requests belong to the span. */
export function inSpan<Result>({ children }: OperationSpan, run: () => Result): Result {
  return children === null ? run() : context.with(children, run);
}

/**
 * @param httpStatus null if the client disconnected before the answer was sent
 * @param operation null if the request was not an operation
 */
export function endOperationSpan(
  { span, children }: OperationSpan,
  httpStatus: number | null,
  operation: OperationEvent | null,
): void {
  if (children === null) return;
  if (httpStatus !== null) span.setAttribute('http.response.status_code', httpStatus);
  if (operation !== null) describe(span, operation);
  span.end();
}

function describe(span: Span, { requestId, caller, name, type, outcome, codes }: OperationEvent): void {
  span.setAttributes({ 'switchboard.request_id': requestId, 'switchboard.outcome': outcome });
  if (caller !== null) span.setAttribute('enduser.id', caller);
  if (type !== null) {
    span.updateName(name === null ? type : `${type} ${name}`);
    span.setAttribute('graphql.operation.type', type);
  }
  if (name !== null) span.setAttribute('graphql.operation.name', name);
  if (outcome === 'error' || outcome === 'cancelled') {
    span.setAttribute('error.type', codes[0] ?? outcome);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}
