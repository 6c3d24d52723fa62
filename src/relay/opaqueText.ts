/** JSON as base64url: how ids and cursors are made. Clients are to read nothing in it. */
export function toOpaqueText(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/** The longest id or cursor there is: 4 KB. A longer one is not ours, and is rejected unread. */
export const MAX_OPAQUE_LENGTH = 4096;

/** What an opaque text holds, unchecked; undefined if it is none. */
export function readOpaqueText(text: string): unknown {
  if (text.length > MAX_OPAQUE_LENGTH) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
