import { answerParent } from '../child.ts';
import type { Conditions } from './replay.ts';
import { startUpstreams, type UpstreamCounts, type UpstreamEnvironment } from './upstreams.ts';

/*
 * The upstreams in a process of their own, so that their CPU time is not that of a server.
 */

export type UpstreamsQuestion = { readonly set: Partial<Conditions> } | 'counts' | 'environment';
export interface UpstreamsAnswers {
  readonly counts: UpstreamCounts;
  readonly environment: UpstreamEnvironment;
}

const upstreams = await startUpstreams(Number(process.argv[2]));

answerParent((question: UpstreamsQuestion) => {
  if (question === 'counts') return upstreams.counts();
  if (question === 'environment') return upstreams.environment;
  Object.assign(upstreams.conditions, question.set);
  return null;
});
