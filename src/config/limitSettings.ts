import type { z } from 'zod';
import { wholeNumber } from '../providers/settings.ts';

/** What one operation may cost. */
export interface LimitSettings {
  /** Cost of the fields of an answer; see `@cost` in the schema. */
  readonly maxCost: number;
  /** Length of an answer. */
  readonly maxAnswerBytes: number;
  /** Upstream requests, without retries. Cached and coalesced responses are free. */
  readonly maxUpstreamRequests: number;
}

/** The environment variables of these settings. */
export const limitVariables = {
  MAX_COST: wholeNumber(1, 100_000_000, 75_000),
  MAX_ANSWER_BYTES: wholeNumber(1_024, 536_870_912, 16_777_216),
  MAX_UPSTREAM_REQUESTS: wholeNumber(1, 100_000, 300),
};

type Variables = { readonly [Name in keyof typeof limitVariables]: z.infer<(typeof limitVariables)[Name]> };

export function toLimitSettings(variables: Variables): LimitSettings {
  const { MAX_COST, MAX_ANSWER_BYTES, MAX_UPSTREAM_REQUESTS } = variables;
  return { maxCost: MAX_COST, maxAnswerBytes: MAX_ANSWER_BYTES, maxUpstreamRequests: MAX_UPSTREAM_REQUESTS };
}
