import type { z } from 'zod';
import { wholeNumber } from '../providers/settings.ts';

/** What one operation may cost. */
export interface LimitSettings {
  /** Upstream requests, without retries. Cached and coalesced responses are free. */
  readonly maxUpstreamRequests: number;
}

/** The environment variables of these settings. */
export const limitVariables = {
  MAX_UPSTREAM_REQUESTS: wholeNumber(1, 100_000, 300),
};

type Variables = { readonly [Name in keyof typeof limitVariables]: z.infer<(typeof limitVariables)[Name]> };

export function toLimitSettings({ MAX_UPSTREAM_REQUESTS }: Variables): LimitSettings {
  return { maxUpstreamRequests: MAX_UPSTREAM_REQUESTS };
}
