import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A manifest of these documents, as codegen's client preset writes it. */
export function manifestOf(...texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map((text) => [hashOf(text), text]));
}

/** Writes a file for one test, and returns its path. */
export function fileWith(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'trusted-documents-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'documents.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
