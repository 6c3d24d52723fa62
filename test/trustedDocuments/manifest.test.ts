import { generate } from '@graphql-codegen/cli';
import { describe, expect, test } from 'vitest';
import { run, send, urlOf } from '../support/program.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';
import { fileWith, hashOf, manifestOf } from '../support/trustedDocuments.ts';

const SOURCES = 'query Sources { sources { name } }';

/** The message of a start that fails because of this manifest. */
async function failureWith(manifest: string): Promise<string> {
  return startSwitchboardWith({ documents: { manifest, trustedOnly: false } }).then(
    () => 'no failure',
    ({ message }: Error) => message,
  );
}

describe('a manifest is accepted', () => {
  test('as the client preset of GraphQL Code Generator writes it', async () => {
    const document = 'query Page($first: Int) { connections(first: $first) { nodes { __typename id } } }';
    const files = await generate(
      {
        schema: 'schema/*.graphql',
        documents: [document],
        generates: {
          'gql/': { preset: 'client', presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } } },
        },
        silent: true,
      },
      false,
    );
    const { content } = files.find(({ filename }: { filename: string }) => filename === 'gql/persisted-documents.json');
    const [documentId] = Object.keys(JSON.parse(content));

    const { url } = await startSwitchboardWith({ documents: { manifest: fileWith(content), trustedOnly: true } });

    expect(documentId).toMatch(/^sha256:/);
    expect(await ask(url, { documentId })).toEqual({ data: { connections: { nodes: [] } } });
  });

  test('as Apollo writes it', async () => {
    const operations = [{ id: hashOf(SOURCES), name: 'Sources', type: 'query', body: SOURCES }];
    const manifest = fileWith({ format: 'apollo-persisted-query-manifest', version: 1, operations });

    const { url } = await startSwitchboardWith({ documents: { manifest, trustedOnly: true } });

    expect(await ask(url, { documentId: `sha256:${hashOf(SOURCES)}` })).toEqual({ data: { sources: [] } });
  });
});

async function ask(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

describe('a manifest prevents the start', () => {
  test('with all of its invalid documents, by hash and operation and not by their text', async () => {
    const invalid = [
      'query Colour { colour }',
      'query Two { sources { name } } query Three { sources { name(upper: true) } }',
      '{ sources { hunter2 } }',
      'mutation { stop }',
      'query Open {',
      '',
    ];
    const [colour, two, unnamed, mutation, open, empty] = invalid.map(hashOf);
    const wrong = hashOf('another text');
    const manifest = fileWith({
      ...manifestOf(SOURCES, ...invalid),
      [wrong]: SOURCES,
      [SOURCES]: SOURCES,
    });

    expect((await failureWith(manifest)).split('\n')).toEqual([
      `TRUSTED_DOCUMENTS: the file ${manifest} contains documents that cannot be used:`,
      `  - ${colour} (Colour): Cannot query field "colour" on type "Query". (line 1, column 16)`,
      `  - ${two} (Two, Three): Unknown argument "upper" on field "Source.name". (line 1, column 61)`,
      expect.stringMatching(`^  - ${unnamed} \\(unnamed operation\\): Cannot query field "hunter2"`),
      expect.stringMatching(`^  - ${mutation} \\(unnamed operation\\): `),
      `  - ${open}: Syntax Error: Expected Name, found <EOF>. (line 1, column 13)`,
      `  - ${empty}: Syntax Error: Unexpected <EOF>. (line 1, column 1)`,
      `  - ${wrong}: is not the SHA-256 hash of its document`,
      '  - document 9: is not named by a SHA-256 hash',
    ]);
  });

  test.each([
    ['{"hunter2', 'is not valid JSON'],
    ['null', 'must contain a JSON object with a text for each hash'],
    ['["{ hunter2 }"]', 'must contain a JSON object with a text for each hash'],
    ['{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}', /must contain a JSON object/],
    ['{}', 'contains no documents'],
    ['{"format":"apollo-persisted-query-manifest","version":1,"operations":[]}', 'contains no documents'],
  ])('with the content %s', async (content, problem) => {
    const manifest = fileWith(content);
    const message = await failureWith(manifest);
    expect(message).toMatch(problem);
    expect(message).not.toContain('hunter2');
    expect(message).toContain(`TRUSTED_DOCUMENTS: the file ${manifest} `);
  });

  test('that does not exist', async () => {
    const message = await failureWith('/nowhere/documents.json');
    expect(message).toBe('TRUSTED_DOCUMENTS: the file /nowhere/documents.json cannot be read: ENOENT');
  });
});

describe('the program', () => {
  test('ends with exit code 1 and the reason, if the manifest cannot be used', async () => {
    const { code, stdout, stderr } = await run({ PORT: '0', TRUSTED_DOCUMENTS: fileWith('{}') }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^TRUSTED_DOCUMENTS: the file \S+ contains no documents\n$/);
  });

  test('executes only trusted documents with TRUSTED_DOCUMENTS_ONLY=on', async () => {
    const TRUSTED_DOCUMENTS = fileWith(manifestOf(SOURCES));
    const url = await urlOf(run({ PORT: '0', TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY: 'true' }));

    expect((await send(url, SOURCES)).answer).toEqual({
      data: { sources: [{ name: 'ems' }, { name: 'telnyx' }, { name: 'x' }] },
    });
    expect((await send(url, `${SOURCES} `)).answer).toMatchObject({
      errors: [{ extensions: { code: 'UNTRUSTED_DOCUMENT' } }],
    });
  });
});
