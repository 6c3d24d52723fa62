import type { Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import { toConnectionFilter } from '../providers/connectionFilter.ts';
import { listConnections, sourcesNamed } from '../providers/connectionList.ts';
import type { NodeModel } from '../providers/connectionModel.ts';
import { forbiddenError } from '../providers/forbiddenSource.ts';
import { providers } from '../providers/index.ts';
import { problemOf } from '../providers/sourceOutcome.ts';
import { parseGlobalId } from '../relay/globalId.ts';
import { orderingOf } from '../relay/ordering.ts';

/** The resolvers of the fields and types that no provider owns. */
const common: Resolvers = {
  Query: {
    node: (_query, { id }, context) => readNode(id, 'id', context),

    nodes: (_query, { ids }, context, info) =>
      Promise.all(
        ids.map((id, index) =>
          readNode(id, `ids[${index}]`, context).catch((error: Error) => {
            context.report(error, info, index);
            return null;
          }),
        ),
      ),

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

async function readNode(id: string, argument: string, context: Context): Promise<NodeModel | null> {
  const parts = parseGlobalId(id);
  if (parts === null) throw new BadUserInputError(argument, 'must be an ID that this graph returned.');
  const source = context.sources.find(({ name }) => name === parts.source);
  if (source === undefined) return null;
  if (!context.mayRead(source)) throw forbiddenError(source);
  if (source.id === id) return source;
  const provider = providers.find(({ name }) => name === source.provider);
  if (!provider?.nodeTypes.includes(parts.type)) return null;
  const node = await source.dataSource(context).node(id, parts);
  // An ID with additional parts could find the object too, and clients would cache the object under two IDs.
  return node?.id === id ? node : null;
}
