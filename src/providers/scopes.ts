/** The scopes that a caller can be granted. */
export const SCOPES = [
  // The connections of EMS sources, their streams and settings.
  'ems:read',
  // The connections of Telnyx sources, and their active calls.
  'telnyx:read',
  // The connections of X sources.
  'x:read',
  // The addresses of clients and peers, also as filter arguments.
  'addresses:read',
  // The tokens that control an active call: `callControlId`.
  'calls:control',
  // URLs: those of streams, webhooks and EMS settings.
  'urls:read',
  // The internals of sources, and the metrics.
  'sources:read',
] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
