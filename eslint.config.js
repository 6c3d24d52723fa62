import { globSync, readFileSync } from 'node:fs';
import graphql from '@graphql-eslint/eslint-plugin';
import { concatAST, parse, print, visit } from 'graphql';

/*
 * Lints the SDL and the ready operations. Biome lints the TypeScript.
 */

const { configs } = graphql;

const files = globSync('schema/**/*.graphql').map((file) => parse(readFileSync(file, 'utf8')));

/** Without `extend schema @link`, for which graphql-eslint would replace our definitions of the federation's directives with its own. */
const schema = print(visit(concatAST(files), { SchemaExtension: () => null }));
// One for both, because graphql-eslint reads it once.
const parserOptions = { graphQLConfig: { schema, documents: 'operations/*.graphql' } };
const [level, names] = configs['flat/schema-recommended'].rules['@graphql-eslint/naming-convention'];

export default [
  {
    files: ['schema/**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions,
    },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      // The product's noun is a connection: `Connection`, `EmsConnection` and the others are objects, not lists. By their names, these two
      // rules take them for lists. test/contract/schema.test.ts checks the lists instead.
      '@graphql-eslint/relay-connection-types': 'off',
      '@graphql-eslint/relay-arguments': 'off',
      // Lists also have `nodes` and `outcomes`.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      // Only a `Node` has a field named `id`: test/contract/schema.test.ts.
      '@graphql-eslint/strict-id-in-types': 'off',
      // A short description has one line, and others are blocks.
      '@graphql-eslint/description-style': 'off',
      // `_Entity` of the federation is extended.
      '@graphql-eslint/naming-convention': [level, { ...names, allowLeadingUnderscore: true }],
      // What a client sees in the explorer.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
        },
      ],
    },
  },
  {
    // The federation's specification has chosen these names, and uses some of them only in `@link`.
    files: ['schema/federation/*.graphql'],
    rules: { '@graphql-eslint/naming-convention': 'off', '@graphql-eslint/no-unreachable-types': 'off' },
  },
  {
    files: ['operations/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions,
    },
    rules: configs['flat/operations-recommended'].rules,
  },
];
