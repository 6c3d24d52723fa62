import type { ApolloServerOptions, ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import { type DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Switch } from '../config/webSettings.ts';
import type { Context } from '../context.ts';
import { hashIn, sha256, type TrustedDocuments } from '../graph/trustedDocuments.ts';

/*
 * Requests that name a trusted document by its hash, and requests for other documents.
 */

type Options = ApolloServerOptions<Context>;

const HASH_LENGTH = 64;

/** Of the parsed documents that are not trusted, as JSON. The same as Apollo Server's own limit. */
const MAX_CACHED_LENGTH = 30 * 2 ** 20;

const INVALID_VERSION = refusal(400, 'BAD_REQUEST', '"extensions.persistedQuery.version" must be 1.');
const INVALID_HASH = refusal(
  400,
  'BAD_REQUEST',
  'A document must be named by its SHA-256, as 64 lower-case hexadecimal digits.',
);
const WRONG_HASH = refusal(400, 'BAD_REQUEST', 'The hash is not the SHA-256 of the query.');
const UNTRUSTED = refusal(403, 'UNTRUSTED_DOCUMENT', 'Only trusted documents are executed. This is not one of them.');

/** What Apollo Server needs for requests that name a document by its hash. */
export interface DocumentsByHash {
  readonly options: Pick<Options, 'persistedQueries' | 'documentStore'>;
  readonly plugins: readonly ApolloServerPlugin<Context>[];
}

/**
 * @param trusted null: none
 * @param trustedOnly whether every other document is refused
 * @param persistedQueries whether clients may name documents that they have sent before: Apollo's automatic persisted queries
 */
export function documentsByHash(
  trusted: TrustedDocuments | null,
  trustedOnly: boolean,
  persistedQueries: Switch,
): DocumentsByHash {
  if (trusted === null && persistedQueries === 'off') return { options: { persistedQueries: false }, plugins: [] };
  return {
    options: {
      persistedQueries: persistedQueries === 'on' ? {} : noPersistedQueries,
      ...(trusted !== null && { documentStore: documentStoreWith(trusted) }),
    },
    plugins: [trustedRequests(trusted ?? new Map(), trustedOnly)],
  };
}

/** Answers a request that names a document by an unknown hash, as Apollo's protocol requires. Nothing is ever stored in it. */
const noPersistedQueries: NonNullable<Options['persistedQueries']> = {
  cache: { get: async () => undefined, set: async () => undefined, delete: async () => undefined },
};

/** Parsed documents. Apollo Server neither parses nor validates one that it finds here. */
function documentStoreWith(trusted: TrustedDocuments): NonNullable<Options['documentStore']> {
  const others = new LRUCache<string, DocumentNode>({
    maxSize: MAX_CACHED_LENGTH,
    sizeCalculation: (document) => JSON.stringify(document).length,
  });
  return {
    // A key is a hash of the schema and the hash of the text.
    get: async (key) => trusted.get(key.slice(-HASH_LENGTH))?.document ?? others.get(key),
    set: async (key, document) => void others.set(key, document),
    delete: async (key) => others.delete(key),
  };
}

/**
 * Finds the document that a request names.
 *
 * @param trustedOnly whether every other document is refused. It is neither parsed nor validated then
 */
function trustedRequests(trusted: TrustedDocuments, trustedOnly: boolean): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request }) => {
      const refusal = findDocument(request, trusted) ?? (trustedOnly ? refuseUntrusted(request, trusted) : null);
      if (refusal === null) return;
      // Apollo Server takes an error of a plugin only after it has parsed a document, so it gets this one to parse.
      request.query = '{ __typename }';
      delete request.extensions;
      return {
        didResolveOperation: async () => {
          throw refusal;
        },
      };
    },
  };
}

/** Adds the text of a trusted document to a request that names it. Returns an error if the request is invalid. */
function findDocument(request: GraphQLRequest, trusted: TrustedDocuments): GraphQLError | null {
  const extension = request.extensions?.['persistedQuery'];
  if (extension != null && Object(extension).version !== 1) return INVALID_VERSION;
  const identifier = documentIdOf(request) ?? extension?.sha256Hash;
  if (extension == null && identifier === undefined) return null;
  const hash = hashIn(identifier);
  if (hash === null) return INVALID_HASH;

  const text = request.query ?? trusted.get(hash)?.text;
  if (text !== undefined) {
    if (sha256(text) !== hash) return WRONG_HASH;
    request.query = text;
  }
  // Apollo Server answers a request without a text.
  request.extensions = { ...request.extensions, persistedQuery: { version: 1, sha256Hash: hash } };
  return null;
}

/** `documentId`, as in the draft of GraphQL over HTTP; undefined if there is none. */
function documentIdOf({ http }: GraphQLRequest): unknown {
  const parameters = http?.method === 'GET' ? Object.fromEntries(new URLSearchParams(http.search)) : http?.body;
  return Object(parameters).documentId ?? undefined;
}

function refuseUntrusted({ query }: GraphQLRequest, trusted: TrustedDocuments): GraphQLError | null {
  return query === undefined || trusted.has(sha256(query)) ? null : UNTRUSTED;
}

function refusal(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
