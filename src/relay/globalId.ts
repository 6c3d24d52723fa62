import { readOpaqueText, toOpaqueText } from './opaqueText.ts';

/** The parts of a global id: the object's type in the schema, its source's name, and what identifies it there. */
export interface GlobalId {
  readonly type: string;
  readonly source: string;
  readonly key: readonly string[];
}

/** A JSON array, so that no part needs escaping. */
export function toGlobalId(type: string, source: string, ...key: readonly string[]): string {
  return toOpaqueText([type, source, ...key]);
}

/** The parts of an id, or null if `toGlobalId` did not make it. */
export function parseGlobalId(id: string): GlobalId | null {
  const parts = readOpaqueText(id);
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [type, source, ...key] = parts;
  if (type === undefined || source === undefined) return null;
  // Base64 has many spellings of the same bytes; only ours is the object's id, or clients would cache it twice.
  return toGlobalId(type, source, ...key) === id ? { type, source, key } : null;
}
