import { INVALID_SPAN_CONTEXT, type Span, type SpanOptions, trace } from '@opentelemetry/api';
import { onTestFinished } from 'vitest';

/** Records everything that spans are given, until the end of the test. */
export function recordSpans(): unknown[] {
  const recorded: unknown[] = [];
  const startSpan = (name: string, options: SpanOptions = {}) => {
    recorded.push(name, options);
    const span: Span = new Proxy(trace.wrapSpanContext(INVALID_SPAN_CONTEXT), {
      get: (target, member) => {
        const value = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]) => {
          recorded.push(values);
          const result = Reflect.apply(value, target, values);
          return result === target ? span : result;
        };
      },
    });
    return span;
  };
  const startActiveSpan = () => {
    throw new Error('Switchboard passes its contexts on');
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan, startActiveSpan }) });
  onTestFinished(() => trace.disable());
  return recorded;
}
