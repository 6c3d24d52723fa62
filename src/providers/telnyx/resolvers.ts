import type { Resolvers, TelnyxConnectionFilter, TelnyxConnectionSort } from '../../__generated__/resolvers.ts';
import { UpstreamError } from '../../errors.ts';
import { Ordering } from '../../relay/ordering.ts';
import { wantedOf } from '../../relay/selection.ts';
import { listConnections, sourceOf, sourcesOf } from '../connectionList.ts';
import { missingBecause } from '../sourceOutcome.ts';
import type { TelnyxFilter } from './api.ts';
import { MIN_NAME_LENGTH, readFilterText } from './filterText.ts';
import { TelnyxSource } from './source.ts';

const ORDERINGS: Readonly<Record<TelnyxConnectionSort, Ordering>> = {
  CREATED_AT_ASC: new Ordering('CREATED_AT', false),
  CREATED_AT_DESC: new Ordering('CREATED_AT', true),
  CONNECTION_NAME_ASC: new Ordering('NAME', false),
  CONNECTION_NAME_DESC: new Ordering('NAME', true),
  ACTIVE_ASC: new Ordering('ACTIVE', false),
  ACTIVE_DESC: new Ordering('ACTIVE', true),
};

export const resolvers: Resolvers = {
  Query: {
    telnyxConnections: (_query, { sources, filter, sort, ...page }, context, info) => {
      const telnyxFilter = readFilter(filter);
      return listConnections(
        sourcesOf(TelnyxSource, context, sources),
        page,
        ORDERINGS[sort ?? 'CREATED_AT_DESC'],
        context,
        info,
        (source, window) => source.dataSource(context).telnyxConnections(window, telnyxFilter),
      );
    },
  },
  TelnyxConnection: {
    activeCalls: async ({ source, nativeId }, page, context, info) => {
      const dataSource = sourceOf(TelnyxSource, source).dataSource(context);
      const calls = await dataSource.activeCalls(nativeId, page, wantedOf(info));
      const missing = calls && missingBecause(source, calls.freshness);
      if (missing !== null) context.report(missing, info);
      return calls;
    },
  },
  ActiveCall: {
    connection: async ({ source, connectionId }, _arguments, context) => {
      const connection = await sourceOf(TelnyxSource, source).dataSource(context).connection(connectionId);
      if (connection !== null) return connection;
      const { provider, name } = source;
      const message = `Source "${name}" no longer has the connection of this call.`;
      throw new UpstreamError('UPSTREAM_REJECTED', message, { provider, source: name });
    },
  },
};

/** @throws BadUserInputError naming the argument and the rule */
function readFilter(filter: TelnyxConnectionFilter | null | undefined): TelnyxFilter {
  const { connectionNameContains, fqdn, outboundVoiceProfileId } = filter ?? {};
  return {
    connectionNameContains: readFilterText('filter.connectionNameContains', connectionNameContains, MIN_NAME_LENGTH),
    fqdn: readFilterText('filter.fqdn', fqdn, 1),
    outboundVoiceProfileId: readFilterText('filter.outboundVoiceProfileId', outboundVoiceProfileId, 1),
  };
}
