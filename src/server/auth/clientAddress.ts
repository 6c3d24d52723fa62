import { isIPv4, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** The first four of eight groups: the network that one customer gets. */
const NETWORK_GROUPS = 4;

/**
 * The client's address, for limits. IPv6 clients are told apart by their /64 network, because each can use every address in it. Only
 * trusted proxies can name another address than that of the socket.
 */
export function clientAddress({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  // A trusted proxy can pass on anything.
  return networkOf(ip) ?? networkOf(socket.remoteAddress ?? '') ?? 'unknown';
}

function networkOf(address: string): string | null {
  const mapped = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (isIPv4(mapped)) return mapped;
  const [unscoped = ''] = address.split('%');
  if (!isIPv6(unscoped)) return null;
  // The URL parser writes IPv6 addresses in one form, without an embedded IPv4 address.
  const { hostname } = new URL(`http://[${unscoped}]`);
  const [start = '', end] = hostname.slice(1, -1).split('::');
  const before = start === '' ? [] : start.split(':');
  const after = end === undefined || end === '' ? [] : end.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
