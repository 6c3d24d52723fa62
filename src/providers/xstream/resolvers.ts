import type { Resolvers } from '../../__generated__/resolvers.ts';
import { Ordering } from '../../relay/ordering.ts';
import { listConnections, sourcesNamed } from '../connectionList.ts';
import { XSource } from './source.ts';

const X_STATUS = { ACTIVE: 'active', INACTIVE: 'inactive', ALL: 'all' } as const;

export const resolvers: Resolvers = {
  Query: {
    xStreamConnections: (_query, { sources, status, endpoints, ...page }, context, info) =>
      listConnections(
        sourcesNamed(
          context.sources.filter((source) => source instanceof XSource),
          sources,
          'sources',
        ),
        page,
        new Ordering('CREATED_AT', true),
        context,
        info,
        (source, window) =>
          source
            .dataSource(context)
            .xStreamConnections(window, { status: X_STATUS[status ?? 'ACTIVE'], endpoints: endpoints ?? null }),
      ),
  },
};
