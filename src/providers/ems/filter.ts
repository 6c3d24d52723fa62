import { isIPv6, SocketAddress } from 'node:net';
import type { EmsConnectionFilter } from '../../__generated__/resolvers.ts';
import { predicateOf, toConnectionFilter } from '../connectionFilter.ts';
import type { EmsConnectionModel } from './model.ts';

/** A predicate for all conditions of `EmsConnectionFilter`; null if there are none. EMS itself cannot filter. */
export function emsFilter(
  filter: EmsConnectionFilter | null | undefined,
): ((connection: EmsConnectionModel) => boolean) | null {
  const { types, direction, settingsKind, streamName, farIp } = filter ?? {};
  const wantedTypes = types == null ? null : new Set(types);
  const wantedIp = farIp == null ? null : normalIp(farIp);
  const common = predicateOf(toConnectionFilter(filter));
  const isCommon = types == null && direction == null && settingsKind == null && streamName == null && farIp == null;
  if (isCommon) return common;
  return (connection) =>
    (wantedTypes === null || wantedTypes.has(connection.type)) &&
    (direction == null || connection.direction === direction) &&
    (settingsKind == null || connection.settings?.kind === settingsKind) &&
    (streamName == null || connection.streams.some(({ name }) => name === streamName)) &&
    (wantedIp === null || hasFarIp(connection, wantedIp)) &&
    (common === null || common(connection));
}

function hasFarIp({ carrier }: EmsConnectionModel, wanted: string): boolean {
  return carrier?.farIp != null && normalIp(carrier.farIp) === wanted;
}

/** The normal form of an address: `::1` for `0:0:0:0:0:0:0:1`, and IPv4 for an IPv4-mapped IPv6 address. */
function normalIp(address: string): string {
  if (!isIPv6(address)) return address;
  return new SocketAddress({ address, family: 'ipv6' }).address.replace(/^::ffff:(?=\d+\.)/, '');
}
