import { Gauge, type Registry } from 'prom-client';
import type { CircuitState, SourceState, SourceStatus } from './events.ts';

const CIRCUIT_STATES: readonly CircuitState[] = ['closed', 'half-open', 'open'];
const STATUSES: readonly SourceStatus[] = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN'];

/** Registers gauges for the state of each source, read when the metrics are scraped. */
export function watchSources(sources: readonly SourceState[], registry: Registry): void {
  /** @param read the value for a source; if null, no sample is exported */
  function gauge(name: string, help: string, read: (source: SourceState) => number | null): void {
    new Gauge({
      name: `switchboard_${name}`,
      help,
      labelNames: ['provider', 'source'] as const,
      registers: [registry],
      collect() {
        this.reset();
        for (const source of sources) {
          const value = read(source);
          if (value !== null) this.set({ provider: source.provider, source: source.name }, value);
        }
      },
    });
  }

  /** Exports one sample for each possible state: 1 for the current one, else 0. */
  function states<State extends string>(
    name: string,
    help: string,
    all: readonly State[],
    read: (source: SourceState) => State,
  ): void {
    new Gauge({
      name: `switchboard_${name}`,
      help,
      labelNames: ['provider', 'source', 'state'] as const,
      registers: [registry],
      collect() {
        for (const source of sources) {
          const now = read(source);
          for (const state of all) {
            this.set({ provider: source.provider, source: source.name, state }, state === now ? 1 : 0);
          }
        }
      },
    });
  }

  states(
    'upstream_circuit',
    '1 for the current state of the circuit breaker, else 0',
    CIRCUIT_STATES,
    ({ circuit }) => circuit,
  );
  states('source_status', '1 for the current status of the source, else 0', STATUSES, ({ status }) => status);
  gauge('source_last_success_timestamp_seconds', 'Time of the last successful response', ({ lastSuccessAt }) =>
    seconds(lastSuccessAt),
  );
  gauge(
    'upstream_rate_limit',
    'Requests that the vendor allows in a window',
    ({ rateLimit }) => rateLimit?.limit ?? null,
  );
  gauge(
    'upstream_rate_limit_remaining',
    'Requests left in this window; absent after the window has ended',
    ({ rateLimit }) => remainingOf(rateLimit),
  );
  gauge('upstream_rate_limit_resets_timestamp_seconds', 'Time when the next window begins', ({ rateLimit }) =>
    seconds(rateLimit?.resetsAt ?? null),
  );
  gauge(
    'upstream_requests_in_flight',
    'Requests that were sent and have no complete response yet',
    ({ load }) => load.inFlight,
  );
  gauge('upstream_requests_waiting', 'Requests waiting in the queue', ({ load }) => load.waiting);
  gauge('upstream_cached_responses', 'Responses in the cache', ({ cachedResponses }) => cachedResponses);
}

/** Null after the window has ended: the old number would cause false alarms. */
function remainingOf(rateLimit: SourceState['rateLimit']): number | null {
  const ended = rateLimit?.resetsAt != null && rateLimit.resetsAt.getTime() <= Date.now();
  return ended ? null : (rateLimit?.remaining ?? null);
}

function seconds(date: Date | null): number | null {
  return date === null ? null : date.getTime() / 1000;
}
