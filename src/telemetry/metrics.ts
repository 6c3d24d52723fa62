import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { ClientLimit, OperationEvent, RejectedRequestEvent, SourceState, UpstreamObserver } from './events.ts';
import { watchSources } from './sourceMetrics.ts';

/** The metrics of one server, for Prometheus. No label has values that clients choose, such as operation names. */
export interface Metrics extends Omit<UpstreamObserver, 'noticed'> {
  operation(operation: OperationEvent): void;
  rejected(request: RejectedRequestEvent): void;
  /** The server closed a socket without a complete answer. */
  connectionClosed(limit: ClientLimit): void;
  /** Exports the state of these sources from now on. */
  watch(sources: readonly SourceState[]): void;
  readonly contentType: string;
  /** In the Prometheus text format. */
  text(): Promise<string>;
}

/** In seconds, from cached answers to the longest deadlines. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const ORIGIN = ['provider', 'source'] as const;

/** @param ofProcess whether to export metrics of the process too, such as its memory. One server per process exports them. */
export function createMetrics({ ofProcess = false } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });

  const operations = new Histogram({
    name: 'switchboard_operation_duration_seconds',
    help: 'Operations that ended, by type and outcome: ok, partial (data and errors), error (no data), cancelled (the client disconnected)',
    labelNames: ['type', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  });
  const answers = new Counter({
    name: 'switchboard_answers_total',
    help: 'Operations that ended, by the origin of their answer: execution, coalesced (with an identical operation in flight), cache (a finished answer)',
    labelNames: ['from'] as const,
    registers,
  });
  const operationErrors = new Counter({
    name: 'switchboard_operation_errors_total',
    help: 'Operations with errors, by extensions.code; an operation counts once for each of its codes',
    labelNames: ['code'] as const,
    registers,
  });
  const rejectedRequests = new Counter({
    name: 'switchboard_rejected_requests_total',
    help: 'HTTP requests rejected before GraphQL read them, by extensions.code and HTTP status',
    labelNames: ['code', 'status'] as const,
    registers,
  });
  const closedConnections = new Counter({
    name: 'switchboard_closed_connections_total',
    help: 'Client connections closed without a complete answer, by the limit reached: connections, connections_per_client, pipelined_requests, unread_answer, memory',
    labelNames: ['limit'] as const,
    registers,
  });
  const failedLogins = new Counter({
    name: 'switchboard_failed_logins_total',
    help: 'Requests without valid credentials, by reason',
    labelNames: ['reason'] as const,
    registers,
  });
  const requests = new Histogram({
    name: 'switchboard_upstream_request_duration_seconds',
    help: 'Requests sent to an upstream, retries included, until the end of the body; outcome is ok, the error code, or abandoned (every waiter left)',
    labelNames: [...ORIGIN, 'kind', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  });
  const notSent = new Counter({
    name: 'switchboard_upstream_requests_not_sent_total',
    help: 'Requests that were not sent: the circuit breaker was open, the rate limit or the share of an operation exhausted, or the queue full',
    labelNames: [...ORIGIN, 'kind', 'outcome'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'switchboard_upstream_retries_total',
    help: 'Failed requests that were scheduled for a retry',
    labelNames: [...ORIGIN, 'kind'] as const,
    registers,
  });
  const responses = new Counter({
    name: 'switchboard_upstream_responses_total',
    help: 'Responses by origin: upstream, coalesced (with a request in flight), cache, stale (cached, past their lifetime)',
    labelNames: [...ORIGIN, 'kind', 'from'] as const,
    registers,
  });
  const circuitChanges = new Counter({
    name: 'switchboard_upstream_circuit_changes_total',
    help: 'Changes of the circuit breaker to a state: open, half-open, closed',
    labelNames: [...ORIGIN, 'state'] as const,
    registers,
  });

  return {
    operation({ type, outcome, from, codes, durationMs }) {
      operations.observe({ type: type ?? 'unknown', outcome }, durationMs / 1000);
      answers.inc({ from });
      for (const code of codes) operationErrors.inc({ code });
    },
    rejected({ code, status, reason }) {
      rejectedRequests.inc({ code, status });
      if (reason !== undefined) failedLogins.inc({ reason });
    },
    connectionClosed: (limit) => closedConnections.inc({ limit }),
    requestEnded({ provider, source, kind, sent, durationMs, problem, retryInMs, abandoned }) {
      const outcome = problem?.code ?? (abandoned ? 'abandoned' : 'ok');
      if (sent) requests.observe({ provider, source, kind, outcome }, durationMs / 1000);
      else notSent.inc({ provider, source, kind, outcome });
      if (retryInMs !== null) retries.inc({ provider, source, kind });
    },
    responseServed: ({ provider, source, kind, from }) => responses.inc({ provider, source, kind, from }),
    circuitChanged: ({ provider, source, state }) => circuitChanges.inc({ provider, source, state }),
    watch: (sources) => watchSources(sources, registry),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
