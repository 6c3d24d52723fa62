import type { Resolvers } from '../__generated__/resolvers.ts';
import { toConnectionFilter } from '../providers/connectionFilter.ts';
import { listConnections, sourcesNamed } from '../providers/connectionList.ts';
import { providers } from '../providers/index.ts';
import { problemOf } from '../providers/sourceOutcome.ts';
import { orderingOf } from '../relay/ordering.ts';
import { readEach, readNode } from './nodes.ts';

/** The resolvers of the fields and types that no provider owns. */
const common: Resolvers = {
  Query: {
    node: (_query, { id }, context) => readNode(id, 'id', context),

    nodes: (_query, { ids }, context, info) =>
      readEach(ids, (id, index) => readNode(id, `ids[${index}]`, context), context, info),

    connections: (_query, { filter, orderBy, ...page }, context, info) => {
      const { providers: wanted, sources } = filter ?? {};
      const selected = sourcesNamed(context.sources, sources, 'filter.sources').filter(
        ({ provider }) => wanted == null || wanted.some((name) => name === provider),
      );
      const conditions = toConnectionFilter(filter);
      return listConnections(selected, page, orderingOf(orderBy), context, info, (source, window) =>
        source.dataSource(context).connections(window, conditions),
      );
    },

    sources: (_query, { provider }, context) =>
      context.sources.filter((source) => (provider == null || source.provider === provider) && context.mayRead(source)),
  },

  SourceOutcome: {
    ok: ({ failure }) => failure === null,
    stale: ({ quality }) => quality !== null && quality.staleBecause !== null,
    omittedRows: ({ quality }) => quality?.omittedRows ?? 0,
    problem: problemOf,
  },

  Freshness: {
    stale: ({ staleBecause }) => staleBecause !== null,
    ageMs: ({ observedAt }) => Math.max(0, Date.now() - observedAt.getTime()),
  },
};

/** All resolver maps; the schema merges them. */
export const resolvers: readonly Resolvers[] = [common, ...providers.map((provider) => provider.resolvers)];
