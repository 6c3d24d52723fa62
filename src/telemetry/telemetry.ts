import type { UpstreamObserver } from '../upstream/observer.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { RejectedRequest } from './rejectedRequest.ts';

/** Receives what happens in a server. */
export interface Telemetry {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Logs and counts upstream requests. */
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

export function reportRejected({ log, metrics }: Telemetry, request: RejectedRequest): void {
  log.rejected(request);
  metrics.rejected(request);
}
