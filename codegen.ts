import { globSync, readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { scalars } from './src/client/scalars.ts';
import { printPlainSdl } from './src/graph/sdl.ts';

/**
 * The parent object of each schema type, found by convention: `FooModel` in a provider's `model.ts` or `barModel.ts` for `Foo`, and the class
 * `FooSource` in its `source.ts` for `FooSource`.
 */
function findMappers(): Record<string, string> {
  const mappers = globSync('src/providers/*/{model,*Model,source}.ts').flatMap((file) => {
    const module = file.replace(/^src/, '..');
    const text = readFileSync(file, 'utf8');
    const models = text
      .matchAll(/^export (?:class|interface|type) (\w+)Model\b/gm)
      .map(([, type]) => [type, `${type}Model`]);
    const sources = text.matchAll(/^export class (\w+Source)\b/gm).map(([, type]) => [type, `${type} as ${type}Model`]);
    return [...models, ...sources].map(([type, name]) => [type, `${module}#${name}`]);
  });
  return Object.fromEntries(mappers.sort());
}

export default {
  schema: printPlainSdl(),
  generates: {
    'src/__generated__/resolvers.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: '../context.ts#Context',
        mappers: {
          Node: '../providers/connectionModel.ts#NodeModel',
          Connection: '../providers/connectionModel.ts#ConnectionModel',
          Source: '../providers/connectionModel.ts#SourceModel',
          ConnectionConnection: '../providers/connectionModel.ts#ConnectionConnectionModel',
          ConnectionEdge: '../providers/connectionModel.ts#ConnectionEdgeModel',
          Freshness: '../upstream/quality.ts#Quality as FreshnessModel',
          SourceOutcome: '../providers/connectionModel.ts#SourceOutcomeModel',
          PageInfo: '../relay/relayConnection.ts#PageInfo as PageInfoModel',
          ...findMappers(),
        },
        scalars: {
          BigInt: { input: 'bigint | number', output: 'bigint | number' },
          DateTime: 'Date',
          ID: 'string',
          IP: 'string',
          JSONObject: 'Record<string, unknown>',
          Port: 'number',
          URL: 'string',
        },
        addInterfaceFieldResolverTypes: true,
        enumsAsTypes: true,
        immutableTypes: true,
        // Models carry `__typename`, so no `resolveType` is needed.
        optionalResolveType: true,
        maybeValue: 'T | null | undefined',
        useTypeImports: true,
        strictScalars: true,
      },
    },
    // For clients. The package exports these.
    'src/__generated__/schema.graphql': { plugins: ['schema-ast'], config: { includeDirectives: true } },
    'src/__generated__/schema.federated.graphql': { plugins: ['scripts/federatedSchemaPlugin.ts'] },
    'src/__generated__/possibleTypes.ts': { plugins: ['fragment-matcher'] },
    'src/__generated__/graphcache.ts': { plugins: ['scripts/graphcachePlugin.ts'] },
    'src/__generated__/operations.ts': {
      documents: 'operations/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { scalars, enumsAsTypes: true, immutableTypes: true, useTypeImports: true, strictScalars: true },
    },
  },
} satisfies CodegenConfig;
