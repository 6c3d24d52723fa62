import { Gauge, type Registry } from 'prom-client';
import type { Source } from '../providers/provider.ts';
import type { SourceStatus } from '../upstream/health.ts';
import type { CircuitState } from '../upstream/observer.ts';
import type { RateLimit } from '../upstream/rateBudget.ts';

const CIRCUIT_STATES: readonly CircuitState[] = ['closed', 'half-open', 'open'];
const STATUSES: readonly SourceStatus[] = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN'];

/** Shows what each source is like, read when the numbers are. */
export function watchSources(sources: readonly Source[], registry: Registry): void {
  /** @param read the number of a source; null where there is none, and nothing is shown */
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

  /** One number for each state, 1 for the one it is in. */
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
    'Whether the circuit is in this state',
    CIRCUIT_STATES,
    ({ upstream }) => upstream.circuit,
  );
  states('source_status', 'Whether the source has this status', STATUSES, ({ upstream }) => upstream.health.status);
  gauge('source_last_success_timestamp_seconds', 'When the source last answered', ({ upstream }) =>
    seconds(upstream.health.lastSuccessAt),
  );
  gauge(
    'upstream_rate_limit',
    'Calls that the vendor allows in a window',
    ({ upstream }) => upstream.rateLimit?.limit ?? null,
  );
  gauge('upstream_rate_limit_remaining', 'Calls left in this window; not shown once it has ended', ({ upstream }) =>
    remainingOf(upstream.rateLimit),
  );
  gauge('upstream_rate_limit_resets_timestamp_seconds', 'When the next window begins', ({ upstream }) =>
    seconds(upstream.rateLimit?.resetsAt ?? null),
  );
  gauge('upstream_calls_under_way', 'Calls being sent or answered', ({ upstream }) => upstream.load.underWay);
  gauge('upstream_calls_waiting', 'Calls waiting for their turn', ({ upstream }) => upstream.load.waiting);
  gauge('upstream_answers_remembered', 'Answers in the cache', ({ upstream }) => upstream.remembered);
}

/** What was left of a window that has ended would raise an alarm for nothing. */
function remainingOf(rateLimit: RateLimit | null): number | null {
  const ended = rateLimit?.resetsAt != null && rateLimit.resetsAt.getTime() <= Date.now();
  return ended ? null : (rateLimit?.remaining ?? null);
}

function seconds(date: Date | null): number | null {
  return date === null ? null : date.getTime() / 1000;
}
