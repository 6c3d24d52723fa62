import { readScopeOf } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import type { SourceModel } from './connectionModel.ts';
import type { Source } from './provider.ts';

/** The error for a source that the caller may not read. It is not an error of the source, and does not count against its health. */
export function forbiddenError({ provider, name }: Source): UpstreamError {
  const message = `Source "${name}" requires the scope ${readScopeOf(provider)}.`;
  return new UpstreamError('FORBIDDEN', message, { provider, source: name });
}

/** What a caller sees of a source that they may not read: its ID, name and provider. */
export function withoutDetails({ __typename, id, name, provider }: Source): SourceModel {
  const unknown = { lastSuccessAt: null, lastProblem: null, lastProblemAt: null, rateLimit: null } as const;
  return { __typename, id, name, provider, status: 'UNKNOWN', ...unknown };
}
