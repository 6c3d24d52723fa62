import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../context.ts';
import { asksForParts } from '../graph/execution/partsExecutor.ts';
import { GRAPHQL_RESPONSE_TYPE, JSON_TYPE } from './rejection.ts';

interface KnownDocument {
  readonly document: DocumentNode;
  /** Unique in this process. */
  readonly documentId: number;
}

/** A request whose document Apollo Server has parsed, validated and let through before. */
export interface KnownRequest extends KnownDocument {
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The content type of the answer. */
  readonly answerType: string;
}

/** A parsed document takes about a hundred times the length of its text in memory. */
const MAX_TOTAL_LENGTH = 2 ** 18;
const MAX_DOCUMENTS = 1_000;

/** Apollo Server takes requests with other content types, among them those that a page of another site can send. */
const REQUEST_TYPES: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json;charset=UTF-8',
]);

/** What Apollo Server answers to the `Accept` headers of common clients. It negotiates the others. */
export const ANSWER_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/json, */*;q=0.5', JSON_TYPE],
  ['application/json, application/graphql-response+json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_RESPONSE_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_RESPONSE_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_RESPONSE_TYPE],
  ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_RESPONSE_TYPE],
  ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8', GRAPHQL_RESPONSE_TYPE],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    GRAPHQL_RESPONSE_TYPE,
  ],
]);

const TRACE_HEADER = 'apollo-federation-include-trace';

/**
 * Recognises the requests that need nothing of Apollo Server any more: an operation of a document that it has seen, sent in the
 * usual way. Everything else goes through Apollo Server: other documents, GET, batches, persisted queries, unusual headers, and
 * requests that are invalid.
 */
export class KnownDocuments {
  /** By their text. */
  readonly #documents = new LRUCache<string, KnownDocument>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_TOTAL_LENGTH,
    sizeCalculation: (_document, text) => text.length,
  });

  #nextId = 0;

  /** Learns the documents that Apollo Server executes. Plugins that refuse documents do so earlier, in `didResolveOperation`. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ source, document }) => {
        // Their answers can have several parts, which Apollo Server sends.
        if (asksForParts(document)) return null;
        if (!this.#documents.has(source)) this.#documents.set(source, { document, documentId: this.#nextId++ });
        return null;
      },
    }),
  };

  /** Null: the request must go through Apollo Server. */
  find({ method, headers, body }: Pick<FastifyRequest, 'method' | 'headers' | 'body'>): KnownRequest | null {
    const answerType = ANSWER_TYPES.get(headers.accept);
    if (method !== 'POST' || answerType === undefined || !REQUEST_TYPES.has(headers['content-type'])) return null;
    // Apollo Server writes the trace that a router asks for.
    if (TRACE_HEADER in headers) return null;
    if (!isObject(body) || 'documentId' in body) return null;
    const { query, variables, operationName, extensions } = body;
    if (typeof query !== 'string' || !isObject(variables ?? NOTHING)) return null;
    if (!isObject(extensions ?? NOTHING) || Object(extensions).persistedQuery !== undefined) return null;
    if (operationName != null && typeof operationName !== 'string') return null;
    const known = this.#documents.get(query);
    const operation = known && getOperationAST(known.document, operationName);
    if (!known || !operation) return null;
    return { ...known, operation, variables: (variables ?? NOTHING) as KnownRequest['variables'], answerType };
  }
}

const NOTHING = {};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
