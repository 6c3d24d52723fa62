/** The parts of a global id: the object's type in the schema, its source's name, and what identifies it there. */
export interface GlobalId {
  readonly type: string;
  readonly source: string;
  readonly key: readonly string[];
}

/** Opaque to clients, readable to us: base64url of a JSON array, so no part needs escaping. */
export function toGlobalId(type: string, source: string, ...key: readonly string[]): string {
  return Buffer.from(JSON.stringify([type, source, ...key])).toString('base64url');
}

/** The parts of an id, or null if `toGlobalId` did not make it. */
export function parseGlobalId(id: string): GlobalId | null {
  const parts = parseBase64Json(id);
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [type, source, ...key] = parts;
  if (type === undefined || source === undefined) return null;
  // Base64 has many spellings of the same bytes; only ours is the object's id, or clients would cache it twice.
  return toGlobalId(type, source, ...key) === id ? { type, source, key } : null;
}

/** What a base64url text holds as JSON, or undefined. */
export function parseBase64Json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
