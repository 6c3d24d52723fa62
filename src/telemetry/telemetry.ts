import type { RejectedRequestEvent, UpstreamObserver } from './events.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Where the server reports what happens. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Sends the events of the upstreams to the log and the metrics. */
export function observerFor({ log, metrics }: Telemetry): UpstreamObserver {
  return {
    requestEnded(event) {
      metrics.requestEnded(event);
      log.requestEnded(event);
    },
    responseServed: metrics.responseServed,
    circuitChanged(change) {
      metrics.circuitChanged(change);
      log.circuitChanged(change);
    },
    noticed: log.noticed,
  };
}

export function reportRejected({ log, metrics }: Telemetry, request: RejectedRequestEvent): void {
  log.rejected(request);
  metrics.rejected(request);
}
