import { Gauge, type Registry } from 'prom-client';
import type { Source } from '../providers/provider.ts';
import type { SourceStatus } from '../upstream/health.ts';
import type { CircuitState } from '../upstream/observer.ts';
import type { RateLimit } from '../upstream/rateBudget.ts';

const CIRCUIT_STATES: readonly CircuitState[] = ['closed', 'half-open', 'open'];
const STATUSES: readonly SourceStatus[] = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN'];

/** Registers gauges of each source's state, read at every scrape. */
export function watchSources(sources: readonly Source[], registry: Registry): void {
  /** @param read the value for a source; null if it has none and the gauge is left out */
  function gauge(name: string, help: string, read: (source: Source) => number | null): void {
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

  /** One gauge for each state: 1 for the current state, 0 for the others. */
  function states<State extends string>(
    name: string,
    help: string,
    all: readonly State[],
    read: (source: Source) => State,
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
    'Whether the circuit breaker is in this state',
    CIRCUIT_STATES,
    ({ upstream }) => upstream.circuit,
  );
  states('source_status', 'Whether the source has this status', STATUSES, ({ upstream }) => upstream.health.status);
  gauge('source_last_success_timestamp_seconds', 'Time of the last successful response', ({ upstream }) =>
    seconds(upstream.health.lastSuccessAt),
  );
  gauge(
    'upstream_rate_limit',
    'Requests that the vendor allows in a window',
    ({ upstream }) => upstream.rateLimit?.limit ?? null,
  );
  gauge('upstream_rate_limit_remaining', 'Requests left in this window; left out once it has ended', ({ upstream }) =>
    remainingOf(upstream.rateLimit),
  );
  gauge('upstream_rate_limit_resets_timestamp_seconds', 'Time at which the next window begins', ({ upstream }) =>
    seconds(upstream.rateLimit?.resetsAt ?? null),
  );
  gauge('upstream_requests_in_flight', 'Requests in flight', ({ upstream }) => upstream.load.underWay);
  gauge('upstream_requests_waiting', 'Requests waiting in the queue', ({ upstream }) => upstream.load.waiting);
  gauge('upstream_responses_cached', 'Responses in the cache', ({ upstream }) => upstream.remembered);
}

/** The remainder of a window that has ended would cause a false alert. */
function remainingOf(rateLimit: RateLimit | null): number | null {
  const ended = rateLimit?.resetsAt != null && rateLimit.resetsAt.getTime() <= Date.now();
  return ended ? null : (rateLimit?.remaining ?? null);
}

function seconds(date: Date | null): number | null {
  return date === null ? null : date.getTime() / 1000;
}
