import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { fileWith, manifestOf } from '../support/trustedDocuments.ts';
import { documentsOf } from './documents.ts';
import { IDENTIFIER_DOCUMENTS, identifiersLike, identifiersOf } from './identifiers.ts';
import { RAW_QUERY, rawRequests, sendRaw } from './rawRequests.ts';
import { DOCUMENTS, requests } from './requests.ts';
import { FUZZ_TIMEOUT_MS, jsonRequest, startTarget } from './target.ts';

const TEXTS = [
  '',
  'ems',
  'telnyx',
  'x',
  'stream-1',
  'LINE',
  'İ',
  '\u0000',
  '../..',
  'a b',
  'x'.repeat(300),
  'x'.repeat(5000),
];

describe('no input makes the process fail, grow, answer with an internal error or show a secret:', {
  timeout: FUZZ_TIMEOUT_MS,
}, () => {
  test.each([
    ['of a server without authentication', false],
    ['of a caller with few scopes', true],
  ])('documents made from the schema, %s', async (_title, isRestricted) => {
    const target = await startTarget({ isRestricted });
    const texts = [...(await identifiersOf(target)), ...TEXTS];
    const documents = documentsOf(createSchema(), texts);
    // The heap grows by the parsed documents in Apollo Server's cache.
    await target.fuzz(documents, { runs: 600, answered: 150, heapGrowth: 16 }, async (body) => {
      target.expectHarmless(await target.send(jsonRequest(body)));
    });
  });

  test('bodies, parameters and headers', async () => {
    const settings = { TRUSTED_DOCUMENTS: fileWith(manifestOf(DOCUMENTS[0])), PERSISTED_QUERIES: 'on' };
    const target = await startTarget({ settings });
    await target.fuzz(requests, { runs: 1000, answered: 20, heapGrowth: 2 }, async (options) => {
      target.expectHarmless(await target.send(options));
    });
  });

  test('bytes that are almost HTTP', async () => {
    const target = await startTarget();
    await target.fuzz(rawRequests, { runs: 700, answered: 70, heapGrowth: 2 }, async (bytes) => {
      // Sent later, and answered in the same way.
      const settle = () => target.send(jsonRequest({ query: RAW_QUERY }));
      for (const answer of await sendRaw(target.url, bytes, settle)) target.expectHarmless(answer);
    });
  });

  test('IDs and cursors', async () => {
    const target = await startTarget();
    const identifiers = identifiersLike(await identifiersOf(target));
    const cases = fc.tuple(fc.constantFrom(...IDENTIFIER_DOCUMENTS), identifiers);
    await target.fuzz(cases, { runs: 1000, answered: 200, heapGrowth: 2 }, async ([query, text]) => {
      target.expectHarmless(await target.send(jsonRequest({ query, variables: { text } })));
    });
  });
});
