import type { Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import { listConnections, sourcesNamed } from '../providers/connectionList.ts';
import type { NodeModel } from '../providers/connectionModel.ts';
import { providers } from '../providers/index.ts';
import { problemOf } from '../providers/sourceOutcome.ts';
import { parseGlobalId } from '../relay/globalId.ts';
import { Ordering } from '../relay/ordering.ts';

const MAX_IDS = 100;

/** The resolvers of what no provider owns. */
const common: Resolvers = {
  Query: {
    node: (_query, { id }, context) => readNode(id, 'id', context),

    nodes: (_query, { ids }, context, info) => {
      if (ids.length > MAX_IDS) {
        throw new BadUserInputError('ids', `must hold at most ${MAX_IDS} ids, not ${ids.length}.`);
      }
      return Promise.all(
        ids.map((id, index) =>
          readNode(id, `ids[${index}]`, context).catch((error: Error) => {
            context.report(error, info, index);
            return null;
          }),
        ),
      );
    },

    connections: (_query, { filter, orderBy, ...page }, context, info) => {
      const { providers: wanted, sources, active, nameContains, createdAfter, createdBefore } = filter ?? {};
      const asked = sourcesNamed(context.sources, sources, 'filter.sources').filter(
        ({ provider }) => wanted == null || wanted.some((name) => name === provider),
      );
      const ordering = new Ordering(orderBy?.field ?? 'CREATED_AT', orderBy?.direction !== 'ASC');
      const conditions = {
        active: active ?? null,
        nameContains: nameContains || null,
        createdAfter: createdAfter ?? null,
        createdBefore: createdBefore ?? null,
      };
      return listConnections(asked, page, ordering, context, info, (source, window) =>
        source.dataSource(context).connections(window, conditions),
      );
    },

    sources: (_query, { provider }, context) =>
      context.sources.filter((source) => provider == null || source.provider === provider),
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
  if (parts === null) throw new BadUserInputError(argument, 'must be an id that this graph returned.');
  const source = context.sources.find(({ name }) => name === parts.source);
  if (source === undefined) return null;
  if (source.id === id) return source;
  const provider = providers.find(({ name }) => name === source.provider);
  if (!provider?.nodeTypes.includes(parts.type)) return null;
  const node = await source.dataSource(context).node(id, parts);
  // An ID with extra parts can lead to an object too. Clients would cache that object under two IDs.
  return node?.id === id ? node : null;
}
