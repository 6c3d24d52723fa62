/** JSON as base64url, for IDs and cursors. Clients must not parse it. */
export function toOpaqueText(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/** The maximum length of IDs and cursors. A longer one was not made here, and is rejected without being parsed. */
export const MAX_OPAQUE_LENGTH = 4096;

/** The JSON in an opaque text, not validated; undefined if the text is too long or is not JSON. */
export function readOpaqueText(text: string): unknown {
  if (text.length > MAX_OPAQUE_LENGTH) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
