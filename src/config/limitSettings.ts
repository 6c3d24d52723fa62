import type { z } from 'zod';
import { wholeNumber } from '../providers/settings.ts';

/** What operations may cost. */
export interface LimitSettings {
  /** Cost of the fields of an answer; see `@cost` in the schema. */
  readonly maxCost: number;
  /** Length of an answer. */
  readonly maxAnswerBytes: number;
  /** Upstream requests, without retries. Cached and coalesced responses are free. */
  readonly maxUpstreamRequests: number;
  /** Memory for finished answers that are sent again; 0: none are kept. */
  readonly answerCacheBytes: number;
}

/** The environment variables of these settings. */
export const limitVariables = {
  MAX_COST: wholeNumber(1, 100_000_000, 75_000),
  MAX_ANSWER_BYTES: wholeNumber(1_024, 536_870_912, 16_777_216),
  MAX_UPSTREAM_REQUESTS: wholeNumber(1, 100_000, 300),
  ANSWER_CACHE_BYTES: wholeNumber(0, 1_073_741_824, 16_777_216),
};

type Variables = { readonly [Name in keyof typeof limitVariables]: z.infer<(typeof limitVariables)[Name]> };

export function toLimitSettings(variables: Variables): LimitSettings {
  const { MAX_COST, MAX_ANSWER_BYTES, MAX_UPSTREAM_REQUESTS, ANSWER_CACHE_BYTES } = variables;
  return {
    maxCost: MAX_COST,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    maxUpstreamRequests: MAX_UPSTREAM_REQUESTS,
    answerCacheBytes: ANSWER_CACHE_BYTES,
  };
}
