import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { CircuitState, EventOrigin, UpstreamCall } from '../upstream/observer.ts';
import type { EndedOperation } from './endedOperation.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** All that is ever logged. Each line is made here, of fields that hold no secret; nobody can log an object of their own. */
export interface Log {
  /** Of the process itself: it starts, it stops. */
  happened(message: string, level?: 'info' | 'warn' | 'error'): void;
  operation(operation: EndedOperation): void;
  /** Nothing is logged of a call that went well. */
  called(call: UpstreamCall): void;
  circuitChanged(change: EventOrigin & { readonly state: CircuitState }): void;
  /** A mistake of ours. */
  unexpected(error: unknown, requestId: string | null): void;
}

const STANDARD_OUTPUT = 1;

/** Removed from every line, in case such a field is ever added by mistake. */
const NEVER = [
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
];

/**
 * @param destination standard output by default. It is written to synchronously: otherwise the last lines could be lost, and pino
 *   would try for ever to write them to a pipe that its reader has closed.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: NEVER.flatMap((field) => [field, `*.${field}`]), remove: true },
  };
  const log = pino(options, destination ?? pino.destination({ dest: STANDARD_OUTPUT, sync: true }));

  return {
    happened: (message, level = 'info') => log[level](message),

    operation: ({ requestId, name, type, outcome, codes, durationMs }) =>
      log.info(
        { requestId, operationName: name, operationType: type, outcome, codes, durationMs: tenths(durationMs) },
        'operation',
      ),

    called({ provider, source, kind, requestId, attempt, sent, durationMs, problem, reason, retryInMs }) {
      if (problem === null) return;
      const { code, httpStatus, vendorCode, retryAt, message } = problem;
      const outcome = { code, httpStatus, vendorCode, reason, durationMs: tenths(durationMs) };
      const again = { retryInMs: retryInMs === null ? null : tenths(retryInMs), retryAt };
      // Kept back by a circuit whose opening was logged, or by a limit: in an outage there are thousands of those.
      log[sent ? 'warn' : 'debug']({ requestId, provider, source, kind, attempt, sent, ...outcome, ...again }, message);
    },

    circuitChanged: ({ provider, source, state }) =>
      log[state === 'open' ? 'warn' : 'info'](
        { provider, source, state },
        `The circuit of source "${source}" is ${state}`,
      ),

    unexpected(error, requestId) {
      // A `cause` is left out: it can hold words of an upstream.
      const { name, message, stack } =
        error instanceof Error ? error : new Error(`Thrown, and no error: ${typeof error}`);
      log.error({ requestId, type: name, message, stack }, 'unexpected error');
    },
  };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
