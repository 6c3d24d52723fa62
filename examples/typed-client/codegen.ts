// codegen.ts
import type { CodegenConfig } from '@graphql-codegen/cli';
import { scalars } from 'switchboard/scalars';

export default {
  schema: 'node_modules/switchboard/dist/schema.graphql',
  // The fragments that Switchboard's own operations share can be used in the documents of `src/`.
  documents: ['src/**/*.ts', 'node_modules/switchboard/dist/operations/fragments.graphql'],
  importExtension: '.ts',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { scalars, strictScalars: true, enumsAsTypes: true, useTypeImports: true, documentMode: 'string' },
    },
  },
} satisfies CodegenConfig;
