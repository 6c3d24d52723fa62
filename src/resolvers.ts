import type { Resolvers } from './__generated__/resolvers.ts';
import type { Context } from './context.ts';
import { BadUserInputError } from './errors.ts';
import { listConnections, sourcesNamed } from './providers/connectionList.ts';
import { providers } from './providers/index.ts';
import type { NodeModel } from './providers/provider.ts';
import { parseGlobalId } from './relay/globalId.ts';
import { Ordering } from './relay/ordering.ts';

const MAX_IDS = 100;

/** The fields that no provider owns. */
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
        ({ provider }) => wanted == null || wanted.includes(provider),
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

  Source: {
    status: ({ upstream }) => upstream.health.status,
    lastSuccessAt: ({ upstream }) => upstream.health.lastSuccessAt,
    lastProblem: ({ upstream }) => upstream.health.lastProblem,
    lastProblemAt: ({ upstream }) => upstream.health.lastProblemAt,
    rateLimit: ({ upstream }) => upstream.rateLimit,
  },

  SourceOutcome: {
    problem: ({ error }) => error?.problem ?? null,
  },

  Freshness: {
    ageMs: ({ observedAt }) => Math.max(0, Date.now() - observedAt.getTime()),
  },
};

/** Every resolver map there is; the schema merges them. */
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
  // Parts too many may lead to an object all the same; clients would cache it under two ids.
  return node?.id === id ? node : null;
}
