/**
 * Which file may import which. In one line:
 * main -> server -> schema -> resolvers -> providers/index -> <provider>/index -> resolvers -> dataSource -> api -> upstream -> errors
 * A fourth provider's folder is under the same rules without being named here.
 */
const provider = '^src/providers/[^/]+/';
const standIn = '^src/providers/.*sandbox';

/** Types are erased before anything runs, so an `import type` makes no cycle and no model impure. */
const atRunTime = { dependencyTypesNot: ['type-only'] };

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: atRunTime },
    },
    {
      name: 'tests-stay-outside',
      comment: 'The product never imports its tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'only-the-server-knows-apollo',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:main\\.ts$|server\\.ts$|server/)' },
      to: { path: '(?:^|/)(?:@apollo|@as-integrations)/' },
    },
    {
      name: 'parts-of-the-server-are-its-own',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/server(?:\\.ts$|/)' },
      to: { path: '^src/server/' },
    },
    {
      name: 'telemetry-is-told-and-asks-nobody',
      comment: 'Of what it tells about it knows the types only.',
      severity: 'error',
      from: { path: '^src/telemetry/' },
      to: { path: '^src/', pathNot: '^src/telemetry/', ...atRunTime },
    },
    {
      name: 'telemetry-knows-no-server-and-no-one-provider',
      severity: 'error',
      from: { path: '^src/telemetry/' },
      to: {
        path: ['^src/', '(?:^|/)fastify(?:/|$)'],
        pathNot: '^src/(?:telemetry/|upstream/|providers/provider\\.ts$)',
      },
    },
    {
      name: 'errors-know-nobody',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'relay-and-upstream-know-no-provider',
      severity: 'error',
      from: { path: '^src/(relay|upstream)/' },
      to: { path: '^src/', pathNot: '^src/(?:$1/|errors\\.ts$)' },
    },
    {
      name: 'the-wire-knows-no-graphql',
      comment: 'upstream/ and each api.ts speak HTTP.',
      severity: 'error',
      from: { path: `^src/upstream/|${provider}api\\.ts$` },
      to: {
        path: ['(?:^|/)(?:graphql|dataloader|@graphql|@apollo)', '^src/(?:relay|__generated__)/', '^src/context\\.ts$'],
      },
    },
    {
      name: 'providers-know-no-other',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: provider, pathNot: '^src/providers/$1/' },
    },
    {
      name: 'providers-know-nothing-above',
      severity: 'error',
      from: { path: '^src/providers/', pathNot: '^src/providers/index\\.ts$' },
      to: {
        path: [
          '^src/(?:main|server|schema|scalars|resolvers|queryLimits|config|sandbox)\\.ts$',
          '^src/(?:config|server|telemetry)/',
          '^src/providers/index\\.ts$',
        ],
      },
    },
    {
      name: 'below-a-data-source-knows-nothing-above',
      comment: 'index -> resolvers -> source -> dataSource -> api; a data source knows the type of its source.',
      severity: 'error',
      from: { path: provider, pathNot: `${provider}(?:index|resolvers|source|sandbox[^/]*)\\.ts$` },
      to: { path: `${provider}(?:index|resolvers|source)\\.ts$`, ...atRunTime },
    },
    {
      name: 'api-knows-only-the-wire',
      severity: 'error',
      from: { path: `${provider}api\\.ts$` },
      to: { path: '^src/', pathNot: '^src/(?:upstream/|errors\\.ts$)' },
    },
    {
      name: 'models-are-pure',
      comment: 'They reach no network, no file and no clock.',
      severity: 'error',
      from: { path: `${provider}(?:model|redaction)\\.ts$` },
      to: {
        pathNot: [
          '^(?:node:)?(?:net|crypto)$',
          '^src/(?:errors\\.ts$|relay/)',
          '^src/providers/provider\\.ts$',
          `${provider}redaction\\.ts$`,
        ],
        ...atRunTime,
      },
    },
    {
      name: 'stand-ins-stay-apart',
      comment:
        'Started by an index.ts and by tests; they share nothing with the client they answer, so no mistake is shared.',
      severity: 'error',
      from: { path: '^src/', pathNot: [`${provider}index\\.ts$`, standIn] },
      to: { path: standIn },
    },
    {
      name: 'stand-ins-know-no-client',
      severity: 'error',
      from: { path: standIn },
      to: { path: '^src/', pathNot: standIn },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Sees `import type` too: without it TypeScript's erasure would hide half of the dependencies.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
