import type { Caller } from '../context.ts';
import type { KnownRequest } from './knownDocuments.ts';

/** Longer keys take more memory and time than they are worth. */
const MAX_LENGTH = 16_384;

/**
 * Identifies all requests that get the same answer at the same time: the same operation with the same variables, from callers with the
 * same scopes. Nothing else of a caller shapes an answer.
 *
 * @returns null if the answer cannot be shared
 */
export function answerKey(
  { documentId, operation, variables }: KnownRequest,
  { scopes }: Pick<Caller, 'scopes'>,
): string | null {
  const sent = textOf(variables);
  if (sent === null || sent.length > MAX_LENGTH) return null;
  const granted = scopes === null ? null : [...scopes].sort();
  return `${documentId} ${operation.name?.value ?? ''} ${JSON.stringify(granted)} ${sent}`;
}

/** Null if there is no such text, or if it would be that of other values too: JSON has no infinity, and writes null. */
function textOf(variables: KnownRequest['variables']): string | null {
  try {
    const text = JSON.stringify(variables);
    return text.includes('null') && hasInfinity(variables) ? null : text;
  } catch {
    // The variables are nested too deeply. The execution rejects them.
    return null;
  }
}

function hasInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}
