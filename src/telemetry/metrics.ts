import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Source } from '../providers/provider.ts';
import type { UpstreamObserver } from '../upstream/observer.ts';
import type { EndedOperation } from './endedOperation.ts';
import { watchSources } from './sourceMetrics.ts';

/** The numbers of one server, for Prometheus. No label holds what a client chose: its operations' names, say. */
export interface Metrics extends UpstreamObserver {
  operation(operation: EndedOperation): void;
  /** Shows the state of these sources from now on. */
  watch(sources: readonly Source[]): void;
  readonly contentType: string;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
}

/** In seconds: from answers out of memory to the longest deadlines. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const ORIGIN = ['provider', 'source'] as const;

/** @param ofProcess whether to measure the process too, event loop and memory; once in a process is enough */
export function createMetrics({ ofProcess = false } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });

  const operations = new Histogram({
    name: 'switchboard_operation_duration_seconds',
    help: 'Operations that are over, by type and outcome: ok, partial (data and errors), error (no data), cancelled (the caller left)',
    labelNames: ['type', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  });
  const operationErrors = new Counter({
    name: 'switchboard_operation_errors_total',
    help: 'Operations with errors, by extensions.code; an operation counts once for each code it has',
    labelNames: ['code'] as const,
    registers,
  });
  const calls = new Histogram({
    name: 'switchboard_upstream_call_duration_seconds',
    help: 'Requests sent to an upstream, retries included, until the end of the body; outcome is ok, the code of the problem, or abandoned: all who waited have gone',
    labelNames: [...ORIGIN, 'kind', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  });
  const notSent = new Counter({
    name: 'switchboard_upstream_calls_not_sent_total',
    help: 'Requests kept back: the circuit was open, the rate limit spent or the queue full',
    labelNames: [...ORIGIN, 'kind', 'outcome'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'switchboard_upstream_retries_total',
    help: 'Failed requests that were to be sent again',
    labelNames: [...ORIGIN, 'kind'] as const,
    registers,
  });
  const answers = new Counter({
    name: 'switchboard_upstream_answers_total',
    help: 'Answers by where they came from: upstream, coalesced (with a request under way), cache, stale (past their lifetime)',
    labelNames: [...ORIGIN, 'kind', 'from'] as const,
    registers,
  });
  const circuitChanges = new Counter({
    name: 'switchboard_upstream_circuit_changes_total',
    help: 'Changes of the circuit to a state: open, half-open, closed',
    labelNames: [...ORIGIN, 'state'] as const,
    registers,
  });

  return {
    operation({ type, outcome, codes, durationMs }) {
      operations.observe({ type: type ?? 'unknown', outcome }, durationMs / 1000);
      for (const code of codes) operationErrors.inc({ code });
    },
    called({ provider, source, kind, sent, durationMs, problem, retryInMs, abandoned }) {
      const outcome = problem?.code ?? (abandoned ? 'abandoned' : 'ok');
      if (sent) calls.observe({ provider, source, kind, outcome }, durationMs / 1000);
      else notSent.inc({ provider, source, kind, outcome });
      if (retryInMs !== null) retries.inc({ provider, source, kind });
    },
    answered: ({ provider, source, kind, from }) => answers.inc({ provider, source, kind, from }),
    circuitChanged: ({ provider, source, state }) => circuitChanges.inc({ provider, source, state }),
    watch: (sources) => watchSources(sources, registry),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
