import { readOpaqueText, toOpaqueText } from './opaqueText.ts';

/** The parts of a global ID: the object's type in the schema, its source's name, and the object's key within that source. */
export interface GlobalId {
  readonly type: string;
  readonly source: string;
  readonly key: readonly string[];
}

/** The ID is made of a JSON array, so that no part needs escaping. */
export function toGlobalId(type: string, source: string, ...key: readonly string[]): string {
  return toOpaqueText([type, source, ...key]);
}

/** The parts of an ID, or null if it was not made by `toGlobalId`. */
export function parseGlobalId(id: string): GlobalId | null {
  const parts = readOpaqueText(id);
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return null;
  const [type, source, ...key] = parts;
  if (type === undefined || source === undefined) return null;
  // Different base64 texts can decode to the same bytes. If all were accepted, clients would cache one object under several IDs.
  return toGlobalId(type, source, ...key) === id ? { type, source, key } : null;
}
