import type { Resolvers } from '../../__generated__/resolvers.ts';
import { Ordering } from '../../relay/ordering.ts';
import { listConnections, sourcesOf } from '../connectionList.ts';
import { EmsSource } from './source.ts';

export const resolvers: Resolvers = {
  Query: {
    emsConnections: (_query, { sources, excludeNonNetworkProtocols, ...page }, context, info) =>
      listConnections(
        sourcesOf(EmsSource, context, sources),
        page,
        new Ordering('CREATED_AT', true),
        context,
        info,
        (source, window) =>
          source
            .dataSource(context)
            .emsConnections(window, { excludeNonNetworkProtocols: excludeNonNetworkProtocols ?? null }),
      ),
  },
  EmsSource: {
    connectionsCount: (source, _arguments, context) => source.dataSource(context).connectionsCount(),
    connectionsCountLimit: (source, _arguments, context) => source.dataSource(context).connectionsCountLimit(),
  },
};
