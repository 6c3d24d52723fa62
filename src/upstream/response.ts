import type { RateLimit } from './rateBudget.ts';
import type { HttpResponse } from './responseReader.ts';

/** A response of any status, with the rate limit that its headers report. */
export interface UpstreamResponse extends HttpResponse {
  readonly rateLimit: RateLimit | null;
}
