/**
 * Which file may import which, types included. In one line:
 * cli -> main -> server -> graph -> providers/index -> <provider>/index -> resolvers -> source -> dataSource -> api -> upstream -> telemetry/events -> errors
 * A new provider's folder is under the same rules without being named here.
 */
const provider = '^src/providers/[^/]+/';
const mockServer = ['^src/sandbox/', `${provider}sandbox/`];

const pureModel = `${provider}(?:activeCallModel|clientState|direction|model|parameters|settings|streamModel|webhookUrl)\\.ts$`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types count too: a cycle of types makes files that can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-never-imports-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'only-declared-packages',
      comment: '@graphql-typed-document-node/core is declared, and contains nothing but types.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: '^@graphql-typed-document-node/core$',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      },
    },
    {
      name: 'only-the-server-imports-apollo-server',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:main\\.ts$|server/)' },
      to: { path: '(?:^|/)(?:@apollo|@as-integrations)/' },
    },
    {
      name: 'only-commands-import-main',
      comment: 'start.js -> cli -> main',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:start\\.js$|cli/)' },
      to: { path: '^src/(?:main\\.ts$|cli/)' },
    },
    {
      name: 'only-main-imports-the-server',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:main\\.ts$|server/)' },
      to: { path: '^src/server/' },
    },
    {
      name: 'main-imports-only-the-entry-of-the-server',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/server/', pathNot: '^src/server/server\\.ts$' },
    },
    {
      name: 'the-explorer-is-loaded-when-it-is-opened',
      comment: 'GraphiQL takes tens of megabytes. Only `import()` may load it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/server/explorer/files\\.ts$', dynamic: false },
    },
    {
      name: 'telemetry-receives-events',
      comment: 'It imports nothing else of the product, and no server.',
      severity: 'error',
      from: { path: '^src/telemetry/' },
      to: { path: ['^src/', '(?:^|/)fastify(?:/|$)'], pathNot: '^src/(?:telemetry/|errors\\.ts$)' },
    },
    {
      name: 'errors-import-nothing',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'upstream-knows-no-provider',
      severity: 'error',
      from: { path: '^src/upstream/' },
      to: { path: '^src/', pathNot: '^src/(?:upstream/|telemetry/events\\.ts$|errors\\.ts$)' },
    },
    {
      name: 'redaction-imports-nothing',
      severity: 'error',
      from: { path: '^src/redaction/' },
      to: { path: '^src/', pathNot: '^src/redaction/' },
    },
    {
      name: 'relay-knows-no-provider',
      comment: 'It may import the quality of data from upstream/, and nothing else.',
      severity: 'error',
      from: { path: '^src/relay/' },
      to: { path: '^src/', pathNot: '^src/(?:relay/|upstream/quality\\.ts$|errors\\.ts$)' },
    },
    {
      name: 'the-wire-knows-no-graphql',
      comment: 'upstream/ and each api.ts and rows.ts speak HTTP.',
      severity: 'error',
      from: { path: `^src/upstream/|${provider}(?:api|rows)\\.ts$` },
      to: {
        path: ['(?:^|/)(?:graphql|dataloader|@graphql|@apollo)', '^src/(?:relay|__generated__)/', '^src/context\\.ts$'],
      },
    },
    {
      name: 'only-resolvers-import-generated-types',
      comment: 'Generated code takes the models, never the other way round.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/graph/', `${provider}(?:resolvers|filter)\\.ts$`] },
      to: { path: '^src/__generated__/' },
    },
    {
      name: 'providers-never-import-each-other',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: provider, pathNot: '^src/providers/$1/' },
    },
    {
      name: 'providers-import-nothing-above',
      severity: 'error',
      from: { path: '^src/providers/', pathNot: '^src/providers/index\\.ts$' },
      to: {
        path: [
          '^src/main\\.ts$',
          '^src/config(?:\\.ts$|/)',
          '^src/(?:server|graph)/',
          '^src/sandbox/sandbox\\.ts$',
          '^src/providers/index\\.ts$',
        ],
      },
    },
    {
      name: 'providers-know-only-the-events-of-telemetry',
      severity: 'error',
      from: { path: '^src/providers/' },
      to: { path: '^src/telemetry/', pathNot: '^src/telemetry/events\\.ts$' },
    },
    {
      name: 'data-sources-import-nothing-above',
      comment: 'index -> resolvers -> source -> dataSource -> api',
      severity: 'error',
      from: { path: provider, pathNot: [`${provider}(?:index|resolvers|source)\\.ts$`, ...mockServer] },
      to: { path: `${provider}(?:index|resolvers|source)\\.ts$` },
    },
    {
      name: 'api-imports-only-the-wire',
      severity: 'error',
      from: { path: `${provider}(?:api|rows)\\.ts$` },
      to: { path: '^src/', pathNot: ['^src/(?:upstream/|errors\\.ts$)', `${provider}rows\\.ts$`] },
    },
    {
      name: 'models-are-pure',
      comment: 'They reach no network, no file and no clock. Of rows.ts they know the types.',
      severity: 'error',
      from: { path: pureModel },
      to: {
        pathNot: [
          '^(?:node:)?(?:buffer|net|crypto)$',
          '^src/(?:errors\\.ts$|relay/|redaction/|upstream/(?:decode|quality)\\.ts$)',
          '^src/providers/connectionModel\\.ts$',
          pureModel,
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'mock-servers-stay-apart',
      comment:
        'They are started by an index.ts and by tests. They share nothing with the client, so they cannot share a bug.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main\\.ts$', `${provider}index\\.ts$`, ...mockServer] },
      to: { path: mockServer },
    },
    {
      name: 'mock-servers-import-no-client',
      comment: 'src/sandbox/sandbox.ts starts them all, by way of the providers.',
      severity: 'error',
      from: { path: mockServer, pathNot: '^src/sandbox/sandbox\\.ts$' },
      to: { path: '^src/', pathNot: mockServer },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Sees `import type` too, which TypeScript erases.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
