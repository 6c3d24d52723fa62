import type { UpstreamObserver } from '../upstream/observer.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Where a server tells what happens in it. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Logs and counts what happens on the way to the upstreams. */
export function observerFor({ log, metrics }: Telemetry): UpstreamObserver {
  return {
    called(call) {
      metrics.called(call);
      log.called(call);
    },
    answered: metrics.answered,
    circuitChanged(change) {
      metrics.circuitChanged(change);
      log.circuitChanged(change);
    },
  };
}
