import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { z } from 'zod';
import { onlyDefinedOperationTypes } from './queryLimits.ts';

/** A document of the manifest. It was checked at the start, so the limits on the form of a document do not apply to it. */
export interface TrustedDocument {
  /** SHA-256 of the text, in lower-case hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
  readonly document: DocumentNode;
}

/** By their hash. */
export type TrustedDocuments = ReadonlyMap<string, TrustedDocument>;

/** The manifest cannot be used. The message lists all problems, and names documents by hash and operation, not by their text. */
export class TrustedDocumentsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`TRUSTED_DOCUMENTS: the file ${message}`, options);
    this.name = 'TrustedDocumentsError';
  }
}

/** As GraphQL Code Generator's client preset writes it: texts by their identifier. */
const codegenManifest = z.record(z.string(), z.string());

/** As Apollo's `generate-persisted-query-manifest` writes it. */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/** Identifiers with their texts. */
const manifest = z.union([
  apolloManifest.transform(({ operations }) => operations.map(({ id, body }) => [id, body] as const)),
  codegenManifest.transform((texts) => Object.entries(texts)),
]);

/**
 * Reads a manifest, and checks each document against the schema.
 *
 * @throws TrustedDocumentsError with all problems
 */
export function readTrustedDocuments(path: string, schema: GraphQLSchema): TrustedDocuments {
  const checked = readManifest(path).map(([identifier, text], index) => {
    const hash = hashIn(identifier);
    if (hash === null) return `document ${index + 1}: is not named by a SHA-256 hash`;
    if (sha256(text) !== hash) return `${hash}: is not the SHA-256 hash of its document`;
    return check(hash, text, schema);
  });
  const problems = checked.filter((one) => typeof one === 'string').map((problem) => `  - ${problem}`);
  if (problems.length > 0) {
    throw new TrustedDocumentsError([`${path} contains documents that cannot be used:`, ...problems].join('\n'));
  }
  return new Map(checked.filter((one) => typeof one === 'object').map((document) => [document.hash, document]));
}

/** The hash in a document identifier, with or without the prefix `sha256:` of GraphQL over HTTP; null if it is not one. */
export function hashIn(identifier: unknown): string | null {
  const match = typeof identifier === 'string' ? /^(?:sha256:)?([0-9a-f]{64})$/.exec(identifier) : null;
  return match?.[1] ?? null;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readManifest(path: string): readonly (readonly [identifier: string, text: string])[] {
  const read = manifest.safeParse(readJson(path));
  if (!read.success) throw new TrustedDocumentsError(`${path} must contain a JSON object with a text for each hash`);
  if (read.data.length === 0) throw new TrustedDocumentsError(`${path} contains no documents`);
  return read.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = Object(error);
    // The parser's message would quote the file.
    const problem = code === undefined ? 'is not valid JSON' : `cannot be read: ${code}`;
    throw new TrustedDocumentsError(`${path} ${problem}`, { cause: error });
  }
}

/** The parsed document, or what is wrong with it. */
function check(hash: string, text: string, schema: GraphQLSchema): TrustedDocument | string {
  try {
    const document = parse(text);
    const [problem] = validate(schema, document, [...specifiedRules, onlyDefinedOperationTypes]);
    return problem === undefined ? { hash, text, document } : `${hash} (${namesOf(document)}): ${describe(problem)}`;
  } catch (error) {
    return `${hash}: ${describe(error as Error)}`;
  }
}

function describe({ message, locations }: Error & Partial<Pick<GraphQLError, 'locations'>>): string {
  const [location] = locations ?? [];
  return location === undefined ? message : `${message} (line ${location.line}, column ${location.column})`;
}

function namesOf({ definitions }: DocumentNode): string {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.map(({ name }) => name?.value ?? 'unnamed operation').join(', ');
}
