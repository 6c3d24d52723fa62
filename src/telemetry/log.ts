import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import { BatchedLines } from './batchedLines.ts';
import type {
  CircuitState,
  EventOrigin,
  OperationEvent,
  RejectedRequestEvent,
  UpstreamRequestEvent,
} from './events.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that is ever logged. Each line is built here from fields without secrets; no other object can be logged. */
export interface Log {
  /** About the process itself, such as its start and its shutdown. */
  message(text: string, level?: 'info' | 'warn' | 'error'): void;
  operation(operation: OperationEvent): void;
  rejected(request: RejectedRequestEvent): void;
  /** Logs nothing for a successful request. */
  requestEnded(event: UpstreamRequestEvent): void;
  circuitChanged(change: EventOrigin & { readonly state: CircuitState }): void;
  noticed(notice: EventOrigin & { readonly message: string }): void;
  /** An internal error. */
  unexpected(error: unknown, requestId: string | null): void;
}

const STANDARD_OUTPUT = 1;

/** Removed from every line, in case such a field is ever added by mistake. */
const REDACTED_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'headers',
  'body',
  'url',
  'query',
  'variables',
  'apiKey',
  'bearerToken',
  'cause',
]);

/**
 * @param destination standard output by default. Batches are written synchronously: otherwise the last lines could be lost, and pino
 *   would retry without end when the reader of a pipe has closed it.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: withoutRedacted },
  };
  const output = () => new BatchedLines(pino.destination({ dest: STANDARD_OUTPUT, sync: true }));
  const log = pino(options, destination ?? output());

  return {
    message: (text, level = 'info') => log[level](text),

    operation({ requestId, caller, name, type, outcome, from, codes, durationMs }) {
      const named = { requestId, caller, operationName: name, operationType: type };
      log.info({ ...named, outcome, from, codes, durationMs: roundToTenths(durationMs) }, 'operation');
    },

    rejected: ({ requestId, status, code, reason, caller, address }) =>
      log.info({ requestId, status, code, reason, caller: caller ?? undefined, address }, 'request rejected'),

    requestEnded({ provider, source, kind, requestId, attempt, sent, durationMs, problem, reason, retryInMs }) {
      if (problem === null) return;
      const { code, httpStatus, vendorCode, retryAt, message } = problem;
      const outcome = { code, httpStatus, vendorCode, reason, durationMs: roundToTenths(durationMs) };
      const retry = { retryInMs: retryInMs === null ? null : roundToTenths(retryInMs), retryAt };
      // During an outage, thousands of requests are not sent, because the circuit breaker is open.
      log[sent ? 'warn' : 'debug']({ requestId, provider, source, kind, attempt, sent, ...outcome, ...retry }, message);
    },

    circuitChanged: ({ provider, source, state }) =>
      log[state === 'open' ? 'warn' : 'info'](
        { provider, source, state },
        `The circuit breaker of source "${source}" is ${state}`,
      ),

    noticed: ({ provider, source, message }) => log.warn({ provider, source }, message),

    unexpected(error, requestId) {
      // The `cause` is left out: it can contain text of an upstream.
      const { name, message, stack } =
        error instanceof Error ? error : new Error(`Thrown value is not an Error: ${typeof error}`);
      log.error({ requestId, type: name, message, stack }, 'unexpected error');
    },
  };
}

/** pino's own redaction costs more than the rest of a line. */
function withoutRedacted(fields: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(fields)) {
    if (REDACTED_FIELDS.has(name)) delete fields[name];
    else if (value?.constructor === Object) {
      fields[name] = Object.fromEntries(Object.entries(value).filter(([member]) => !REDACTED_FIELDS.has(member)));
    }
  }
  return fields;
}

function roundToTenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
