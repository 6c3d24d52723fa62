import type { Resolvers } from '../../__generated__/resolvers.ts';
import { Ordering } from '../../relay/ordering.ts';
import { listConnections, sourcesOf } from '../connectionList.ts';
import { XSource } from './source.ts';

const X_STATUS = { ACTIVE: 'active', INACTIVE: 'inactive', ALL: 'all' } as const;

export const resolvers: Resolvers = {
  Query: {
    xStreamConnections: (_query, { sources, status, endpoints, ...page }, context, info) =>
      listConnections(
        sourcesOf(XSource, context, sources),
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
