/** JSON as base64url: how ids and cursors are made. Clients are to read nothing in it. */
export function toOpaqueText(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

/** What an opaque text holds, unchecked; undefined if it is none. */
export function readOpaqueText(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
