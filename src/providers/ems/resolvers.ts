import type { Resolvers } from '../../__generated__/resolvers.ts';
import { orderingOf } from '../../relay/ordering.ts';
import { selectsField } from '../../relay/selection.ts';
import { listConnections, sourcesOf } from '../connectionList.ts';
import { emsFilter } from './filter.ts';
import { EmsSource } from './source.ts';

export const resolvers: Resolvers = {
  Query: {
    emsConnections: (_query, { sources, filter, orderBy, excludeNonNetworkProtocols, ...page }, context, info) => {
      const accepts = emsFilter(filter);
      return listConnections(
        sourcesOf(EmsSource, context, sources),
        page,
        orderingOf(orderBy),
        context,
        info,
        (source, window) =>
          source.dataSource(context).emsConnections(window, excludeNonNetworkProtocols ?? null, accepts),
      );
    },
  },
  EmsSource: {
    // Two requests would each count the socket of the other one, so their counts would differ.
    connectionsCount: (source, _arguments, context, info) =>
      context.mayRead(source)
        ? source.dataSource(context).connectionsCount(selectsField(info, 'connectionsCountLimit'))
        : null,
    connectionsCountLimit: (source, _arguments, context) =>
      context.mayRead(source) ? source.dataSource(context).connectionsCountLimit() : null,
  },
};
